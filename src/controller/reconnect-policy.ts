/**
 * When to try again, and where. Pure: chance comes in as `random` (0 ≤ random < 1).
 * Figures: SIP.md 4.1; the idea of spreading clients out: RFC 5626 section 4.5.
 */
export const reconnectFigures = {
  baseMs: 500,
  capMs: 30_000,
  /** After the server closed an idle line: all its clients are in the same position, so spread them. */
  firstIdleMs: 5_000,
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
  /** Longest `Retry-After` that is obeyed, and how much later chance may make it. */
  retryAfterMaxMs: 300_000,
  retryAfterJitter: 0.2,
} as const;

export interface RetrySituation {
  /** Failures in a row, this one included: 1 or more. */
  readonly failures: number;
  /** A call is live, or the network has just come back. */
  readonly urgent: boolean;
  readonly networkDown: boolean;
  readonly retryAfterMs?: number;
  readonly random: number;
}

/** Delay before the next try, in ms. */
export function retryDelay(situation: RetrySituation): number {
  const { failures, urgent, networkDown, retryAfterMs, random } = situation;
  const figures = reconnectFigures;
  if (retryAfterMs !== undefined) {
    const asked = Math.min(Math.max(retryAfterMs, 1_000), figures.retryAfterMaxMs);
    return asked * (1 + random * figures.retryAfterJitter);
  }
  if (networkDown) return figures.offlineMs;
  if (failures <= 1) return random * (urgent ? figures.firstUrgentMs : figures.firstIdleMs);
  const ceiling = Math.min(figures.capMs, figures.baseMs * 2 ** Math.min(failures - 1, 30));
  return random * ceiling;
}

/** The server to try next: the same one, until it has failed often enough. */
export function nextServer(current: number, failuresHere: number, count: number): number {
  if (count <= 1) return 0;
  return failuresHere >= reconnectFigures.triesPerServer ? (current + 1) % count : current;
}
