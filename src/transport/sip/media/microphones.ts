import type { Undo } from '../../../base/clock.js';
import { CtiError, toCtiError } from '../../../base/error.js';
import type { DeviceChoice, DeviceNotice } from '../../../devices/device-choice.js';
import { findDevice, listDevices, onDeviceChange } from '../../../devices/device-list.js';
import { isChosen, openMicrophone } from '../../../devices/microphone.js';

/** A call that has a microphone open. */
export interface MicrophoneUser {
  /** The call is over. */
  readonly closed: boolean;
  /** The track in use. */
  readonly microphone: MediaStreamTrack | undefined;
  /** Speaks into another one from now on; the last one is stopped. Without negotiation. */
  replaceMicrophone(track: MediaStreamTrack): Promise<void>;
}

export interface OpenOptions {
  /** A track of another call, to go on with. */
  readonly inherited?: MediaStreamTrack | undefined;
  readonly givenUp?: AbortSignal | undefined;
}

const noticeByReason: Readonly<Partial<Record<string, DeviceNotice>>> = {
  'microphone-denied': 'microphone-revoked',
  'permission-policy': 'microphone-revoked',
};

/**
 * The microphones of all calls: opened as the operator chose, exchanged when the choice, or what is connected, is
 * another. One that is taken away in a call gives way to the default one, and is taken up again when it is back.
 */
export class Microphones {
  readonly #report: (notice: DeviceNotice | undefined) => void;
  readonly #users = new Map<MicrophoneUser, Undo>();
  #choice: DeviceChoice = {};
  #stopWatching: Undo | undefined;
  /** One mending at a time: devices come and go in bursts. */
  #mending = false;
  #again = false;
  #notice: DeviceNotice | undefined;

  /** @param report told what the operator should know, and `undefined` when all is well again */
  constructor(report: (notice: DeviceNotice | undefined) => void) {
    this.#report = report;
  }

  /**
   * Opens one for this call, and follows it until `release()`. A track that comes when the call is over, or when it was
   * given up, is stopped.
   * @throws CtiError for example `microphone-denied`, `aborted`
   */
  async open(user: MicrophoneUser, { inherited, givenUp }: OpenOptions = {}): Promise<void> {
    const track = inherited ?? (await openMicrophone(this.#choice));
    if (user.closed || givenUp?.aborted) {
      track.stop();
      throw new CtiError('aborted');
    }
    this.#stopWatching ??= onDeviceChange(() => this.#changed());
    if (!this.#users.has(user)) this.#users.set(user, () => undefined);
    await this.#use(user, track);
    if (this.#users.size > 0) this.#tell(this.#missing());
  }

  release(user: MicrophoneUser): void {
    this.#users.get(user)?.();
    if (this.#users.delete(user) && this.#users.size === 0) this.#rest();
  }

  /**
   * Another choice: of calls in progress too.
   * @throws CtiError why the microphone that was chosen cannot be used: calls then keep theirs
   */
  async choose(choice: DeviceChoice): Promise<void> {
    const before = this.#choice;
    this.#choice = choice;
    if (sameMicrophone(before, choice)) return;
    for (const user of [...this.#users.keys()]) await this.#exchange(user);
    if (this.#users.size > 0) this.#tell(this.#missing());
  }

  dispose(): void {
    for (const unlisten of this.#users.values()) unlisten();
    this.#users.clear();
    this.#rest();
  }

  #rest(): void {
    this.#stopWatching?.();
    this.#stopWatching = undefined;
    this.#tell(undefined);
  }

  #changed(): void {
    this.#again = true;
    if (!this.#mending) void this.#mend();
  }

  async #mend(): Promise<void> {
    this.#mending = true;
    while (this.#again) {
      this.#again = false;
      try {
        await this.#mendOnce();
      } catch (thrown) {
        if (this.#users.size > 0) {
          this.#tell(noticeByReason[toCtiError(thrown).reason] ?? 'microphone-lost');
        }
      }
    }
    this.#mending = false;
  }

  /** Whoever has lost a microphone, or speaks into another than the one that is there again, gets the best there is. */
  async #mendOnce(): Promise<void> {
    const { microphone } = this.#choice;
    const { microphones } = await listDevices();
    const back = microphone !== undefined && findDevice(microphone, microphones) !== undefined;
    for (const user of [...this.#users.keys()]) {
      const track = user.microphone;
      const lost = track?.readyState !== 'live';
      if (lost || (back && !isChosen(track, this.#choice))) await this.#exchange(user);
    }
    if (this.#users.size > 0) this.#tell(this.#missing());
  }

  async #exchange(user: MicrophoneUser): Promise<void> {
    const track = await openMicrophone(this.#choice);
    // The call may have ended meanwhile.
    if (this.#users.has(user)) await this.#use(user, track);
    else track.stop();
  }

  async #use(user: MicrophoneUser, track: MediaStreamTrack): Promise<void> {
    await user.replaceMicrophone(track);
    if (this.#users.has(user)) this.#follow(user);
  }

  #follow(user: MicrophoneUser): void {
    const track = user.microphone;
    const ended = (): void => this.#changed();
    this.#users.get(user)?.();
    track?.addEventListener('ended', ended);
    this.#users.set(user, () => track?.removeEventListener('ended', ended));
  }

  #missing(): DeviceNotice | undefined {
    const tracks = [...this.#users.keys()].flatMap(({ microphone }) => microphone ?? []);
    if (tracks.some(({ readyState }) => readyState !== 'live')) return 'microphone-lost';
    return tracks.every((track) => isChosen(track, this.#choice))
      ? undefined
      : 'microphone-replaced';
  }

  #tell(notice: DeviceNotice | undefined): void {
    if (notice === this.#notice) return;
    this.#notice = notice;
    this.#report(notice);
  }
}

function sameMicrophone(a: DeviceChoice, b: DeviceChoice): boolean {
  return (
    JSON.stringify([a.microphone?.id, a.processing]) ===
    JSON.stringify([b.microphone?.id, b.processing])
  );
}
