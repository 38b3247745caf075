import type { Undo } from '../base/clock.js';
import type { HistoryServices } from '../context/panel-services.js';

/**
 * Has it said once how many calls were missed: when a panel comes to a history with some, and whenever there are more.
 * One that has just been missed here is announced by its end already: then only the next count is news.
 */
export class MissedCalls {
  readonly #say: (count: number) => void;
  readonly #isSaid: (id: string) => boolean;
  #history: HistoryServices | undefined;
  #undo: Undo | undefined;
  #count = 0;
  /** Questions that are not answered yet: what is said meanwhile may be in their answers. */
  readonly #open = new Set<{ isSaid: boolean }>();

  /**
   * @param say 0: nothing any more
   * @param isSaid whether the end of this call is announced here
   */
  constructor(say: (count: number) => void, isSaid: (id: string) => boolean) {
    this.#say = say;
    this.#isSaid = isSaid;
  }

  follow(history: HistoryServices | undefined): void {
    if (history === this.#history) return;
    this.#undo?.();
    this.#history = history;
    this.#count = 0;
    this.#undo = history?.subscribe(({ ids = [] }) => void this.#ask(ids.some(this.#isSaid)));
    void this.#ask(false);
  }

  async #ask(isSaid: boolean): Promise<void> {
    const history = this.#history;
    const question = { isSaid };
    if (isSaid) for (const earlier of this.#open) earlier.isSaid = true;
    this.#open.add(question);
    // What cannot be read is told by the history.
    const count = (await history?.missedCount().catch(() => 0)) ?? 0;
    this.#open.delete(question);
    if (history !== this.#history || count === this.#count) return;
    const isNews = count > this.#count && !question.isSaid;
    this.#count = count;
    this.#say(isNews ? count : 0);
  }
}
