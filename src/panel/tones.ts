export type Tone = 'ring' | 'waiting';

interface ToneShape {
  /** Length of one round in s, silence included. */
  readonly period: number;
  /** Loudest sample, 0-1. */
  readonly peak: number;
  /** Start and length in s, frequencies in Hz. */
  readonly notes: readonly {
    readonly at: number;
    readonly length: number;
    readonly hertz: readonly [number, number];
  }[];
}

const shapes: { readonly [T in Tone]: ToneShape } = {
  ring: {
    period: 3,
    peak: 0.5,
    notes: [0, 0.16, 0.5, 0.66].map((at, index) => ({
      at,
      length: 0.15,
      hertz: index % 2 === 0 ? [523.25, 659.26] : [587.33, 783.99],
    })),
  },
  // Heard beside a conversation, not over it.
  waiting: { period: 5, peak: 0.06, notes: [{ at: 0, length: 0.25, hertz: [440, 554.37] }] },
};

/** Enough for tones below 1 kHz; the browser resamples. */
const sampleRate = 16_000;
/** Rise and fall of a note in s: without them it clicks. */
const slope = 0.015;

/**
 * One round of a tone, to be looped: the audio thread repeats it, so that a hidden page with throttled timers rings
 * like a visible one.
 */
export function renderTone(context: BaseAudioContext, tone: Tone): AudioBuffer {
  const { period, peak, notes } = shapes[tone];
  const buffer = context.createBuffer(1, Math.round(period * sampleRate), sampleRate);
  const samples = buffer.getChannelData(0);
  for (const { at, length, hertz } of notes) {
    const first = Math.round(at * sampleRate);
    for (let index = 0; index < length * sampleRate; index += 1) {
      const time = index / sampleRate;
      const envelope = Math.min(1, time / slope, (length - time) / slope);
      const [low, high] = hertz.map((frequency) => Math.sin(2 * Math.PI * frequency * time));
      samples[first + index] = (peak * envelope * ((low ?? 0) + (high ?? 0))) / 2;
    }
  }
  return buffer;
}
