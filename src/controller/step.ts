import type { CtiNotification } from './call-controller.js';
import type { Effect, Stamp } from './events.js';
import type { CallSnapshot, CtiSnapshot, Mode } from './snapshot.js';

/**
 * One run of the transition: the snapshot as far as it has got, and the effects so far. It lives only inside
 * `transition()`, which is why it may be written to.
 */
export class Step {
  readonly effects: Effect[] = [];

  constructor(
    public snapshot: CtiSnapshot,
    readonly stamp: Stamp,
  ) {}

  set(change: Partial<CtiSnapshot>): void {
    this.snapshot = { ...this.snapshot, ...change };
  }

  effect(...effects: Effect[]): void {
    this.effects.push(...effects);
  }

  notify(notification: CtiNotification): void {
    this.effects.push({ type: 'notify', notification });
  }

  call(callId: string): CallSnapshot | undefined {
    return this.snapshot.calls.find((call) => call.id === callId);
  }

  /** Changes properties of a live call. */
  setCall(callId: string, change: Partial<CallSnapshot>): CallSnapshot {
    const call = this.call(callId);
    if (!call) throw new RangeError('setCall() needs a live call');
    return this.replaceCall({ ...call, ...change });
  }

  /** Changes properties of a live call, and tells, where that makes a difference. */
  update(callId: string, change: Partial<CallSnapshot>): void {
    const before = this.call(callId);
    if (!before || unchanged(before, change)) return;
    this.notify({ type: 'call-updated', detail: { call: this.setCall(callId, change) } });
  }

  /** Takes properties off a live call. */
  drop(callId: string, ...names: readonly OptionalOfCall[]): void {
    const call = this.call(callId);
    if (!call || names.every((name) => call[name] === undefined)) return;
    const entries = Object.entries(call).filter(([name]) => !names.some((other) => other === name));
    this.replaceCall(Object.fromEntries(entries) as unknown as CallSnapshot);
  }

  /** Puts a call in the place of the one with its id, the others stay the same objects, so that slices stay equal. */
  replaceCall(call: CallSnapshot): CallSnapshot {
    Object.freeze(call);
    this.setCalls(this.snapshot.calls.map((other) => (other.id === call.id ? call : other)));
    return call;
  }

  addCall(call: CallSnapshot): void {
    this.setCalls([...this.snapshot.calls, Object.freeze(call)]);
  }

  makeCurrent(callId: string): void {
    this.setCalls(this.snapshot.calls, callId);
  }

  removeCall(callId: string): void {
    this.setCalls(this.snapshot.calls.filter((call) => call.id !== callId));
  }

  private setCalls(
    calls: readonly CallSnapshot[],
    leading: string | undefined = this.snapshot.currentCallId,
  ): void {
    const current = currentCall(calls, leading);
    const { currentCallId: _, ...rest } = this.snapshot;
    this.snapshot = {
      ...rest,
      calls: Object.freeze(calls),
      mode: modeOf(current),
      ...(current ? { currentCallId: current.id } : {}),
      // The keypad belongs to the call it was opened for.
      ...(current?.id === this.snapshot.currentCallId ? {} : { keypad: false }),
    };
  }
}

/** What a call may be without. */
type OptionalOfCall =
  'problem' | 'merge' | 'deferred' | 'transferAsked' | 'displayName' | 'via' | 'customer';

function unchanged(call: CallSnapshot, change: Partial<CallSnapshot>): boolean {
  return Object.entries(change).every(
    ([key, value]: [string, unknown]) => call[key as keyof CallSnapshot] === value,
  );
}

/** How much a call needs the operator: the call that leads when the current one is gone. */
function claim(call: CallSnapshot): number {
  if (call.phase === 'connected') return call.hold === 'none' ? 5 : 4;
  if (call.phase === 'connecting') return 3;
  if (call.direction === 'outgoing') return 2;
  return call.silenced ? 0 : 1;
}

const rings = (call: CallSnapshot): boolean => call.phase === 'offered';

/**
 * The current call stays current while it lives, unless it only rings and another one is answered: from the screen, or
 * at the handset. After it comes the one with the strongest claim, the oldest first.
 */
function currentCall(
  calls: readonly CallSnapshot[],
  currentCallId: string | undefined,
): CallSnapshot | undefined {
  const current = calls.find((call) => call.id === currentCallId);
  if (current && (!rings(current) || calls.every(rings))) return current;
  return calls.reduce<CallSnapshot | undefined>(
    (best, call) => (!best || claim(call) > claim(best) ? call : best),
    undefined,
  );
}

function modeOf(call: CallSnapshot | undefined): Mode {
  if (!call) return 'idle';
  if (call.phase === 'connected') return 'talking';
  return call.direction === 'incoming' ? 'incoming' : 'outgoing';
}
