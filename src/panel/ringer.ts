import { systemClock, type Clock, type Undo } from '../base/clock.js';
import { Listeners } from '../base/listeners.js';
import type { CallController } from '../controller/call-controller.js';
import type { CtiSnapshot } from '../controller/snapshot.js';
import { listen, together, type PageWindow } from './listen.js';
import type { PanelSettings } from './settings.js';
import { renderTone, type Tone } from './tones.js';

type RingSettings = Pick<PanelSettings, 'ring' | 'ringVolume'>;

/** A context that may start does so well within this. */
const startMs = 300;
/** An idle context rests after this: starting one again takes a while. */
const restMs = 1_000;

const gestures = ['pointerdown', 'pointerup', 'keydown', 'click'] as const;

/** What TypeScript's DOM does not know yet (W3C Web Audio API section 1.2.4). */
type SinkContext = AudioContext & { setSinkId?(id: string): Promise<void> };

interface Playing {
  readonly tone: Tone;
  readonly source: AudioBufferSourceNode;
  readonly gain: GainNode;
}

/** What is to be heard: a ring tone, a quiet one beside a call, or nothing. */
function toneFor(
  { calls }: CtiSnapshot,
  ring: PanelSettings['ring'],
  hidden: boolean,
): Tone | undefined {
  const ringing = calls.some(({ phase, silenced }) => phase === 'offered' && !silenced);
  if (!ringing || ring === 'never' || (ring === 'hidden-only' && !hidden)) return undefined;
  return calls.some(({ phase }) => phase !== 'offered') ? 'waiting' : 'ring';
}

/**
 * Rings while a call waits to be answered, until it is silenced. Where the browser forbids sound before the first
 * gesture it says so (`blocked`), and rings from the next gesture on.
 */
export class Ringer {
  readonly #clock: Clock;
  readonly #heard: Listeners<boolean>;
  #attached: { readonly view: PageWindow; readonly settings: () => RingSettings } | undefined;
  #controller: CallController | undefined;
  #context: AudioContext | undefined;
  /** The context has run once: from then on browsers let it start without a gesture. */
  #unlocked = false;
  #blocked = false;
  #output = '';
  #playing: Playing | undefined;
  #stopWaiting: Undo | undefined;
  #detach: Undo | undefined;

  constructor(clock: Clock = systemClock, report: (thrown: unknown) => void = () => undefined) {
    this.#clock = clock;
    this.#heard = new Listeners(report);
  }

  /** The browser plays no sound before a gesture on the page: the panel shows a hint, a click on it is one. */
  get blocked(): boolean {
    return this.#blocked;
  }

  onBlockedChanged(listener: (blocked: boolean) => void): Undo {
    return this.#heard.add(listener);
  }

  attach(controller: CallController, view: PageWindow, settings: () => RingSettings): Undo {
    this.#detach?.();
    this.#controller = controller;
    this.#attached = { view, settings };
    const stop = together(
      controller.subscribe(() => this.refresh()),
      listen(view.document, 'visibilitychange', () => this.refresh()),
      ...gestures.map((type) => listen(view, type, this.#gesture, { capture: true })),
    );
    const detach = (): void => {
      if (this.#detach !== detach) return;
      this.#detach = undefined;
      stop();
      this.#close();
    };
    this.#detach = detach;
    this.refresh();
    return detach;
  }

  /** Follows settings that have changed. */
  refresh(): void {
    if (!this.#attached || !this.#controller) return;
    const { view, settings } = this.#attached;
    const { ring, ringVolume } = settings();
    const hidden = view.document.visibilityState === 'hidden';
    const tone = ringVolume > 0 ? toneFor(this.#controller.snapshot, ring, hidden) : undefined;
    if (tone !== this.#playing?.tone) {
      this.#silence();
      if (tone) this.#play(tone);
    }
    if (this.#playing) this.#playing.gain.gain.value = Math.min(1, ringVolume);
  }

  /** Rings by this output (`MediaDeviceInfo.deviceId`) from now on; without one, or where it is gone, by the default. */
  useOutput(id = ''): void {
    if (id === this.#output) return;
    this.#output = id;
    if (this.#context) this.#apply(this.#context);
  }

  /** To be called in a gesture of the operator: a click on the hint. */
  unblock(): void {
    const context = this.#useContext();
    if (!context) return;
    this.#resume(context);
    if (!this.#playing) this.#rest(context);
  }

  readonly #gesture = (): void => {
    const silent = this.#attached?.settings().ring === 'never';
    if ((this.#unlocked && !this.#blocked) || silent) return;
    this.unblock();
  };

  #play(tone: Tone): void {
    const context = this.#useContext();
    if (!context) return;
    const source = context.createBufferSource();
    const gain = context.createGain();
    source.buffer = renderTone(context, tone);
    source.loop = true;
    source.connect(gain).connect(context.destination);
    // The time of a context that does not run stands still: the tone begins when it may.
    source.start();
    this.#playing = { tone, source, gain };
    this.#resume(context);
    this.#wait(startMs, () => this.#setBlocked(context.state !== 'running'));
  }

  #silence(): void {
    const { source, gain } = this.#playing ?? {};
    this.#playing = undefined;
    source?.stop();
    source?.disconnect();
    gain?.disconnect();
    if (source && this.#context) this.#rest(this.#context);
  }

  #apply(context: SinkContext): void {
    // Firefox and Safari have none: they ring by their default.
    context.setSinkId?.(this.#output).catch(() => {
      if (this.#output) context.setSinkId?.('').catch(() => undefined);
    });
  }

  #resume(context: AudioContext): void {
    if (context.state === 'running') return this.#stateChanged(context);
    // Pending until a gesture (Chrome) or rejected: the state tells.
    context.resume().catch(() => undefined);
  }

  #rest(context: AudioContext): void {
    this.#wait(restMs, () => {
      if (context.state === 'running') context.suspend().catch(() => undefined);
    });
  }

  #useContext(): AudioContext | undefined {
    const { AudioContext: Context } = (this.#attached?.view ?? {}) as Partial<PageWindow>;
    if (!Context || this.#context) return this.#context;
    try {
      const context = new Context();
      this.#context = context;
      if (this.#output) this.#apply(context);
      listen(context, 'statechange', () => this.#stateChanged(context));
      return context;
    } catch {
      // No sound device, or too many contexts on the page: the screen and the notification remain.
      return undefined;
    }
  }

  #stateChanged(context: AudioContext): void {
    if (context !== this.#context) return;
    // Interrupted by a telephone call or a device that went away (Safari, Android): on as soon as it may.
    if (context.state !== 'running')
      return this.#playing && this.#unlocked ? this.#resume(context) : undefined;
    this.#unlocked = true;
    this.#setBlocked(false);
  }

  #setBlocked(blocked: boolean): void {
    if (blocked === this.#blocked) return;
    this.#blocked = blocked;
    this.#heard.emit(blocked);
  }

  /** One at a time: to look whether it rings, or to rest when it rings no more. */
  #wait(delayMs: number, then: () => void): void {
    this.#stopWaiting?.();
    this.#stopWaiting = this.#clock.schedule(delayMs, then);
  }

  #close(): void {
    this.#silence();
    this.#stopWaiting?.();
    this.#context?.close().catch(() => undefined);
    this.#context = undefined;
    this.#unlocked = false;
    this.#attached = undefined;
    this.#controller = undefined;
    this.#setBlocked(false);
  }
}
