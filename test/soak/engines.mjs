/**
 * Telephones without a page: controllers with their SIP lines in Node, each on a WebSocket of its own. They can do
 * everything but media.
 */
import { WebSocket } from 'ws';

/** What has left, in ms of `performance.now()`: the attempts to open a socket, and the REGISTERs. */
export const sent = { sockets: [], registers: [] };

class NotingSocket extends WebSocket {
  constructor(...args) {
    sent.sockets.push(performance.now());
    super(...args);
    // A browser's socket that is closed too early throws nothing.
    this.on('error', () => undefined);
  }

  send(data, ...rest) {
    if (String(data).startsWith('REGISTER ')) sent.registers.push(performance.now());
    super.send(data, ...rest);
  }
}

// What the SIP line needs of a browser, when it is loaded and while nobody calls.
const browser = {
  WebSocket: NotingSocket,
  RTCPeerConnection: class {},
  location: { protocol: 'http:' },
  navigator: { onLine: true, permissions: { query: () => Promise.reject(new TypeError('none')) } },
};
for (const [name, value] of Object.entries(browser)) {
  Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
}
const { createSipTransport } = await import('../../dist/transport/sip/index.js');
const { LocalCallController } = await import('../../dist/controller/local-call-controller.js');

/** The clock of a world that is `speed` times faster. */
function fastClock(speed) {
  const startedAt = Date.now();
  return {
    now: () => startedAt + (Date.now() - startedAt) * speed,
    schedule(delayMs, callback) {
      const id = setTimeout(callback, delayMs / speed);
      return () => clearTimeout(id);
    },
  };
}

/** Chance that is the same in every run (mulberry32). */
function seededRandom(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** One telephone; `connect()` and `dispose()` are the controller's. */
export function makeEngine({ server, domain, user, speed, seed }) {
  const controller = new LocalCallController({
    clock: fastClock(speed),
    random: seededRandom(seed),
  });
  controller.configure({
    transport: createSipTransport(),
    line: {
      servers: [server],
      uri: `sip:${user}@${domain}`,
      credentials: async () => ({ username: user, password: `dev-only-${user}` }),
      iceServers: [],
      instanceId: crypto.randomUUID(),
    },
  });
  return controller;
}
