import { systemClock, type Clock } from '../base/clock.js';

/** A finger that was on its way when a button changed arrives within this time, in ms. */
export const shieldMs = 400;

/**
 * Keeps a press meant for what was there before from doing what is there now. What a button is for is its `meaning`:
 * its action and its call, as text; `undefined` while it is for nothing.
 *
 * A press counts if it began with the same meaning, and not within 400 ms of a change of it. A button that was for
 * nothing is new to the operator, and counts at once.
 */
export class ClickShield {
  readonly #clock: Clock;
  #meaning: string | undefined;
  #changedAt = -Infinity;
  /** What the button meant when the press under way began. */
  #pressed: { readonly meaning: string | undefined } | undefined;

  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
  }

  /** `takenOverAt`: when what was in this place before went away, in ms since the epoch. */
  mean(meaning: string | undefined, takenOverAt = -Infinity): void {
    if (meaning === this.#meaning) return;
    const now = this.#clock.now();
    const fresh = this.#meaning === undefined && now - this.#changedAt >= shieldMs;
    this.#changedAt = fresh ? takenOverAt : now;
    this.#meaning = meaning;
  }

  /** Whether a press now may have been meant for what was there before. A clock that was set back blocks nothing. */
  get isUp(): boolean {
    const sinceChange = this.#clock.now() - this.#changedAt;
    return sinceChange >= 0 && sinceChange < shieldMs;
  }

  /** The operator has seen what is there: the next press is meant for it. */
  lower(): void {
    this.#changedAt = -Infinity;
  }

  readonly pointerDown = (): void => {
    this.#pressed = { meaning: this.#meaning };
  };

  /** A key that is held goes on pressing whatever is there: only the first press counts. */
  readonly keyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    if (event.repeat) event.preventDefault();
    else this.pointerDown();
  };

  /** Is this click meant for what the button is now? Assistive technology clicks without a press. */
  accepts(click: Event): boolean {
    const pressed = this.#pressed;
    this.#pressed = undefined;
    const byPointer = click instanceof UIEvent && click.detail > 0;
    const began = pressed ? pressed.meaning === this.#meaning : !byPointer;
    return began && !this.isUp;
  }
}
