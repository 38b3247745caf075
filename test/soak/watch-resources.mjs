/**
 * Runs in the page before everything else, and counts what the page holds open: timers, WebSockets, peer connections
 * and live tracks. It keeps none of them alive. Self-contained: it is sent as text.
 */
export function watchResources() {
  const timers = new Map();
  const start = (native, repeats) =>
    function watchedTimer(callback, delay, ...rest) {
      const id = native(
        (...args) => {
          if (!repeats) timers.delete(id);
          callback(...args);
        },
        delay,
        ...rest,
      );
      timers.set(id, delay ?? 0);
      return id;
    };
  const stop = (native) => (id) => {
    timers.delete(id);
    native(id);
  };
  globalThis.setTimeout = start(setTimeout.bind(globalThis), false);
  globalThis.setInterval = start(setInterval.bind(globalThis), true);
  globalThis.clearTimeout = stop(clearTimeout.bind(globalThis));
  globalThis.clearInterval = stop(clearInterval.bind(globalThis));

  /** Those that the garbage collector has left and that are open; the others are forgotten. */
  const watchlist = (isOpen) => {
    let all = [];
    return {
      add: (thing) => all.push(new WeakRef(thing)),
      count() {
        all = all.filter((reference) => {
          const thing = reference.deref();
          return thing !== undefined && isOpen(thing);
        });
        return all.length;
      },
    };
  };
  const sockets = watchlist(({ readyState }) => readyState <= WebSocket.OPEN);
  const connections = watchlist(({ signalingState }) => signalingState !== 'closed');
  const tracks = watchlist(({ readyState }) => readyState === 'live');
  const noting = (Native, list) =>
    class extends Native {
      constructor(...args) {
        super(...args);
        list.add(this);
      }
    };
  globalThis.WebSocket = noting(WebSocket, sockets);
  globalThis.RTCPeerConnection = noting(RTCPeerConnection, connections);
  const nativeTrack = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (constraints) => {
    const stream = await nativeTrack(constraints);
    for (const track of stream.getTracks()) tracks.add(track);
    return stream;
  };

  globalThis.openResources = () => ({
    timers: timers.size,
    sockets: sockets.count(),
    peerConnections: connections.count(),
    tracks: tracks.count(),
  });
  /** The delays of the timers that wait, in ms: says which one has leaked. */
  globalThis.waitingTimers = () => [...timers.values()].map(Math.round);
}
