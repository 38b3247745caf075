import { expect } from '@open-wc/testing';
import { CtiError } from '../../../src/base/error.js';
import { type Check, check, type CheckRun } from '../check.js';

function reasonOfParsing(run: CheckRun, dialString: string): string {
  try {
    return `accepted as ${run.transport.parseTarget(dialString).number}`;
  } catch (thrown) {
    return thrown instanceof CtiError ? thrown.reason : `not typed: ${String(thrown)}`;
  }
}

export const lineChecks: readonly Check[] = [
  check('answers connect() with one line-opened that says where and what', async (run) => {
    run.connect();
    const opened = await run.monitor.next('line-opened');
    expect(opened.server).to.equal(run.bench.server);
    expect(opened.capabilities.hold).to.be.true;
    expect(await run.reported()).to.deep.equal([]);
    expect(run.monitor.count('line-opened')).to.equal(1);
  }),
  check(
    'answers connect() with one line-failed when the server cannot be reached, and tries no more',
    async (run) => {
      await run.bench.loseLine();
      run.connect();
      const { error, final } = await run.monitor.next('line-failed');
      expect(error).to.be.instanceOf(CtiError);
      expect(final).to.be.false;
      await run.bench.restoreLine();
      expect(await run.reported()).to.deep.equal([]);
    },
  ),
  check(
    'reports the loss of an open line once, does not come back by itself, and opens again when asked',
    async (run) => {
      await run.open();
      await run.bench.loseLine();
      await run.monitor.next('line-failed');
      await run.bench.restoreLine();
      expect(await run.reported()).to.deep.equal([]);
      await run.open();
      expect(run.monitor.count('line-failed')).to.equal(1);
    },
  ),
  check('closes: disconnect() resolves after line-closed', async (run) => {
    await run.open();
    await run.transport.disconnect();
    expect(run.monitor.count('line-closed')).to.equal(1);
    await run.open();
    expect(run.monitor.count('line-opened')).to.equal(2);
  }),
  check('gives no answer to a connect() that disconnect() overtook', async (run) => {
    run.connect();
    await run.transport.disconnect();
    await run.bench.settle();
    expect(run.monitor.events.map(({ type }) => type)).to.deep.equal(['line-closed']);
  }),
  check('closes a line that was never open', async (run) => {
    await run.transport.disconnect();
    expect(run.monitor.events.map(({ type }) => type)).to.deep.equal(['line-closed']);
  }),
  check('says nothing to the probe of a line that lives', async (run) => {
    await run.open();
    run.transport.probe();
    expect(await run.reported()).to.deep.equal([]);
  }),
  check('parses dial strings, and refuses what is none with invalid-target', async (run) => {
    const parse = (text: string): string => run.transport.parseTarget(text).number;
    expect(parse('+49 30 1234567')).to.equal('+49301234567');
    expect(parse('8 (495) 123-45-67')).to.equal('84951234567');
    expect(parse('tel:+1-202-555-0101')).to.equal('+12025550101');
    expect(parse('sip:alice@example.com')).to.equal('alice@example.com');
    expect(parse('*72')).to.equal('*72');
    expect(parse('600')).to.equal('600');
    const hostile = ['', '   ', '600\r\nX-Evil: 1', '600;phone-context=x', 'sip:a@b?X=1', '<600>'];
    for (const text of hostile) {
      expect(reasonOfParsing(run, text), JSON.stringify(text)).to.equal('invalid-target');
    }
  }),
];
