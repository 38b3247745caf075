import { systemClock, type Clock, type Undo } from '../base/clock.js';
import { Listeners } from '../base/listeners.js';
import type { CallController } from '../controller/call-controller.js';

/** How long an idle controller waits for the next panel: a framework re-creates an element within one. */
const keepIdleMs = 10_000;

interface Entry {
  readonly controller: CallController;
  readonly companions: Undo;
  /** Panels that show it now. */
  panels: number;
  /** Ends the waiting for another panel. */
  stopKeeping: Undo | undefined;
}

/**
 * Controllers outlive the panels that made them: a panel that leaves the document ends no call. One that nobody shows
 * is kept for 10 s when idle, and until its last call has ended; a new panel for the same line adopts it.
 */
export class ControllerRegistry {
  readonly #entries = new Map<CallController, Entry>();
  readonly #clock: Clock;
  readonly #left: Listeners<CallController>;

  constructor(clock: Clock = systemClock, report: (thrown: unknown) => void = () => undefined) {
    this.#clock = clock;
    this.#left = new Listeners(report);
  }

  /**
   * Takes charge of a controller that the library made: when no panel has shown it for long enough it is disposed of.
   * @param companions what lives as long as the controller, whichever panel shows it (page signals, the tab's lock)
   */
  own(controller: CallController, companions: Undo = () => undefined): void {
    if (this.#entries.has(controller)) return companions();
    this.#entries.set(controller, { controller, companions, panels: 0, stopKeeping: undefined });
  }

  /** A panel shows this controller; the undo says that the panel has left. One the page made is the page's. */
  show(controller: CallController): Undo {
    const entry = this.#entries.get(controller);
    if (!entry) return () => undefined;
    entry.panels += 1;
    entry.stopKeeping?.();
    let shown = true;
    return () => {
      if (!shown) return;
      shown = false;
      entry.panels -= 1;
      if (entry.panels === 0 && this.#entries.has(controller)) this.#keep(entry);
    };
  }

  /** The controller of this line that no panel shows, if there is one; `show` it. */
  adopt(uri: string): CallController | undefined {
    for (const { controller, panels } of this.#entries.values()) {
      if (panels === 0 && controller.snapshot.uri === uri) return controller;
    }
    return undefined;
  }

  /**
   * Hears of each controller whose last panel has left: a panel that came before the other went (a transition shows
   * both for a while) can adopt it then.
   */
  onLeft(listener: (controller: CallController) => void): Undo {
    return this.#left.add(listener);
  }

  /** Disposes of a controller now, for example after signing out. */
  discard(controller: CallController): void {
    const entry = this.#entries.get(controller);
    if (!entry) return;
    this.#entries.delete(controller);
    entry.stopKeeping?.();
    entry.companions();
    controller.dispose();
  }

  #keep(entry: Entry): void {
    const { controller } = entry;
    let stopTimer: Undo | undefined;
    const follow = (): void => {
      const idle = controller.snapshot.calls.length === 0;
      if (!idle) stopTimer?.();
      if (!idle) stopTimer = undefined;
      else stopTimer ??= this.#clock.schedule(keepIdleMs, () => this.discard(controller));
    };
    const unsubscribe = controller.subscribe(follow);
    entry.stopKeeping = () => {
      unsubscribe();
      stopTimer?.();
      entry.stopKeeping = undefined;
    };
    follow();
    this.#left.emit(controller);
  }
}

/** The one of this page. */
export const controllerRegistry = new ControllerRegistry();
