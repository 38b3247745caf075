import type { CallSnapshot, CtiSnapshot } from '../controller/snapshot.js';
import type { AnnouncerWords } from './announcer.js';

/** What far ends do with calls that go on: each is said once. */
export class TransferNews {
  readonly #words: Pick<AnnouncerWords, 'asked' | 'takenOver'>;
  #before: ReadonlyMap<string, CallSnapshot> = new Map();

  constructor(words: Pick<AnnouncerWords, 'asked' | 'takenOver'>) {
    this.#words = words;
  }

  follow({ calls }: CtiSnapshot): readonly string[] {
    const before = this.#before;
    this.#before = new Map(calls.map((call) => [call.id, call]));
    return calls.flatMap((call) => {
      const last = before.get(call.id);
      if (last?.phase !== 'connected') return [];
      // Another dialog with the far end of the same call: who it is may look the same (a PBX that names itself).
      if (last.pbxId !== call.pbxId) return [this.#words.takenOver(call)];
      return call.transferAsked && !last.transferAsked ? [this.#words.asked(call)] : [];
    });
  }
}
