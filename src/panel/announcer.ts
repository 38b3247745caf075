import { systemClock, type Clock, type Undo } from '../base/clock.js';
import type { CallController } from '../controller/call-controller.js';
import type { CallSnapshot, Connection, CtiSnapshot } from '../controller/snapshot.js';
import { together } from './listen.js';

/** A line that flaps is announced no more often than this. */
const problemsMax = 3;
const problemsWindowMs = 60_000;

/** What the two live regions of the panel say: `alert` is `role="alert"`, `status` is `role="status"`. */
export interface Announcements {
  readonly alert: string;
  readonly status: string;
}

/** Sentences in the language in force; called when there is something to say. */
export interface AnnouncerWords {
  incoming(call: CallSnapshot): string;
  connection(snapshot: CtiSnapshot): string;
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
    const calls = new CallAnnouncements(words);
    const line = new LineAnnouncements(words, this.#clock, () => follow());
    let shown: Announcements = { alert: '', status: '' };
    let said = '';
    let ended = controller.snapshot.lastEnded;
    const follow = (): void => {
      const { snapshot } = controller;
      const { lastEnded } = snapshot;
      const alert = calls.follow(snapshot);
      const state = line.follow(snapshot);
      // What was said is not said again because the other falls silent.
      const news = state === said ? [] : [state];
      if (lastEnded !== ended) news.push(lastEnded ? words.ended(lastEnded) : '');
      [said, ended] = [state, lastEnded];
      const status = news.length > 0 ? news.filter(Boolean).join(' ') : shown.status;
      if (alert === shown.alert && status === shown.status) return;
      shown = { alert, status };
      show(shown);
    };
    follow();
    return together(controller.subscribe(follow), () => line.dispose());
  }
}

class CallAnnouncements {
  readonly #words: AnnouncerWords;
  #announced = new Map<string, string>();
  #text = '';

  constructor(words: AnnouncerWords) {
    this.#words = words;
  }

  follow({ calls }: CtiSnapshot): string {
    const offered = calls.filter(({ phase }) => phase === 'offered');
    const fresh = offered.filter(({ id }) => !this.#announced.has(id));
    this.#announced = new Map(
      offered.map((call) => [call.id, this.#announced.get(call.id) ?? this.#words.incoming(call)]),
    );
    const last = fresh.at(-1);
    if (last) this.#text = this.#announced.get(last.id) ?? '';
    // Emptied in between, the same words for the next call are a change, and are read.
    else if (offered.length === 0) this.#text = '';
    return this.#text;
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
