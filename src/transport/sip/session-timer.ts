import type { Clock, Undo } from '../../base/clock.js';
import {
  sessionExpiresMinS,
  sessionExpiresS,
  sessionMarginMaxMs,
  sessionRefreshMinMs,
} from './constants.js';

export interface SessionTimerOptions {
  readonly clock: Clock;
  /** A re-INVITE is due. */
  onRefresh(): void;
  /** Nobody refreshed the session: it is over. */
  onExpired(): void;
}

/** The part of a message that is read here. */
interface HeaderSource {
  getHeader(name: string): string | undefined;
  getHeaders(name: string): readonly string[];
}

interface Interval {
  readonly seconds: number;
  readonly refresher: 'uac' | 'uas' | undefined;
}

function readInterval(message: HeaderSource): Interval | undefined {
  const text = message.getHeader('Session-Expires') ?? '';
  const match = /^\s*([0-9]{1,9})\s*((?:;.*)?)$/.exec(text);
  if (!match) return undefined;
  const refresher = /;\s*refresher\s*=\s*(uac|uas)\b/i.exec(match[2] ?? '')?.[1]?.toLowerCase();
  return {
    seconds: Number(match[1]),
    refresher: refresher === 'uac' || refresher === 'uas' ? refresher : undefined,
  };
}

function readMinimum(message: Pick<HeaderSource, 'getHeader'>): number {
  const seconds = /^\s*([0-9]{1,9})\b/.exec(message.getHeader('Min-SE') ?? '')?.[1];
  return Math.max(sessionExpiresMinS, Number(seconds ?? 0));
}

function knowsTimers(message: HeaderSource): boolean {
  const tags = message.getHeaders('Supported').join().split(',');
  return tags.some((tag) => tag.trim().toLowerCase() === 'timer');
}

/** Whether an INVITE asks for a shorter interval than we take, and is to be answered with 422 (RFC 4028 section 9). */
export function isIntervalTooSmall(invite: HeaderSource): boolean {
  const interval = readInterval(invite);
  return interval !== undefined && interval.seconds < sessionExpiresMinS && knowsTimers(invite);
}

/** What a 422 tells (RFC 4028 section 5). */
export const minimumHeader = `Min-SE: ${sessionExpiresMinS}`;

/**
 * The session timer of one dialog (RFC 4028): what its INVITEs and their answers say of it, when it is our turn to
 * refresh, and when the session has expired. A far end that knows nothing of it makes it stop.
 */
export class SessionTimer {
  readonly #options: SessionTimerOptions;
  #seconds = sessionExpiresS;
  #minimum = sessionExpiresMinS;
  #refreshing: 'us' | 'them' | undefined;
  #begun = false;
  #endsAt = 0;
  #stopExpiry: Undo | undefined;
  #stopRefresh: Undo | undefined;

  constructor(options: SessionTimerOptions) {
    this.#options = options;
  }

  /** The lines of an INVITE of ours: who refreshes stays who it is (section 7.4). */
  offer(): readonly string[] {
    // The far end has answered without it: it shall not be bothered again.
    if (this.#begun && !this.#refreshing) return [];
    const refresher = this.#refreshing && `;refresher=${this.#refreshing === 'us' ? 'uac' : 'uas'}`;
    return [`Session-Expires: ${this.#seconds}${refresher ?? ''}`, `Min-SE: ${this.#minimum}`];
  }

  /** Their 2xx to an INVITE of ours. */
  accepted(message: HeaderSource): void {
    const interval = readInterval(message);
    if (!interval) return this.#begin(undefined, 0);
    // It must say who refreshes; we do when it does not.
    this.#begin(interval.refresher === 'uas' ? 'them' : 'us', interval.seconds);
  }

  /**
   * Their 422 to an INVITE of ours (section 7.3).
   * @returns whether to try again with `offer()`: a larger interval is asked for than the one that we offered
   */
  tooSmall(message: Pick<HeaderSource, 'getHeader'>): boolean {
    const minimum = readMinimum(message);
    if (minimum <= this.#seconds && minimum <= this.#minimum) return false;
    this.#minimum = minimum;
    this.#seconds = Math.max(this.#seconds, minimum);
    return true;
  }

  /** The lines of our 2xx to an INVITE of theirs, with which the time begins (section 9). */
  answer(invite: HeaderSource): string[] {
    const interval = readInterval(invite);
    const known = knowsTimers(invite);
    if (!interval && !known) {
      this.#begin(undefined, 0);
      return [];
    }
    // Who knows nothing of it, and has it asked for by a proxy, cannot refresh.
    const theirs = interval?.refresher === 'uac' && known;
    const seconds = interval?.seconds ?? Math.max(sessionExpiresS, readMinimum(invite));
    this.#begin(theirs ? 'them' : 'us', seconds);
    const lines = [`Session-Expires: ${this.#seconds};refresher=${theirs ? 'uac' : 'uas'}`];
    return known ? [...lines, 'Require: timer'] : lines;
  }

  stop(): void {
    this.#stopExpiry?.();
    this.#stopRefresh?.();
  }

  #begin(refreshing: 'us' | 'them' | undefined, seconds: number): void {
    this.stop();
    this.#begun = true;
    this.#refreshing = refreshing;
    if (!refreshing) return;
    const { clock, onExpired } = this.#options;
    this.#seconds = Math.max(seconds, sessionExpiresMinS);
    const wholeMs = this.#seconds * 1_000;
    // A little before the end, so that the BYE still finds the dialog (section 10).
    const lifeMs = wholeMs - Math.min(sessionMarginMaxMs, wholeMs / 3);
    this.#endsAt = clock.now() + lifeMs;
    this.#stopExpiry = clock.schedule(lifeMs, onExpired);
    if (refreshing === 'us') this.#planRefresh(wholeMs / 2);
  }

  /** Half the interval is left for trying again, at shorter and shorter distances. */
  #planRefresh(delayMs: number): void {
    const { clock, onRefresh } = this.#options;
    this.#stopRefresh = clock.schedule(delayMs, () => {
      const leftMs = this.#endsAt - clock.now();
      if (leftMs / 2 >= sessionRefreshMinMs) this.#planRefresh(leftMs / 2);
      onRefresh();
    });
  }
}
