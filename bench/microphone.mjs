/** What Chromium's fake microphone plays: never silent, and never one steady tone, which its noise filter removes. */
import { writeFileSync } from 'node:fs';

const RATE = 48_000;
const SECONDS = 6;
const LOW_HZ = 300;
const SPAN_HZ = 900;
const SWEEPS_PER_SECOND = 3;
const LEVEL = 0.5;
const HEADER_BYTES = 44;

export function writeMicrophoneFile(/** @type {string} */ path) {
  const length = RATE * SECONDS;
  const wav = Buffer.alloc(HEADER_BYTES + length * 2);
  wav.write('RIFF', 0);
  wav.writeUInt32LE(wav.length - 8, 4);
  wav.write('WAVEfmt ', 8);
  wav.writeUInt32LE(16, 16);
  wav.writeUInt16LE(1, 20);
  wav.writeUInt16LE(1, 22);
  wav.writeUInt32LE(RATE, 24);
  wav.writeUInt32LE(RATE * 2, 28);
  wav.writeUInt16LE(2, 32);
  wav.writeUInt16LE(16, 34);
  wav.write('data', 36);
  wav.writeUInt32LE(length * 2, 40);
  let phase = 0;
  for (let index = 0; index < length; index += 1) {
    const frequency = LOW_HZ + SPAN_HZ * (((index / RATE) * SWEEPS_PER_SECOND) % 1);
    phase += (2 * Math.PI * frequency) / RATE;
    wav.writeInt16LE(Math.round(LEVEL * 32_767 * Math.sin(phase)), HEADER_BYTES + 2 * index);
  }
  writeFileSync(path, wav);
  return path;
}
