/** A microphone or an output of sound, as an operator chose it. */
export interface ChosenDevice {
  /** `MediaDeviceInfo.deviceId`: of this origin, and another one after some reconnections (Bluetooth). */
  readonly id: string;
  /** Its name, by which it is found when the id is another. */
  readonly label: string;
}

/** What the browser does to the sound of a microphone. Left out: as the browser has it, which is on. */
export interface SoundProcessing {
  readonly echoCancellation?: boolean;
  readonly noiseSuppression?: boolean;
  readonly autoGainControl?: boolean;
}
export const processingNames = [
  'echoCancellation',
  'noiseSuppression',
  'autoGainControl',
] as const satisfies readonly (keyof SoundProcessing)[];

/** What an operator speaks into and hears by. Left out: the browser's default. */
export interface DeviceChoice {
  readonly microphone?: ChosenDevice;
  readonly processing?: SoundProcessing;
  /** Where calls are heard. */
  readonly speaker?: ChosenDevice;
  /** Loudness of calls, 0-1. */
  readonly volume?: number;
}

/** What an operator in a call should know of their devices: until it is mended. */
export const deviceNotices = [
  /** The chosen microphone is gone: the default one is used. */
  'microphone-replaced',
  /** There is no microphone: the far end hears nothing. */
  'microphone-lost',
  /** The browser took the permission back: the far end hears nothing. */
  'microphone-revoked',
  /** The chosen speaker is gone: the default one is used. */
  'speaker-replaced',
] as const;
export type DeviceNotice = (typeof deviceNotices)[number];
