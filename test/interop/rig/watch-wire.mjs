/**
 * Runs in the page before everything else: notes when which SIP message passed which socket, and meters the sound that
 * comes in. Self-contained: it is sent as text. All times are `Date.now()`.
 */
export function watchWire() {
  const messages = [];
  const firstLine = (data) => (typeof data === 'string' ? data.slice(0, data.indexOf('\r\n')) : '');
  const NativeSocket = globalThis.WebSocket;
  globalThis.WebSocket = class extends NativeSocket {
    constructor(...args) {
      super(...args);
      this.addEventListener('message', ({ data }) => this.note('in', data));
      this.addEventListener('open', () =>
        messages.push({ at: Date.now(), way: 'open', url: this.url }),
      );
    }

    note(way, data) {
      const line = firstLine(data);
      const [, callId] = /^Call-ID: ?(\S+)/im.exec(String(data)) ?? [];
      const [, method] = /^CSeq: ?\d+ (\w+)/im.exec(String(data)) ?? [];
      if (line) messages.push({ at: Date.now(), way, url: this.url, line, callId, method });
    }

    send(data) {
      this.note('out', data);
      super.send(data);
    }
  };
  globalThis.wireMessages = () => messages;

  const connections = [];
  const NativeConnection = globalThis.RTCPeerConnection;
  globalThis.RTCPeerConnection = class extends NativeConnection {
    constructor(...args) {
      super(...args);
      connections.push(this);
      this.addEventListener('connectionstatechange', () =>
        messages.push({ at: Date.now(), way: 'media', line: this.connectionState }),
      );
    }
  };
  const newest = () => connections.findLast(({ signalingState }) => signalingState !== 'closed');

  /** What has come in so far, and over which pair of candidates. */
  globalThis.mediaStats = async () => {
    const connection = newest();
    if (!connection) return undefined;
    const all = [...(await connection.getStats()).values()];
    const inbound = all.find(({ type, kind }) => type === 'inbound-rtp' && kind === 'audio');
    const codec = all.find(({ id }) => id === inbound?.codecId);
    const { selectedCandidatePairId } = all.find(({ type }) => type === 'transport') ?? {};
    const pair = all.find(({ id }) => id === selectedCandidatePairId);
    const local = all.find(({ id }) => id === pair?.localCandidateId);
    return {
      at: Date.now(),
      state: connection.connectionState,
      received: inbound?.packetsReceived ?? 0,
      lost: inbound?.packetsLost ?? 0,
      energy: inbound?.totalAudioEnergy ?? 0,
      codec: codec?.mimeType,
      local: local && { type: local.candidateType, relay: local.relayProtocol },
    };
  };

  const samples = [];
  let metering = false;
  /** Meters every 100 ms from now on. */
  globalThis.startMeter = async () => {
    if (metering) return;
    metering = true;
    for (;;) {
      const stats = await globalThis.mediaStats();
      if (stats) samples.push(stats);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  };
  globalThis.meterSamples = (since) => samples.filter(({ at }) => at >= since);
}
