import type { DeviceChoice, DeviceNotice } from '../../../devices/device-choice.js';
import { Microphones } from './microphones.js';
import { Speaker } from './speaker.js';

/** The devices of all calls of a line. */
export class Devices {
  readonly microphones: Microphones;
  readonly speaker: Speaker;
  #microphone: DeviceNotice | undefined;
  #speaker: DeviceNotice | undefined;

  /** @param report told what the operator should know, and `undefined` when all is well again */
  constructor(report: (notice: DeviceNotice | undefined) => void) {
    // Not to be heard is worse than to hear elsewhere.
    const tell = (): void => report(this.#microphone ?? this.#speaker);
    this.microphones = new Microphones((notice) => {
      this.#microphone = notice;
      tell();
    });
    this.speaker = new Speaker((notice) => {
      this.#speaker = notice;
      tell();
    });
  }

  /** @throws CtiError why the microphone that was chosen cannot be used: calls then keep theirs */
  async choose(choice: DeviceChoice): Promise<void> {
    await Promise.all([this.microphones.choose(choice), this.speaker.choose(choice)]);
  }

  dispose(): void {
    this.microphones.dispose();
    this.speaker.dispose();
  }
}
