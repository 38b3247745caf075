/**
 * Runs in the page before everything else: keeps the peer connections, microphone tracks and tone outputs that the
 * page makes, so that tests can measure sound instead of reading labels. Self-contained: it is sent as text.
 */
export function watchSound() {
  const connections = [];
  const NativeConnection = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends NativeConnection {
    constructor(...args) {
      super(...args);
      connections.push(this);
    }
  };
  const open = () => connections.filter(({ signalingState }) => signalingState !== 'closed');
  globalThis.openPeerConnections = () => open().length;

  const tracks = [];
  if (navigator.mediaDevices) {
    const native = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = async (constraints) => {
      const stream = await native(constraints);
      tracks.push(...stream.getTracks());
      return stream;
    };
  }
  globalThis.openMicrophones = () =>
    tracks.filter(({ readyState }) => readyState === 'live').length;

  const outputs = new Map();
  const nativeConnect = AudioNode.prototype.connect;
  AudioNode.prototype.connect = function connect(target, ...rest) {
    if (target instanceof AudioDestinationNode) {
      const { context } = this;
      if (!outputs.has(context)) outputs.set(context, new AnalyserNode(context, { fftSize: 2048 }));
      nativeConnect.call(this, outputs.get(context));
    }
    return nativeConnect.call(this, target, ...rest);
  };

  const rmsOf = (samples) =>
    Math.sqrt(samples.reduce((sum, value) => sum + value * value, 0) / samples.length);

  async function loudest(analysers, ms, onFrame = () => undefined) {
    let top = 0;
    const end = performance.now() + ms;
    while (performance.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 40));
      for (const analyser of analysers()) {
        const samples = new Float32Array(analyser.fftSize);
        analyser.getFloatTimeDomainData(samples);
        const rms = rmsOf(samples);
        top = Math.max(top, rms);
        onFrame(analyser, rms);
      }
    }
    return top;
  }

  globalThis.listenToTones = (ms) => loudest(() => [...outputs.values()], ms);

  globalThis.callReceivers = () =>
    open()
      .flatMap((connection) => connection.getReceivers())
      .filter(({ track }) => track.kind === 'audio' && track.readyState === 'live');
  globalThis.callReceiver = () => globalThis.callReceivers()[0];

  /** Loudness and strongest frequencies (Hz) of what the call brings. */
  globalThis.listenToCall = async (ms) => {
    const receiver = globalThis.callReceiver();
    if (!receiver) return { rms: 0, peaks: [] };
    const context = new AudioContext();
    await context.resume();
    const analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 });
    context.createMediaStreamSource(new MediaStream([receiver.track])).connect(analyser);
    const peaks = new Set();
    const bins = new Float32Array(analyser.frequencyBinCount);
    const rms = await loudest(
      () => [analyser],
      ms,
      (_analyser, level) => {
        if (level < 0.005) return;
        analyser.getFloatFrequencyData(bins);
        const top = bins.indexOf(Math.max(...bins));
        peaks.add(Math.round((top * context.sampleRate) / analyser.fftSize));
      },
    );
    await context.close();
    return { rms, peaks: [...peaks] };
  };
}
