import { ContextProvider } from '@lit/context';
import type { CtiElement } from '../../../src/context/cti-element.js';
import { controllerContext } from '../../../src/context/controller-context.js';
import type { ControllerSettings } from '../../../src/controller/call-controller.js';
import { LocalCallController } from '../../../src/controller/local-call-controller.js';
import {
  SimulatorTransport,
  type SimulatorOptions,
} from '../../../src/transport/simulator/simulator-transport.js';
import { ManualClock } from '../../support/manual-clock.js';

/** A controller on a simulated line, and time that stands still. */
export interface ElementBench {
  readonly clock: ManualClock;
  readonly line: SimulatorTransport;
  readonly controller: LocalCallController;
}

export const caller = { number: '+12025550101', displayName: 'Anna Schmidt' };

/** What the microtasks of a simulated answer need. */
export async function settle(): Promise<void> {
  for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
}

export interface BenchOptions extends SimulatorOptions {
  readonly settings?: Omit<ControllerSettings, 'line' | 'transport'>;
  readonly clock?: ManualClock;
}

/** A controller that is configured; its line is not open. */
export function offlineBench({
  settings,
  clock = new ManualClock(),
  ...simulator
}: BenchOptions = {}): ElementBench {
  const line = new SimulatorTransport(simulator);
  const controller = new LocalCallController({ clock, random: () => 0.5 });
  controller.configure({
    ...settings,
    line: { servers: ['wss://pbx.example'], uri: 'sip:101@example.com' },
    transport: line,
  });
  return { clock, line, controller };
}

/** A controller whose line is online. */
export async function elementBench(options: BenchOptions = {}): Promise<ElementBench> {
  const bench = offlineBench(options);
  await bench.controller.connect();
  return bench;
}

/** What the operator may be in the middle of. */
export const states = {
  async idle() {},
  async incoming({ line }) {
    line.receiveCall(caller);
  },
  async outgoing({ controller }) {
    await controller.send({ type: 'dial', target: '603' });
  },
  async talking({ controller, line }) {
    line.receiveCall(caller);
    await settle();
    await controller.send({ type: 'answer' });
  },
  async 'on hold'(bench) {
    await states.talking(bench);
    await bench.controller.send({ type: 'set-hold', held: true });
  },
  async 'talking, a call waiting'(bench) {
    await states.talking(bench);
    bench.line.receiveCall({ number: '+12025550102' });
  },
  async reconnecting({ line }) {
    line.dropLine();
  },
} as const satisfies Record<string, (bench: ElementBench) => Promise<void>>;
export type StateName = keyof typeof states;
export const stateNames = Object.keys(states) as StateName[];

/** A bench in that state. */
export async function benchIn(state: StateName, options: BenchOptions = {}): Promise<ElementBench> {
  const bench = await elementBench(options);
  await states[state](bench);
  await settle();
  return bench;
}

/** An element of no kind that provides a controller, as a panel does. Remove it when done. */
export function providerOf(
  controller: LocalCallController,
  parent: ParentNode & Node = document.body,
): HTMLElement {
  const host = document.createElement('div');
  new ContextProvider(host, { context: controllerContext, initialValue: controller });
  parent.appendChild(host);
  return host;
}

/** An element of this tag with the controller, connected and rendered. */
export async function mount<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  controller: LocalCallController | undefined,
  parent: ParentNode & Node = document.body,
): Promise<HTMLElementTagNameMap[K] & CtiElement> {
  const element = document.createElement(tag) as HTMLElementTagNameMap[K] & CtiElement;
  if (controller) element.controller = controller;
  parent.appendChild(element);
  await element.updateComplete;
  return element;
}
