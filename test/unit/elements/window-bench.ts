import { ContextProvider } from '@lit/context';
import { panelServicesContext, type PanelServices } from '../../../src/context/panel-services.js';
import type { CommandSource, WindowView } from '../../../src/controller/snapshot.js';
import '../../../src/define.js';
import { defineLateElements } from '../../../src/define/late-elements.js';
import type { CtiWindow } from '../../../src/elements/cti-window.js';
import { panelServices } from '../../support/panel-services.js';
import { elementBench, type ElementBench } from './bench.js';

defineLateElements();

const nodes: Element[] = [];
const benches: ElementBench[] = [];

/** Takes everything away that was made. */
export function clear(): void {
  nodes.splice(0).forEach((node) => node.remove());
  benches.splice(0).forEach(({ controller }) => controller.dispose());
  document.documentElement.removeAttribute('dir');
}

/** To be disposed of with the others. */
export function keep(bench: ElementBench): ElementBench {
  benches.push(bench);
  return bench;
}

export function add<T extends Element>(node: T, parent: Element = document.body): T {
  nodes.push(node);
  return parent.appendChild(node);
}

export async function makeBench(...args: Parameters<typeof elementBench>): Promise<ElementBench> {
  return keep(await elementBench(...args));
}

/** What a panel gives the window, with a store of its own. */
export function servicesIn(
  store: Map<string, string>,
  more: Partial<PanelServices> = {},
): HTMLElement & { readonly volumes: number[] } {
  const host = document.createElement('div');
  const volumes: number[] = [];
  new ContextProvider(host, {
    context: panelServicesContext,
    initialValue: panelServices({
      shortcuts: { answer: 'Alt+KeyA', window: 'Alt+KeyW' },
      ringVolume: 0.4,
      preferences: { get: (name) => store.get(name), set: (name, value) => store.set(name, value) },
      setRingVolume: (volume) => volumes.push(volume),
      ...more,
    }),
  });
  return add(Object.assign(host, { volumes }));
}

export async function windowIn(
  bench: ElementBench,
  parent: Element = document.body,
): Promise<CtiWindow> {
  const made = document.createElement('cti-window');
  made.controller = bench.controller;
  add(made, parent);
  await made.updateComplete;
  return made;
}

export async function open(
  made: CtiWindow,
  view: WindowView = 'calls',
  source: CommandSource = 'operator',
): Promise<void> {
  await made.activeController!.send({ type: 'open-window', view }, { source });
  await made.updateComplete;
}

export function part(made: CtiWindow, name: string): HTMLElement {
  const found = made.shadowRoot!.querySelector<HTMLElement>(`[part~=${name}]`);
  if (!found) throw new Error(`no part ${name}`);
  return found;
}

export function tabNames(made: CtiWindow): string[] {
  const tabs = [...made.shadowRoot!.querySelectorAll('[role=tab]')];
  return tabs.map((tab) => tab.textContent.trim());
}

export function isInside(made: CtiWindow): boolean {
  const { left, top, right, bottom } = made.getBoundingClientRect();
  return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
}
