import type { ChosenDevice } from '../../../../../src/devices/device-choice.js';
import { pretend } from './pretend.js';

/** The microphones and speakers of Chromium's fake devices, some of them out of their sockets. */
export class PretendedDevices {
  readonly #out = new Set<string>();
  readonly #enumerate = navigator.mediaDevices.enumerateDevices.bind(navigator.mediaDevices);
  readonly #open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  /** What `getUserMedia` fails with, whatever is asked for. */
  failure: string | undefined;
  readonly tracks: MediaStreamTrack[] = [];

  constructor() {
    pretend(navigator.mediaDevices, 'enumerateDevices', async () =>
      (await this.#enumerate()).filter(({ deviceId }) => !this.#out.has(deviceId)),
    );
    pretend(
      navigator.mediaDevices,
      'getUserMedia',
      async ({ audio }: { readonly audio: MediaTrackConstraints | true }) => {
        if (this.failure !== undefined) throw new DOMException('no', this.failure);
        const wanted =
          audio === true ? undefined : (audio.deviceId as { exact?: string } | undefined);
        if (wanted?.exact !== undefined && this.#out.has(wanted.exact))
          throw new DOMException('gone', 'OverconstrainedError');
        const stream = await this.#open({ audio });
        this.tracks.push(...stream.getAudioTracks());
        return stream;
      },
    );
  }

  /** Those that are not the default one. */
  async named(kind: MediaDeviceKind): Promise<readonly ChosenDevice[]> {
    return (await this.#enumerate())
      .filter((device) => device.kind === kind && device.deviceId !== 'default')
      .map(({ deviceId: id, label }) => ({ id, label }));
  }

  unplug(...ids: readonly string[]): void {
    for (const id of ids) this.#out.add(id);
    for (const track of this.tracks) {
      if (track.readyState !== 'live' || !ids.includes(track.getSettings().deviceId ?? ''))
        continue;
      // A browser does both; a page can only stop it.
      track.stop();
      track.dispatchEvent(new Event('ended'));
    }
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
  }

  plugIn(id: string): void {
    this.#out.delete(id);
    navigator.mediaDevices.dispatchEvent(new Event('devicechange'));
  }

  get open(): readonly MediaStreamTrack[] {
    return this.tracks.filter(({ readyState }) => readyState === 'live');
  }
}
