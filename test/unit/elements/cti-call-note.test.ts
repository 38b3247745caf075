import { expect } from '@open-wc/testing';
import '../../../src/define/cti-call-note.js';
import type { CtiCallNote } from '../../../src/elements/cti-call-note.js';
import { callRecord } from '../../support/call-records.js';
import { fakeHistory, lend, type FakeHistory } from '../../support/fake-history.js';
import { until } from '../../support/until.mjs';
import {
  benchIn,
  caller,
  providerOf,
  settle,
  type BenchOptions,
  type ElementBench,
} from './bench.js';
import { describeElement } from './suite.js';

describeElement('cti-call-note', { states: ['talking', 'idle'] });

describe('cti-call-note', () => {
  let bench: ElementBench;
  let host: HTMLElement;
  let fake: FakeHistory;
  let element: CtiCallNote;
  const show = async (options: BenchOptions = {}): Promise<string> => {
    bench = await benchIn('talking', options);
    host = providerOf(bench.controller);
    fake = fakeHistory();
    lend(host, { history: fake.services });
    element = document.createElement('cti-call-note');
    host.append(element);
    await element.updateComplete;
    return bench.controller.snapshot.currentCallId!;
  };
  const field = (): HTMLTextAreaElement | null => element.shadowRoot!.querySelector('textarea');
  const type = (text: string): void => {
    field()!.value = text;
    field()!.dispatchEvent(new InputEvent('input'));
  };
  const noteOf = (id: string): string | undefined =>
    bench.controller.snapshot.calls.find((call) => call.id === id)?.note;
  afterEach(() => {
    host.remove();
    bench.controller.dispose();
  });

  it('is saved as it is typed', async () => {
    const id = await show();
    expect(field()!.ariaLabel).to.equal('Note on the call with Anna Schmidt');
    type('Wants');
    expect(noteOf(id)).to.equal('Wants');
    await element.updateComplete;
    expect(field()!.value).to.equal('Wants');
  });

  it('of a call that is over, is saved at once when the field or the page is left', async () => {
    const id = await show();
    await fake.memory.save(callRecord({ id }));
    await bench.controller.send({ type: 'end' });
    await element.updateComplete;
    const kept = async (): Promise<string | undefined> => (await fake.memory.get(id))?.note;
    type('one');
    field()!.dispatchEvent(new FocusEvent('blur'));
    await until(async () => (await kept()) === 'one');
    type('two');
    window.dispatchEvent(new PageTransitionEvent('pagehide'));
    await until(async () => (await kept()) === 'two');
    type('three');
    element.remove();
    await until(async () => (await kept()) === 'three');
  });

  it('goes on after the end, in the record, without losing a letter', async () => {
    const id = await show();
    await fake.memory.save(callRecord({ id }));
    type('before');
    expect(noteOf(id)).to.equal('before');
    const before = field();
    await bench.controller.send({ type: 'end' });
    await element.updateComplete;
    expect(field()).to.equal(before);
    expect(field()!.value).to.equal('before');
    type('before, after');
    await until(async () => (await fake.memory.get(id))?.note === 'before, after');
    await element.updateComplete;
    expect(field()!.value).to.equal('before, after');
  });

  it('is about the next call when there is one, and keeps what was typed for the last', async () => {
    const id = await show();
    await fake.memory.save(callRecord({ id }));
    await bench.controller.send({ type: 'end' });
    type('late');
    bench.line.receiveCall({ ...caller, displayName: 'Bob' });
    await settle();
    await element.updateComplete;
    expect(field()!.value).to.equal('');
    type('for Bob');
    await until(async () => (await fake.memory.get(id))?.note === 'late');
    await until(() => noteOf(bench.controller.snapshot.currentCallId!) === 'for Bob');
  });

  it('is not there where the page has no notes', async () => {
    await show({ settings: { features: { notes: false } } });
    expect(field()).to.equal(null);
  });
});
