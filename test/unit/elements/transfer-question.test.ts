import { expect } from '@open-wc/testing';
import '../../../src/define/cti-call-info.js';
import { CallInfoBench } from './call-info-bench.js';
import { hostileNames } from './showing.js';

describe('the question of a far end that wishes to be replaced', () => {
  const desk = new CallInfoBench();
  const answers: [string, boolean][] = [];
  beforeEach(() => answers.splice(0));

  async function ask(displayName?: string): Promise<string> {
    await desk.show('talking');
    const { controller } = desk.bench;
    controller.answerTransfer = (...given) => void answers.push(given);
    const target = { number: '600', ...(displayName === undefined ? {} : { displayName }) };
    desk.become({ transferAsked: target });
    await desk.updated();
    return controller.snapshot.currentCallId!;
  }
  /** Later than a finger that was on its way. */
  async function later(): Promise<void> {
    desk.bench.clock.advance(500);
    await desk.updated();
  }

  it('is not there without one', async () => {
    await desk.show('talking');
    expect(desk.part('question')).to.equal(undefined);
  });

  it('says who and to whom, in both languages', async () => {
    await ask('Beta');
    expect(desk.part('question')).to.contain('Anna Schmidt wants to connect you with Beta, 600');
    expect([desk.part('follow'), desk.part('stay')]).to.deep.equal([
      'Call Beta, 600',
      'Stay on this call',
    ]);
    desk.info.lang = 'ru';
    await desk.updated();
    expect(desk.part('question')).to.contain('Anna Schmidt хочет соединить вас с Beta, 600');
  });

  it('keeps what the far end calls the target as text, and its number', async () => {
    await ask(hostileNames[0]);
    expect(desk.info.shadowRoot!.querySelector('img')).to.equal(null);
    expect(desk.part('follow')).to.equal(`Call ${hostileNames[0]}, 600`);
  });

  it('takes a yes and a no', async () => {
    const id = await ask();
    await later();
    desk.button('follow').click();
    desk.button('stay').click();
    expect(answers).to.deep.equal([
      [id, true],
      [id, false],
    ]);
  });

  it('takes no press that was under way when it came', async () => {
    await ask();
    desk.button('follow').click();
    expect(answers).to.deep.equal([]);
  });

  it('is gone once it is void', async () => {
    await ask();
    desk.info.controller = desk.bench.controller;
    await desk.updated();
    expect(desk.part('question')).to.equal(undefined);
  });
});
