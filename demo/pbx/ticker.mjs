/** One clock for all that sends audio: a call of `onTick` for every 20 ms of real time, late ones made up for. */
const PERIOD_MS = 20;
/** After a longer stall the missed packets are left out, as a real phone would. */
const MOST_AT_ONCE = 5;

/** @type {Set<() => void>} */
const listeners = new Set();
/** @type {NodeJS.Timeout | undefined} */
let timer;
let nextAt = 0;

function run() {
  const now = performance.now();
  nextAt = Math.max(nextAt, now - MOST_AT_ONCE * PERIOD_MS);
  for (; nextAt <= now; nextAt += PERIOD_MS) for (const onTick of listeners) onTick();
  timer = setTimeout(run, Math.max(0, nextAt - performance.now()));
}

/** @returns {() => void} the undo */
export function everyPacket(/** @type {() => void} */ onTick) {
  if (listeners.size === 0) {
    nextAt = performance.now();
    timer = setTimeout(run, 0);
  }
  listeners.add(onTick);
  return () => {
    listeners.delete(onTick);
    if (listeners.size === 0) clearTimeout(timer);
  };
}
