import { expect } from '@open-wc/testing';
import type { CtiElement } from '../../../src/context/cti-element.js';
import '../../../src/define.js';
import { defineLateElements } from '../../../src/define/late-elements.js';
import {
  benchIn,
  providerOf,
  stateNames,
  type BenchOptions,
  type ElementBench,
  type StateName,
} from './bench.js';
import { manifestOf, namesOf } from './manifest.js';
import { watchLeaks } from './watch-leaks.js';

defineLateElements();

type Tag = keyof HTMLElementTagNameMap;

export interface SuiteOptions {
  /** Sets what the element needs beside a controller, before it is connected: `action` of an action button. */
  readonly prepare?: (element: CtiElement) => void;
  /** The states it is looked at in; all of them by default. */
  readonly states?: readonly StateName[];
  /** What the bench is made with. */
  readonly bench?: BenchOptions;
}

type ElementClass = typeof HTMLElement & { readonly parts?: readonly string[] };

function classOf(tag: Tag): ElementClass {
  const found = customElements.get(tag);
  if (!found) throw new Error(`${tag} is not in src/define.ts, nor late`);
  return found;
}

/** All parts in the element's own shadow tree, and those that it passes on. */
function partsIn(element: CtiElement): string[] {
  const all = [...(element.shadowRoot?.querySelectorAll('*') ?? [])];
  const own = all.flatMap((node) => [...node.part]);
  const passed = all.flatMap((node) => node.getAttribute('exportparts')?.split(',') ?? []);
  return [...own, ...passed.map((pair) => pair.split(':').at(-1)!.trim())].filter(Boolean);
}

function controlsIn(element: CtiElement): HTMLButtonElement[] {
  return [...(element.shadowRoot?.querySelectorAll<HTMLButtonElement>('button, input') ?? [])];
}

/**
 * What every element must stand, beside the tests of its own: axe in each state, no controller, no listeners left,
 * parts and events as the manifest says, another panel, another document, late upgrade, `for`.
 */
export function describeElement(tag: Tag, options: SuiteOptions = {}): void {
  const { prepare = () => undefined, states = stateNames, bench: benchOptions = {} } = options;
  describe(`${tag}, as every element`, () => {
    const benches: ElementBench[] = [];
    const nodes: Element[] = [];

    async function benchOf(state: StateName = 'idle'): Promise<ElementBench> {
      const bench = await benchIn(state, benchOptions);
      benches.push(bench);
      return bench;
    }
    function keep<T extends Element>(node: T): T {
      nodes.push(node);
      return node;
    }
    async function element(
      bench: ElementBench | undefined,
      parent?: ParentNode & Node,
    ): Promise<CtiElement> {
      const made = document.createElement(tag) as CtiElement;
      prepare(made);
      if (bench) made.controller = bench.controller;
      (parent ?? document.body).appendChild(keep(made));
      await made.updateComplete;
      return made;
    }
    afterEach(() => {
      nodes.splice(0).forEach((node) => node.remove());
      benches.splice(0).forEach(({ controller }) => controller.dispose());
      document.documentElement.style.removeProperty('color-scheme');
    });

    for (const state of states) {
      it(`is accessible: ${state}`, async () => {
        const made = await element(await benchOf(state));
        await expect(made).to.be.accessible();
      });
    }

    it('is accessible in the dark', async () => {
      document.documentElement.style.setProperty('color-scheme', 'dark');
      const ground = keep(document.createElement('div'));
      ground.style.setProperty('background', '#191e25');
      document.body.append(ground);
      for (const state of states) await element(await benchOf(state), ground);
      await expect(ground).to.be.accessible();
    });

    it('renders disabled without a controller', async () => {
      const failures: unknown[] = [];
      const note = (event: ErrorEvent | PromiseRejectionEvent): void => {
        failures.push('reason' in event ? event.reason : event.error);
      };
      window.addEventListener('error', note);
      window.addEventListener('unhandledrejection', note);
      const made = await element(undefined);
      expect(made.activeController).to.equal(undefined);
      for (const control of controlsIn(made)) {
        expect(control.disabled, control.part.value).to.equal(true);
      }
      await expect(made).to.be.accessible();
      made.remove();
      // A page in the background has no frames.
      await new Promise((resolve) => setTimeout(resolve));
      window.removeEventListener('error', note);
      window.removeEventListener('unhandledrejection', note);
      expect(failures).to.deep.equal([]);
    });

    it('leaves no listener, interval or subscription behind', async () => {
      const { controller } = await benchOf(states.includes('talking') ? 'talking' : states[0]);
      const leaks = watchLeaks(controller);
      try {
        const made = document.createElement(tag) as CtiElement;
        prepare(made);
        made.controller = leaks.controller!;
        for (let turn = 0; turn < 2; turn += 1) {
          document.body.append(keep(made));
          await made.updateComplete;
          expect(leaks.held(), 'something is subscribed to').to.include('subscribe');
          made.remove();
          await made.updateComplete;
          expect(leaks.held()).to.deep.equal([]);
        }
      } finally {
        leaks.stop();
      }
    });

    it('has the parts and events that the manifest names', async () => {
      const manifest = await manifestOf(tag);
      const declared = namesOf(manifest.cssParts);
      expect(declared).to.include.members([...(classOf(tag).parts ?? [])]);
      const events: string[] = [];
      for (const state of states) {
        const made = document.createElement(tag) as CtiElement;
        const dispatch = made.dispatchEvent.bind(made);
        made.dispatchEvent = (event) => {
          if (event.type.startsWith('cti-')) events.push(event.type);
          return dispatch(event);
        };
        prepare(made);
        made.controller = (await benchOf(state)).controller;
        document.body.append(keep(made));
        await made.updateComplete;
        expect(declared, state).to.include.members(partsIn(made));
      }
      expect(namesOf(manifest.events)).to.include.members(events);
    });

    it('follows the panel it is moved to', async () => {
      const [first, second] = [await benchOf(), await benchOf()];
      const made = document.createElement(tag) as CtiElement;
      prepare(made);
      keep(providerOf(first.controller)).append(made);
      expect(made.activeController).to.equal(first.controller);
      await made.updateComplete;
      keep(providerOf(second.controller)).append(made);
      expect(made.activeController).to.equal(second.controller);
      await made.updateComplete;
    });

    it('keeps its controller and its looks in another document', async () => {
      const { controller } = await benchOf();
      const made = document.createElement(tag) as CtiElement;
      prepare(made);
      keep(providerOf(controller)).append(made);
      await made.updateComplete;
      const sheets = made.shadowRoot!.adoptedStyleSheets.length;
      const frame = keep(document.createElement('iframe'));
      document.body.append(frame);
      frame.contentDocument!.body.append(made);
      await made.updateComplete;
      expect(made.ownerDocument).to.equal(frame.contentDocument);
      expect(made.activeController).to.equal(controller);
      expect(made.shadowRoot!.adoptedStyleSheets.length).to.equal(sheets);
      document.body.append(keep(made));
      await made.updateComplete;
      expect(made.shadowRoot!.adoptedStyleSheets.length).to.equal(sheets);
    });

    it('is upgraded late, with its properties set before', async () => {
      const { controller } = await benchOf();
      const late = `${tag}-late-${Math.random().toString(36).slice(2)}`;
      const [inside, byHand] = [document.createElement(late), document.createElement(late)];
      keep(providerOf(controller)).append(inside);
      Object.assign(byHand, { controller });
      document.body.append(keep(byHand));
      customElements.define(late, class extends classOf(tag) {});
      for (const made of [inside, byHand]) {
        await Reflect.get(made, 'updateComplete');
        expect(Reflect.get(made, 'activeController')).to.equal(controller);
      }
    });

    it('belongs to the panel named by `for`, also one that comes later', async () => {
      const { controller } = await benchOf();
      const made = document.createElement(tag) as CtiElement;
      prepare(made);
      const id = `panel-${Math.random().toString(36).slice(2)}`;
      made.setAttribute('for', id);
      document.body.append(keep(made));
      await made.updateComplete;
      expect(made.activeController).to.equal(undefined);
      const panel = keep(document.createElement('cti-panel'));
      panel.id = id;
      panel.setAttribute('manual', '');
      Object.assign(panel, { controller });
      document.body.append(panel);
      await panel.updateComplete;
      await made.updateComplete;
      expect(made.activeController).to.equal(controller);
    });
  });
}
