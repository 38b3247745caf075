import type { Undo } from '../../../base/clock.js';
import type { DeviceChoice, DeviceNotice } from '../../../devices/device-choice.js';
import { findDevice, listDevices, onDeviceChange } from '../../../devices/device-list.js';

/**
 * Where the sound of calls goes, and how loud. A speaker that is taken away gives way to the default one, and is taken up
 * again when it is back. Browsers without `setSinkId` (W3C Audio Output Devices section 2) play by their default.
 */
export class Speaker {
  readonly #report: (notice: DeviceNotice | undefined) => void;
  #choice: DeviceChoice = {};
  #element: HTMLMediaElement | undefined;
  #stopWatching: Undo | undefined;
  #notice: DeviceNotice | undefined;

  /** @param report told what the operator should know, and `undefined` when all is well again */
  constructor(report: (notice: DeviceNotice | undefined) => void) {
    this.#report = report;
  }

  /** Never rejects. */
  async choose(choice: DeviceChoice): Promise<void> {
    this.#choice = choice;
    await this.#apply();
  }

  /** Sends the sound of this element there from now on. */
  attach(element: HTMLMediaElement): void {
    this.#element = element;
    this.#stopWatching ??= onDeviceChange(() => void this.#apply());
    void this.#apply();
  }

  dispose(): void {
    this.#stopWatching?.();
    this.#stopWatching = this.#element = undefined;
  }

  async #apply(): Promise<void> {
    const element = this.#element;
    if (!element) return;
    const { speaker, volume = 1 } = this.#choice;
    element.volume = volume;
    // Safari before 18.4 has none.
    if (!('setSinkId' in element)) return;
    const { speakers } = speaker ? await listDevices() : { speakers: [] };
    // Another choice meanwhile is on its own way.
    if (speaker !== this.#choice.speaker || element !== this.#element) return;
    const found = speaker && findDevice(speaker, speakers);
    const done = await useSink(element, found?.id ?? '');
    if (!done) await useSink(element, '');
    if (element === this.#element) this.#tell(speaker && !(found && done));
  }

  #tell(replaced = false): void {
    const notice = replaced ? 'speaker-replaced' : undefined;
    if (notice === this.#notice) return;
    this.#notice = notice;
    this.#report(notice);
  }
}

async function useSink(element: HTMLMediaElement, id: string): Promise<boolean> {
  if (element.sinkId === id) return true;
  try {
    await element.setSinkId(id);
    return true;
  } catch {
    // Forbidden, or gone meanwhile: it plays where it did.
    return false;
  }
}
