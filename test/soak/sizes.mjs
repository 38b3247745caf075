/**
 * How much is done, and what is allowed of it, for `npm run soak` and for the quick version in CI. Rows are those of
 * the acceptance list: 146 calls, 149 mounts and reconnects, 152 restart, 153 outage.
 */
export const sizes = {
  full: {
    calls: { count: 1_000, setUpP95Ms: 300, heapMb: 1 },
    mounts: { rounds: 5, perRound: 100, heapMb: 2 },
    reconnects: { panels: 9, rounds: 23, paceMs: 6_200, heapMb: 2 },
    restart: { clients: 300, speed: 1 },
    outage: { clients: 300, speed: 1 },
  },
  quick: {
    // On a busy machine a single call may take long; the heap of a few calls is mostly compiled code.
    calls: { count: 40, setUpP95Ms: 1_000, heapMb: 1 },
    mounts: { rounds: 1, perRound: 50, heapMb: 2 },
    reconnects: { panels: 5, rounds: 4, paceMs: 2_200, heapMb: 2 },
    restart: { clients: 40, speed: 1 },
    // The clients' clock runs faster: an outage of 60 s takes 15.
    outage: { clients: 40, speed: 4 },
  },
};
