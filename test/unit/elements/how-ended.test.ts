import { expect } from '@open-wc/testing';
import type { CallSnapshot } from '../../../src/controller/snapshot.js';
import { CtiElement } from '../../../src/context/cti-element.js';
import { howEnded } from '../../../src/elements/how-ended.js';
import { benchIn, settle } from './bench.js';

class Telling extends CtiElement {
  tell(call: CallSnapshot): string {
    return howEnded(this.localize, call);
  }
}
customElements.define('test-telling', Telling);

type End = NonNullable<CallSnapshot['end']>;

describe('how a call has ended', () => {
  let missed: CallSnapshot;

  /** In both languages. */
  async function told(change: Partial<End>, call: Partial<CallSnapshot> = {}): Promise<string[]> {
    const element = document.body.appendChild(new Telling());
    const words: string[] = [];
    for (const lang of ['en', 'ru']) {
      element.lang = lang;
      await element.updateComplete;
      words.push(element.tell({ ...missed, ...call, end: { ...missed.end!, ...change } }));
    }
    element.remove();
    return words;
  }

  before(async () => {
    const { line, controller } = await benchIn('incoming');
    line.remoteHangUp(line.callIds[0]!);
    await settle();
    missed = controller.snapshot.lastEnded!;
    controller.dispose();
  });

  for (const [reason, by] of [
    ['cancelled', 'remote'],
    ['no-answer', 'local'],
    ['unavailable', 'network'],
  ] as const) {
    it(`missed: came in, and ended as ${reason} by ${by}`, async () => {
      expect(await told({ reason, by })).to.deep.equal(['Missed call', 'Пропущенный звонок']);
    });
  }

  it('not missed: what somebody decided, what was answered, and our own calls', async () => {
    const connected = { times: { ...missed.times, connected: missed.times.started } };
    const others = [
      await told({ reason: 'declined', by: 'local' }),
      await told({ reason: 'answered-elsewhere', by: 'remote' }),
      await told({ reason: 'hangup', by: 'remote' }, connected),
      await told({ reason: 'no-answer', by: 'remote' }, { direction: 'outgoing' }),
      await told({ reason: 'microphone-denied', by: 'local' }),
    ];
    for (const words of others) {
      expect(words).not.to.include('Missed call');
      expect(words).not.to.include('Пропущенный звонок');
    }
  });
});
