/** What the far end of a call gets, measured in its page. The functions that run there are sent as text. */
import { until } from '../../e2e/support.mjs';

const toleranceHz = 20;

/** Waits until an operator hears a tone of so many Hz. */
export function hearsTone(operator, hertz) {
  return until(
    () => operator.hears(500),
    ({ peaks }) => peaks.some((peak) => Math.abs(peak - hertz) < toleranceHz),
    15_000,
  );
}

/** Waits until an operator hears nothing at all. */
export function hearsNothing(operator) {
  return until(
    () => operator.hears(500),
    ({ rms }) => rms < 0.001,
    15_000,
  );
}

/** RTP packets that have come in the newest call. */
export function packetsReceived(operator) {
  return operator.page.evaluate(async () => {
    const stats = await globalThis.callReceiver()?.getStats();
    const inbound = [...(stats?.values() ?? [])].find(({ type }) => type === 'inbound-rtp');
    return inbound?.packetsReceived ?? 0;
  });
}

/** Begins to write down the keys whose two tones the call brings. */
export function listenForKeys(operator) {
  return operator.page.evaluate(writeDownKeys);
}

export function keysHeard(operator) {
  return operator.page.evaluate(() => globalThis.keysHeard);
}

async function writeDownKeys() {
  globalThis.keysHeard = '';
  const rows = [697, 770, 852, 941];
  const columns = [1209, 1336, 1477];
  const keys = ['123', '456', '789', '*0#'];
  const context = new AudioContext();
  await context.resume();
  const source = context.createMediaStreamSource(
    new MediaStream([globalThis.callReceiver().track]),
  );
  // On the audio thread no sample is missed, however busy the page is.
  const tapModule = `registerProcessor('tap', class extends AudioWorkletProcessor {
    process([[samples]]) {
      if (samples) this.port.postMessage(samples.slice());
      return true;
    }
  })`;
  const address = URL.createObjectURL(new Blob([tapModule], { type: 'text/javascript' }));
  await context.audioWorklet.addModule(address);
  const tap = new AudioWorkletNode(context, 'tap');
  source.connect(tap).connect(context.destination);
  const power = (samples, hertz) => {
    const angle = (2 * Math.PI * hertz) / context.sampleRate;
    let [real, imaginary] = [0, 0];
    samples.forEach((sample, index) => {
      real += sample * Math.cos(angle * index);
      imaginary += sample * Math.sin(angle * index);
    });
    return (2 * (real ** 2 + imaginary ** 2)) / samples.length;
  };
  const strongest = (samples, tones) => {
    const powers = tones.map((hertz) => power(samples, hertz));
    const top = Math.max(...powers);
    return { index: powers.indexOf(top), top };
  };
  const keyIn = (samples) => {
    const energy = samples.reduce((sum, sample) => sum + sample * sample, 0);
    if (energy / samples.length < 1e-5) return undefined;
    const [row, column] = [rows, columns].map((tones) => strongest(samples, tones));
    return row.top + column.top > energy * 0.55 && Math.min(row.top, column.top) > energy * 0.08
      ? keys[row.index][column.index]
      : undefined;
  };
  let [last, gap, waiting] = [undefined, 0, []];
  tap.port.onmessage = ({ data }) => {
    waiting.push(...data);
    if (waiting.length < 1_024) return;
    const key = keyIn(waiting);
    waiting = [];
    gap = key === undefined ? gap + 1 : 0;
    // A jitter buffer leaves holes of one block in a tone; the pause between two keys has three.
    if (gap === 2) last = undefined;
    if (key === undefined || key === last) return;
    last = key;
    globalThis.keysHeard += key;
  };
  globalThis.keysTap = { context, source, tap };
}
