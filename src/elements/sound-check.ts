import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { PanelDevices } from '../context/panel-services.js';
import type { ChosenDevice } from '../devices/device-choice.js';
import { openMicrophone } from '../devices/microphone.js';

export const recordingMs = 4_000;
const toneMs = 1_000;
const levelEveryMs = 100;
/** What is shown as no sound at all, in dBFS. */
const silenceDb = -60;

/** 0-1 for the eye: as loud as it seems, not as it is. */
function levelOf(analyser: AnalyserNode): number {
  const samples = new Float32Array(analyser.fftSize);
  analyser.getFloatTimeDomainData(samples);
  const power = samples.reduce((sum, sample) => sum + sample * sample, 0) / samples.length;
  return Math.min(1, Math.max(0, 1 - (10 * Math.log10(power)) / silenceDb));
}

export type Check = 'level' | 'recording' | 'playing' | 'speaker' | 'ringer';

/**
 * Tries microphone and speakers, one thing at a time. Whatever was opened for it is closed with it, and when the element
 * leaves the document.
 */
export class SoundCheck implements ReactiveController {
  readonly #host: ReactiveControllerHost;
  readonly #devices: () => PanelDevices;
  #running: AbortController | undefined;
  #check: Check | undefined;
  #level = 0;

  constructor(host: ReactiveControllerHost, devices: () => PanelDevices) {
    this.#host = host;
    this.#devices = devices;
    host.addController(this);
  }

  /** What is being tried. */
  get check(): Check | undefined {
    return this.#check;
  }

  /** How loud the microphone is, 0-1. */
  get level(): number {
    return this.#level;
  }

  /** Shows how loud the microphone is, until stopped. @throws CtiError for example `microphone-denied` */
  showLevel(): Promise<void> {
    return this.#run('level', async (context, signal) => {
      const analyser = await listenTo(await this.#microphone(signal), context);
      while (!signal.aborted) {
        await passed(levelEveryMs, signal);
        this.#level = levelOf(analyser);
        this.#host.requestUpdate();
      }
    });
  }

  /** Records the microphone, then plays it. @throws CtiError for example `microphone-denied` */
  recordAndPlay(): Promise<void> {
    return this.#run('recording', async (context, signal) => {
      const microphone = await this.#microphone(signal);
      const recorder = new MediaRecorder(microphone);
      const recorded = new Promise<Blob>((done) => {
        recorder.ondataavailable = ({ data }) => done(data);
      });
      recorder.start();
      await passed(recordingMs, signal);
      recorder.stop();
      const sound = await (await recorded).arrayBuffer();
      for (const track of microphone.getTracks()) track.stop();
      if (signal.aborted) return;
      this.#become('playing');
      const source = context.createBufferSource();
      source.buffer = await context.decodeAudioData(sound);
      const { speaker } = this.#devices();
      await this.#play(context, source, speaker, signal);
      await passed(source.buffer.duration * 1_000, signal);
    });
  }

  /** A tone, as calls are heard or where it rings. */
  playTone(output: 'speaker' | 'ringer'): Promise<void> {
    return this.#run(output, async (context, signal) => {
      const source = context.createOscillator();
      await this.#play(context, source, this.#devices()[output], signal);
      await passed(toneMs, signal);
    });
  }

  stop(): void {
    this.#running?.abort();
    this.#running = undefined;
    this.#become(undefined);
  }

  hostDisconnected(): void {
    this.stop();
  }

  async #run(
    check: Check,
    work: (context: AudioContext, signal: AbortSignal) => Promise<void>,
  ): Promise<void> {
    this.stop();
    const running = (this.#running = new AbortController());
    this.#become(check);
    const context = new AudioContext();
    try {
      await work(context, running.signal);
    } finally {
      running.abort();
      await context.close();
      if (this.#running === running) this.stop();
    }
  }

  #become(check: Check | undefined): void {
    this.#check = check;
    this.#level = 0;
    this.#host.requestUpdate();
  }

  async #microphone(signal: AbortSignal): Promise<MediaStream> {
    const track = await openMicrophone(this.#devices());
    if (signal.aborted) track.stop();
    signal.addEventListener('abort', () => track.stop());
    return new MediaStream([track]);
  }

  /** By an element, which more browsers let play elsewhere than a context. */
  async #play(
    context: AudioContext,
    source: AudioScheduledSourceNode,
    output: ChosenDevice | undefined,
    signal: AbortSignal,
  ): Promise<void> {
    const out = context.createMediaStreamDestination();
    const element = new Audio();
    const gain = new GainNode(context, { gain: 0.5 });
    source.connect(gain).connect(out);
    element.volume = this.#devices().volume ?? 1;
    element.srcObject = out.stream;
    signal.addEventListener('abort', () => {
      element.pause();
      element.srcObject = null;
    });
    if (output && 'setSinkId' in element) await element.setSinkId(output.id).catch(() => undefined);
    if (signal.aborted) return;
    source.start();
    await element.play();
  }
}

async function listenTo(stream: MediaStream, context: AudioContext): Promise<AnalyserNode> {
  await context.resume();
  const analyser = new AnalyserNode(context, { fftSize: 2_048 });
  context.createMediaStreamSource(stream).connect(analyser);
  return analyser;
}

/** Resolves early when it is stopped. */
function passed(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done);
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
    if (signal.aborted) done();
  });
}
