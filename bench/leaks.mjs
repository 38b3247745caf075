/** What a page still holds after its garbage has been collected: read it before and after, and subtract. */

/**
 * @typedef {object} Counters
 * @property {number} heapBytes JavaScript objects alive
 * @property {number} connections peer connections that still exist; `openConnections` of them are not closed
 * @property {number} openConnections
 * @property {number} liveTracks media tracks that have not ended
 * @property {number} sockets WebSockets connecting or open
 * @property {number} listeners event listeners, by the browser's own count
 * @property {number} nodes DOM nodes
 */

/** Run on an array of objects in the page. */
const counts = {
  RTCPeerConnection: `function () {
    const open = this.filter((connection) => connection.signalingState !== 'closed');
    return { connections: this.length, openConnections: open.length };
  }`,
  MediaStreamTrack: `function () {
    return { liveTracks: this.filter((track) => track.readyState === 'live').length };
  }`,
  WebSocket: `function () {
    return { sockets: this.filter((socket) => socket.readyState < 2).length };
  }`,
};

async function countObjects(session, name) {
  const objectGroup = 'leaks';
  const { result } = await session.send('Runtime.evaluate', {
    expression: `${name}.prototype`,
    objectGroup,
  });
  const { objects } = await session.send('Runtime.queryObjects', {
    prototypeObjectId: result.objectId,
    objectGroup,
  });
  const { result: counted } = await session.send('Runtime.callFunctionOn', {
    objectId: objects.objectId,
    functionDeclaration: counts[name],
    returnByValue: true,
  });
  await session.send('Runtime.releaseObjectGroup', { objectGroup });
  return counted.value;
}

/**
 * @param {import('playwright-core').CDPSession} session of the page: `await page.context().newCDPSession(page)`
 * @returns {Promise<Counters>}
 */
export async function readCounters(session) {
  await session.send('Performance.enable');
  await session.send('HeapProfiler.enable');
  const parts = [];
  for (const name of Object.keys(counts)) parts.push(await countObjects(session, name));
  // Twice: what the first round finalises, the second frees.
  for (let round = 0; round < 2; round += 1) await session.send('HeapProfiler.collectGarbage');
  const { metrics } = await session.send('Performance.getMetrics');
  const metric = (wanted) => metrics.find(({ name }) => name === wanted)?.value ?? NaN;
  return Object.assign(
    {
      heapBytes: metric('JSHeapUsedSize'),
      listeners: metric('JSEventListeners'),
      nodes: metric('Nodes'),
    },
    ...parts,
  );
}

/** @returns {Counters} what came in between */
export function countersGrown(/** @type {Counters} */ before, /** @type {Counters} */ after) {
  return Object.fromEntries(
    Object.entries(after).map(([key, value]) => [key, value - before[key]]),
  );
}
