import { systemClock, type Clock, type Undo } from '../base/clock.js';
import type { CallController } from '../controller/call-controller.js';
import { listen, together, type PageWindow } from './listen.js';

/** How often the clock is looked at, and how late a timer has to be to mean that the machine slept. */
const beatMs = 2_000;
const lateMs = 5_000;
/** Waking up is told by several events at once: one signal says it. */
const burstMs = 1_000;

/** Tells the controller what the browser knows of the network and of the page: it then probes or tries again. */
export class PageSignals {
  readonly #clock: Clock;

  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
  }

  attach(controller: CallController, view: PageWindow): Undo {
    const { document } = view;
    const resumed = this.#resumed(controller);
    if (!view.navigator.onLine) controller.signal('offline');
    return together(
      listen(view, 'online', () => controller.signal('online')),
      listen(view, 'offline', () => controller.signal('offline')),
      listen(view, 'pageshow', ({ persisted }) => {
        if (persisted) resumed();
      }),
      listen(document, 'resume', resumed),
      listen(document, 'visibilitychange', () => {
        if (document.visibilityState === 'visible') resumed();
      }),
      this.#watchTimers(resumed),
    );
  }

  #resumed(controller: CallController): () => void {
    let told = -Infinity;
    return () => {
      const now = this.#clock.now();
      if (Math.abs(now - told) < burstMs) return;
      told = now;
      controller.signal('resumed');
    };
  }

  /** A suspended machine fires no event: its timers are late (SIP.js issue 1001). */
  #watchTimers(resumed: () => void): Undo {
    let stop: Undo = () => undefined;
    const beat = (): void => {
      const due = this.#clock.now() + beatMs;
      stop = this.#clock.schedule(beatMs, () => {
        if (this.#clock.now() - due > lateMs) resumed();
        beat();
      });
    };
    beat();
    return () => stop();
  }
}
