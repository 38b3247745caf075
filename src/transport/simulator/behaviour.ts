import type { EndReason, SipStatus } from '../../base/error.js';

/**
 * What a number does when it is called. Times in ms; without `afterMs` it is at once.
 * - `answers`: rings, answers, and may hang up `hangsUpAfterMs` later;
 * - `rings`: until somebody gives up, or `remoteAnswer()`;
 * - `busy`, `declines`, `not-found`: 486, 603, 404;
 * - `announces`: plays early media for `forMs` (3,000), then 480;
 * - `fails`: ends with the reason given.
 */
export type FarEndBehaviour =
  | { readonly type: 'answers'; readonly afterMs?: number; readonly hangsUpAfterMs?: number }
  | { readonly type: 'rings' }
  | { readonly type: 'busy' | 'declines' | 'not-found'; readonly afterMs?: number }
  | { readonly type: 'announces'; readonly forMs?: number }
  | {
      readonly type: 'fails';
      readonly reason: EndReason;
      readonly sip?: SipStatus;
      readonly afterMs?: number;
    };

export interface RemoteEnd {
  readonly reason: EndReason;
  readonly sip?: SipStatus;
}

/** One move of the far end, `afterMs` after the one before. */
export type FarEndStep = { readonly afterMs: number } & (
  { readonly type: 'ring' | 'announce' | 'answer' } | ({ readonly type: 'end' } & RemoteEnd)
);

/** What the far end answers who is not there, as the development PBX does. */
export const unavailable: RemoteEnd = {
  reason: 'unavailable',
  sip: { status: 480, text: 'Temporarily Unavailable' },
};

const refusals = {
  busy: { reason: 'busy', sip: { status: 486, text: 'Busy Here' } },
  declines: { reason: 'declined', sip: { status: 603, text: 'Decline' } },
  'not-found': { reason: 'not-found', sip: { status: 404, text: 'Not Found' } },
} as const satisfies Record<string, RemoteEnd>;

const ring = { type: 'ring', afterMs: 0 } as const;

function refuse(end: RemoteEnd, afterMs: number): readonly FarEndStep[] {
  const last = { type: 'end', afterMs, ...end } as const;
  return afterMs > 0 ? [ring, last] : [last];
}

/** The moves that a behaviour means. */
export function stepsOf(behaviour: FarEndBehaviour): readonly FarEndStep[] {
  switch (behaviour.type) {
    case 'rings':
      return [ring];
    case 'answers': {
      const { afterMs = 0, hangsUpAfterMs } = behaviour;
      const answer = { type: 'answer', afterMs } as const;
      if (hangsUpAfterMs === undefined) return [ring, answer];
      return [ring, answer, { type: 'end', afterMs: hangsUpAfterMs, reason: 'hangup' }];
    }
    case 'announces':
      return [
        { type: 'announce', afterMs: 0 },
        { type: 'end', afterMs: behaviour.forMs ?? 3_000, ...unavailable },
      ];
    case 'fails': {
      const { type: _, afterMs = 0, ...end } = behaviour;
      return refuse(end, afterMs);
    }
    default:
      return refuse(refusals[behaviour.type], behaviour.afterMs ?? 0);
  }
}

/** The extensions of the development PBX. */
export const builtInNumbers: Readonly<Record<string, FarEndBehaviour>> = {
  600: { type: 'answers' },
  601: { type: 'answers' },
  602: { type: 'busy' },
  603: { type: 'rings' },
  604: { type: 'declines' },
  605: { type: 'announces' },
  606: { type: 'answers', hangsUpAfterMs: 3_000 },
};
