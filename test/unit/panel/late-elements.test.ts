import { expect } from '@open-wc/testing';
import type { Undo } from '../../../src/base/clock.js';
import { CtiError } from '../../../src/base/error.js';
import {
  attachLateElements,
  loadLateElements,
  registerLateElements,
} from '../../../src/panel/late-elements.js';
import { elementBench, offlineBench, type ElementBench } from '../elements/bench.js';
import { until } from './parts-bench.js';

const undos: Undo[] = [];
let tag: string;
let asked: number;
let answers: (() => Promise<void>)[];

function attach({ controller }: ElementBench): string[] {
  const told: string[] = [];
  undos.push(
    attachLateElements(controller, window, () => 'It did not come'),
    controller.observe(({ type, detail }) => {
      if (type === 'error') told.push(detail.error.reason);
    }),
    () => controller.dispose(),
  );
  return told;
}

async function rejection(of: Promise<unknown>): Promise<CtiError> {
  const thrown: unknown = await of.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (!(thrown instanceof CtiError)) throw new Error(`rejected with ${String(thrown)}`);
  return thrown;
}

describe('elements that come late', () => {
  beforeEach(() => {
    tag = `x-late-${Math.random().toString(36).slice(2)}`;
    asked = 0;
    answers = [];
    registerLateElements(tag, async () => {
      asked += 1;
      await answers.shift()?.();
      customElements.define(tag, class extends HTMLElement {});
    });
  });
  afterEach(async () => {
    undos.splice(0).forEach((undo) => undo());
    // The next test's are loaded by themselves.
    await loadLateElements();
  });

  it('are there before the window opens; the command waits, and shows that it does', async () => {
    const bench = offlineBench();
    attach(bench);
    let come: () => void = () => undefined;
    answers = [() => new Promise((resolve) => (come = resolve))];
    const opened = bench.controller.send({ type: 'open-window' }, { source: 'operator' });
    await until(() => asked === 1);
    expect(bench.controller.snapshot.window).to.equal(undefined);
    expect(bench.controller.snapshot.requests.map(({ command }) => command.type)).to.deep.equal([
      'open-window',
    ]);
    come();
    await opened;
    expect(customElements.get(tag)).to.not.equal(undefined);
    expect(bench.controller.snapshot.window).to.equal('calls');
  });

  it('that cannot be loaded are told, in words and as an error, and asked for again', async () => {
    const bench = offlineBench();
    const told = attach(bench);
    answers = [() => Promise.reject(new TypeError('Failed to fetch'))];
    const error = await rejection(bench.controller.send({ type: 'open-window' }));
    expect([error.reason, error.operatorText]).to.deep.equal(['refused', 'It did not come']);
    expect(told).to.deep.equal(['service-unavailable']);
    expect(bench.controller.snapshot.window).to.equal(undefined);
    await bench.controller.send({ type: 'open-window' });
    expect(bench.controller.snapshot.window).to.equal('calls');
    expect(asked).to.equal(2);
  });

  it('are loaded while the browser is idle once the line is online, and not before', async () => {
    const offline = offlineBench();
    attach(offline);
    await new Promise((resolve) => requestIdleCallback(resolve));
    expect(asked).to.equal(0);
    await offline.controller.connect();
    await until(() => asked === 1);
    await loadLateElements();
    const online = await elementBench();
    attach(online);
    await new Promise((resolve) => requestIdleCallback(resolve));
    expect(asked).to.equal(1);
  });

  it('delay no command but the window, and not that once they are there', async () => {
    const bench = await elementBench();
    attach(bench);
    answers = [() => new Promise(() => undefined)];
    void bench.controller.send({ type: 'dial', target: '600' });
    expect(bench.controller.snapshot.mode).to.equal('outgoing');
    expect(bench.controller.snapshot.requests).to.deep.equal([]);
    customElements.define(tag, class extends HTMLElement {});
    void bench.controller.send({ type: 'open-window' });
    expect(bench.controller.snapshot.window).to.equal('calls');
  });
});
