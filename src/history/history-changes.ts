import * as v from 'valibot';
import { outsideZones, type Undo } from '../base/clock.js';
import { Listeners } from '../base/listeners.js';
import type { HistoryChange } from './call-history.js';

const message = v.object({
  ids: v.exactOptional(v.pipe(v.array(v.pipe(v.string(), v.maxLength(100))), v.maxLength(1_000))),
});

/** Tells of changes here and in every other tab of this browser that has the same user. */
export class HistoryChanges {
  readonly #listeners = new Listeners<HistoryChange>(() => undefined);
  readonly #channel: BroadcastChannel | undefined;

  /** @param name of the channel; without one nobody else is told */
  constructor(name?: string) {
    this.#channel = name === undefined ? undefined : open(name);
    outsideZones(() =>
      this.#channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
        const parsed = v.safeParse(message, data);
        // Another release may say it in other words: it is news all the same.
        this.#listeners.emit(parsed.success ? parsed.output : {});
      }),
    );
  }

  tell(change: HistoryChange): void {
    this.#channel?.postMessage(change);
    this.#listeners.emit(change);
  }

  subscribe(listener: (change: HistoryChange) => void): Undo {
    return this.#listeners.add(listener);
  }

  dispose(): void {
    this.#channel?.close();
    this.#listeners.clear();
  }
}

function open(name: string): BroadcastChannel | undefined {
  try {
    return new BroadcastChannel(name);
  } catch {
    // An opaque origin has none, and no other tab to tell.
    return undefined;
  }
}
