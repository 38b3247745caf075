import { systemClock, type Clock, type Undo } from '../base/clock.js';
import type { CallController } from '../controller/call-controller.js';
import type { CallSnapshot, Connection, CtiSnapshot } from '../controller/snapshot.js';
import { TransferNews } from './transfer-news.js';
import { together } from './listen.js';

/** A line that flaps is announced no more often than this. */
const problemsMax = 3;
const problemsWindowMs = 60_000;

/** A caller who is being looked up is announced no later than this; the telephone rings meanwhile. */
const lookupMs = 500;

/** What the two live regions of the panel say: `alert` is `role="alert"`, `status` is `role="status"`. */
export interface Announcements {
  readonly alert: string;
  readonly status: string;
}

/** Sentences in the language in force; called when there is something to say. */
export interface AnnouncerWords {
  incoming(call: CallSnapshot): string;
  /** Who a call is with, when that has become known after it was announced. */
  identified(call: CallSnapshot): string;
  connection(snapshot: CtiSnapshot): string;
  /** A far end wishes to be replaced by somebody else (`transferAsked`). */
  asked(call: CallSnapshot): string;
  /** Another party has taken the place of the far end. */
  takenOver(call: CallSnapshot): string;
  /** How a call has ended. */
  ended(call: CallSnapshot): string;
}

/**
 * Says to screen readers what the eye sees by itself: an incoming call once, interrupting; how it ended, and trouble
 * with the line, politely. The panel renders the regions from the start and empty: one that appears with its text is
 * not read.
 */
export class Announcer {
  readonly #clock: Clock;

  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
  }

  attach(
    controller: CallController,
    words: AnnouncerWords,
    show: (announcements: Announcements) => void,
  ): Undo {
    const calls = new CallAnnouncements(words, this.#clock, () => follow());
    const transfers = new TransferNews(words);
    const line = new LineAnnouncements(words, this.#clock, () => follow());
    let shown: Announcements = { alert: '', status: '' };
    let said = '';
    let ended = controller.snapshot.lastEnded;
    const follow = (): void => {
      const { snapshot } = controller;
      const { lastEnded } = snapshot;
      const { alert, news: names } = calls.follow(snapshot);
      const state = line.follow(snapshot);
      // What was said is not said again because the other falls silent.
      const news = state === said ? [...names] : [state, ...names];
      news.push(...transfers.follow(snapshot));
      if (lastEnded !== ended) news.push(lastEnded ? words.ended(lastEnded) : '');
      [said, ended] = [state, lastEnded];
      const status = news.length > 0 ? news.filter(Boolean).join(' ') : shown.status;
      if (alert === shown.alert && status === shown.status) return;
      shown = { alert, status };
      show(shown);
    };
    follow();
    return together(
      controller.subscribe(follow),
      () => calls.dispose(),
      () => line.dispose(),
    );
  }
}

/** Who is calling: said with the call when it is known soon, else politely when it becomes known. */
class CallAnnouncements {
  readonly #words: AnnouncerWords;
  readonly #clock: Clock;
  readonly #later: () => void;
  #announced = new Map<string, string>();
  /** Calls that are not announced yet, as their caller is being looked up: not for long. */
  readonly #waiting = new Map<string, { over: boolean; readonly stop: Undo }>();
  /** Calls that the directory is being asked about, and nobody has been told so much. */
  #unknown: ReadonlySet<string> = new Set();
  #text = '';

  constructor(words: AnnouncerWords, clock: Clock, later: () => void) {
    this.#words = words;
    this.#clock = clock;
    this.#later = later;
  }

  follow({ calls }: CtiSnapshot): { readonly alert: string; readonly news: readonly string[] } {
    const offered = calls.filter(({ phase }) => phase === 'offered');
    this.#stopWaiting((id) => !offered.some((call) => call.id === id));
    const fresh = offered.filter((call) => !this.#announced.has(call.id) && this.#isDue(call));
    const said = offered.filter((call) => this.#announced.has(call.id) || fresh.includes(call));
    this.#announced = new Map(
      said.map((call) => [call.id, this.#announced.get(call.id) ?? this.#words.incoming(call)]),
    );
    const last = fresh.at(-1);
    if (last) this.#text = this.#announced.get(last.id) ?? '';
    // Emptied in between, the same words for the next call are a change, and are read.
    else if (offered.length === 0) this.#text = '';
    return { alert: this.#text, news: this.#identified(calls) };
  }

  dispose(): void {
    this.#stopWaiting(() => true);
  }

  #isDue({ id, identity }: CallSnapshot): boolean {
    const waiting = this.#waiting.get(id);
    if (identity.state !== 'searching') {
      this.#stopWaiting((other) => other === id);
      return true;
    }
    if (waiting) return waiting.over;
    const stop = this.#clock.schedule(lookupMs, () => {
      const entry = this.#waiting.get(id);
      if (entry) entry.over = true;
      this.#later();
    });
    this.#waiting.set(id, { over: false, stop });
    return false;
  }

  #stopWaiting(which: (id: string) => boolean): void {
    for (const [id, { stop }] of this.#waiting) {
      if (!which(id)) continue;
      stop();
      this.#waiting.delete(id);
    }
  }

  /** Those who were announced as a number, or dialled as one, and have a name now. */
  #identified(calls: readonly CallSnapshot[]): readonly string[] {
    const named = calls.filter(
      ({ id, identity: { state }, customer }) =>
        this.#unknown.has(id) && (state === 'one' || (state === 'many' && !customer)),
    );
    const isTold = ({ id, direction, phase }: CallSnapshot): boolean =>
      direction === 'outgoing' || phase !== 'offered' || this.#announced.has(id);
    this.#unknown = new Set(
      calls
        .filter((call) => call.identity.state === 'searching' && isTold(call))
        .map(({ id }) => id),
    );
    return named.map((call) => this.#words.identified(call));
  }
}

/** Trouble, and that it is over where the trouble was said. */
class LineAnnouncements {
  readonly #words: AnnouncerWords;
  readonly #clock: Clock;
  readonly #later: () => void;
  #stopWaiting: Undo | undefined;
  /** When something was said, ms since the epoch. */
  #times: readonly number[] = [];
  #said: Connection | undefined;
  #text = '';

  constructor(words: AnnouncerWords, clock: Clock, later: () => void) {
    this.#words = words;
    this.#clock = clock;
    this.#later = later;
  }

  follow(snapshot: CtiSnapshot): string {
    const { connection } = snapshot;
    if (connection === 'offline') this.#forget();
    const trouble = connection === 'reconnecting' || connection === 'failed';
    const over = connection === 'online' && this.#said !== undefined;
    if ((trouble || over) && connection !== this.#said && this.#maySpeak()) {
      this.#said = connection;
      this.#text = this.#words.connection(snapshot);
    }
    return this.#text;
  }

  dispose(): void {
    this.#stopWaiting?.();
  }

  #forget(): void {
    this.#said = undefined;
    this.#text = '';
  }

  #maySpeak(): boolean {
    const now = this.#clock.now();
    this.#times = this.#times.filter((at) => now - at < problemsWindowMs);
    const [first] = this.#times;
    if (first !== undefined && this.#times.length >= problemsMax) {
      // What was kept back is said then, if it is still so.
      this.#stopWaiting ??= this.#clock.schedule(first + problemsWindowMs - now, () => {
        this.#stopWaiting = undefined;
        this.#later();
      });
      return false;
    }
    this.#times = [...this.#times, now];
    return true;
  }
}
