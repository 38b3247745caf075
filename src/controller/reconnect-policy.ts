/**
 * When to try again, and where. Pure: chance comes in as `random` (0 ≤ random < 1).
 * Figures: SIP.md 4.1; the idea of spreading clients out: RFC 5626 section 4.5.
 */
export const reconnectFigures = {
  baseMs: 500,
  capMs: 30_000,
  /** After the server closed an idle line: all its clients are in the same position, so spread them. */
  firstIdleMs: 5_000,
  /** After an idle line fell silent: each client notices when its own heartbeat is due, which spreads them already. */
  firstSilentMs: 2_000,
  /** In a call, or when the network came back: only a little jitter. */
  firstUrgentMs: 300,
  /** While the browser says that there is no network, it may be wrong: one try in this time. */
  offlineMs: 30_000,
  /** So long online, and the failures before are forgotten. */
  stableMs: 60_000,
  /** Failures at one server before the next one is tried. */
  triesPerServer: 2,
  /** Back to the preferred server, when idle, after this long at another: 5 to 10 min. */
  preferMinMs: 300_000,
  preferMaxMs: 600_000,
  /** Shortest and longest `Retry-After` that is obeyed, and how much later chance may make it. */
  retryAfterMinMs: 1_000,
  retryAfterMaxMs: 300_000,
  retryAfterJitter: 0.2,
} as const;

export interface RetrySituation {
  /** Failures in a row, this one included: 1 or more. */
  readonly failures: number;
  /** A call is live, or the network has just come back. */
  readonly urgent: boolean;
  readonly networkDown: boolean;
  /** It was an open line that failed, not a try to open it. */
  readonly lost?: boolean;
  /** The line was not closed: nothing was heard on it any more. */
  readonly silent?: boolean;
  /** The next try is the first at another server since the line was lost. */
  readonly untried?: boolean;
  readonly retryAfterMs?: number;
  readonly random: number;
}

/** Delay before the next try, in ms. */
export function retryDelay(situation: RetrySituation): number {
  const { failures, urgent, networkDown, lost, silent, untried, retryAfterMs, random } = situation;
  const figures = reconnectFigures;
  if (retryAfterMs !== undefined) {
    const { retryAfterMinMs, retryAfterMaxMs, retryAfterJitter } = figures;
    const asked = Math.min(Math.max(retryAfterMs, retryAfterMinMs), retryAfterMaxMs);
    return Math.max(asked * (1 + random * retryAfterJitter), networkDown ? figures.offlineMs : 0);
  }
  if (networkDown) return figures.offlineMs;
  // The clients of a server that is gone were spread out when they tried it once more.
  if (untried) return random * figures.firstUrgentMs;
  if (failures <= 1) {
    if (urgent) return random * figures.firstUrgentMs;
    return random * (silent ? figures.firstSilentMs : figures.firstIdleMs);
  }
  // Beyond 30 the power only grows out of what a number holds.
  const ceiling = Math.min(figures.capMs, figures.baseMs * 2 ** Math.min(failures - 1, 30));
  // A server that has died again has all its clients at the same moment again.
  return random * (lost && !urgent ? Math.max(figures.firstIdleMs, ceiling) : ceiling);
}

/** The server to try next: the same one, until it has failed often enough. */
export function nextServer(current: number, failuresHere: number, count: number): number {
  if (count <= 1) return 0;
  return failuresHere >= reconnectFigures.triesPerServer ? (current + 1) % count : current;
}
