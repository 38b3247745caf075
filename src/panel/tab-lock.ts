import * as v from 'valibot';
import { systemClock, type Clock, type Undo } from '../base/clock.js';
import { CtiError } from '../base/error.js';
import { newId } from '../base/new-id.js';
import type { CallController } from '../controller/call-controller.js';
import { listen, together, type PageWindow } from './listen.js';

/** The tab that holds the line has to close it first, for which it has 5 s. */
const answerMs = 8_000;
/** A tab that asked for the line and did not take it. */
const takeBackMs = 5_000;

const tabId = v.pipe(v.string(), v.maxLength(64));
/** What tabs say to each other. Another tab may be of another version, or not ours at all. */
const tabMessage = v.variant('type', [
  v.object({ type: v.literal('wanted'), from: tabId }),
  v.object({ type: v.literal('given'), to: tabId }),
  v.object({
    type: v.literal('refused'),
    to: tabId,
    reason: v.picklist(['call-live', 'in-use']),
  }),
]);
type TabMessage = v.InferOutput<typeof tabMessage>;

export interface TabLockOptions {
  readonly uri: string;
  readonly view: PageWindow;
  /** This tab holds the line: it may connect. Called again each time it has got it back. */
  acquired(): void;
}

interface Asking {
  readonly resolve: () => void;
  readonly reject: (error: CtiError) => void;
}

/**
 * `tabs="single"`: of all tabs with the same line one holds it, by a Web Lock. The others show `elsewhere`, take over
 * by themselves when that tab goes, and with `useHere()` while it has no call. Where the browser has no Web Locks
 * each tab works as if it were the only one.
 */
export class TabLock {
  readonly #id = newId();
  readonly #clock: Clock;
  #attached: AttachedLock | undefined;

  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
  }

  attach(controller: CallController, options: TabLockOptions): Undo {
    this.#attached?.detach();
    const attached = new AttachedLock(this.#id, this.#clock, controller, options);
    this.#attached = attached;
    return () => {
      attached.detach();
      if (this.#attached === attached) this.#attached = undefined;
    };
  }

  /**
   * "Use here": takes the line from the tab that holds it.
   * @throws CtiError `call-live`: there is a call in the other tab; `in-use`: it does not give it or does not answer
   */
  async useHere(): Promise<void> {
    await this.#attached?.useHere();
  }
}

class AttachedLock {
  readonly #id: string;
  readonly #clock: Clock;
  readonly #controller: CallController;
  readonly #options: TabLockOptions;
  readonly #name: string;
  readonly #locks: LockManager | undefined;
  readonly #channel: BroadcastChannel | undefined;
  readonly #stop: Undo;
  /** Counts claims: what an older one still hears is ignored. */
  #turn = 0;
  #queued = new AbortController();
  #release: Undo | undefined;
  #giving = false;
  #asking: Asking | undefined;
  #stopTakingBack: Undo | undefined;

  constructor(id: string, clock: Clock, controller: CallController, options: TabLockOptions) {
    const { view, uri } = options;
    this.#id = id;
    this.#clock = clock;
    this.#controller = controller;
    this.#options = options;
    this.#name = `cti-panel:${uri}`;
    // Secure contexts only, whatever the types say.
    this.#locks = (view.navigator as { locks?: LockManager }).locks;
    this.#channel = openChannel(view, this.#name);
    this.#stop = together(
      this.#channel ? listen(this.#channel, 'message', ({ data }) => this.#hear(data)) : nothing,
      // A page in the back/forward cache must not keep the line from the others.
      listen(view, 'pagehide', ({ persisted }) => {
        if (!persisted || !this.#locks) return;
        this.#letGo();
        controller.setElsewhere(true);
      }),
      listen(view, 'pageshow', ({ persisted }) => {
        if (persisted && this.#locks) this.#claim();
      }),
    );
    this.#claim();
  }

  detach(): void {
    this.#letGo();
    this.#stop();
    this.#channel?.close();
    this.#asking?.reject(new CtiError('aborted'));
    this.#controller.setElsewhere(false);
  }

  async useHere(): Promise<void> {
    if (this.#release || !this.#locks) return;
    if (!this.#channel || this.#asking) throw new CtiError('in-use');
    let stopWatchdog: Undo = nothing;
    const given = new Promise<void>((resolve, reject) => {
      this.#asking = { resolve, reject };
      stopWatchdog = this.#clock.schedule(answerMs, () => reject(new CtiError('in-use')));
    });
    this.#say({ type: 'wanted', from: this.#id });
    try {
      await given;
    } finally {
      stopWatchdog();
      this.#asking = undefined;
    }
  }

  #claim(): void {
    this.#letGo();
    const turn = this.#turn;
    void this.#request(turn, { ifAvailable: true }).then((outcome) => {
      if (outcome !== 'taken' || turn !== this.#turn) return;
      this.#controller.setElsewhere(true);
      void this.#request(turn, { signal: this.#queued.signal });
    });
  }

  /** Before all that wait for it: the tab that held it has agreed. */
  #steal(): void {
    this.#letGo();
    void this.#request(this.#turn, { steal: true });
  }

  /** Resolves when it is over: the lock was taken by another tab from the start, or held and released. */
  async #request(turn: number, how: LockOptions): Promise<'taken' | 'over'> {
    const locks = this.#locks;
    if (!locks) {
      // Not before `attach` has returned, as with a lock.
      await Promise.resolve();
      await this.#hold(turn);
      return 'over';
    }
    try {
      return await locks.request(this.#name, how, async (lock) => {
        if (!lock) return 'taken';
        await this.#hold(turn);
        return 'over';
      });
    } catch (thrown) {
      if (turn === this.#turn) this.#failed(thrown);
      return 'over';
    }
  }

  /** The lock is this tab's until the promise resolves. */
  #hold(turn: number): Promise<void> | undefined {
    if (turn !== this.#turn) return undefined;
    const held = new Promise<void>((resolve) => (this.#release = resolve));
    this.#controller.setElsewhere(false);
    this.#options.acquired();
    this.#asking?.resolve();
    return held;
  }

  #failed(thrown: unknown): void {
    if (isAbort(thrown)) return void this.#lost();
    // Storage is forbidden here (an opaque origin): nobody to share with.
    if (!this.#release) void this.#hold(this.#turn);
  }

  /** Another tab has taken it, and is first from now on; this one waits. */
  async #lost(): Promise<void> {
    this.#controller.setElsewhere(true);
    this.#claim();
    try {
      await this.#controller.disconnect();
    } catch {
      // A call is live: it is not ended for that.
    }
  }

  #letGo(): void {
    this.#turn += 1;
    this.#queued.abort();
    this.#queued = new AbortController();
    this.#release?.();
    this.#release = undefined;
    this.#stopGiving();
  }

  #hear(data: unknown): void {
    const parsed = v.safeParse(tabMessage, data);
    if (!parsed.success) return;
    const message = parsed.output;
    if (message.type === 'wanted') return void this.#give(message.from);
    if (message.to !== this.#id || !this.#asking) return;
    if (message.type === 'given') this.#steal();
    else this.#asking.reject(new CtiError(message.reason));
  }

  async #give(to: string): Promise<void> {
    if (!this.#release) return;
    if (this.#giving) return this.#say({ type: 'refused', to, reason: 'in-use' });
    const turn = this.#turn;
    this.#giving = true;
    try {
      await this.#controller.disconnect();
    } catch {
      this.#giving = false;
      return this.#say({ type: 'refused', to, reason: 'call-live' });
    }
    if (turn !== this.#turn) return;
    this.#controller.setElsewhere(true);
    this.#stopTakingBack = this.#clock.schedule(takeBackMs, () => this.#takeBack());
    this.#say({ type: 'given', to });
  }

  #takeBack(): void {
    this.#stopGiving();
    if (!this.#release) return;
    this.#controller.setElsewhere(false);
    this.#options.acquired();
  }

  #stopGiving(): void {
    this.#giving = false;
    this.#stopTakingBack?.();
    this.#stopTakingBack = undefined;
  }

  #say(message: TabMessage): void {
    this.#channel?.postMessage(message);
  }
}

const nothing = (): void => undefined;

function isAbort(thrown: unknown): boolean {
  return (thrown as { readonly name?: unknown } | undefined)?.name === 'AbortError';
}

function openChannel(view: PageWindow, name: string): BroadcastChannel | undefined {
  try {
    return new view.BroadcastChannel(name);
  } catch {
    return undefined;
  }
}
