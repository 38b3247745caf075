import { CtiError, type EndReason, type SipStatus, toCtiError } from '../../base/error.js';
import type { DialogRecord, EndedBy, TransportEvent } from '../call-transport.js';
import {
  type FarEndBehaviour,
  type FarEndStep,
  type RemoteEnd,
  stepsOf,
  unavailable,
} from './behaviour.js';
import type { CallContext, CallFacts, FarEndView } from './call-context.js';
import { Timers } from './timers.js';

/** A request that the far end never answers (RFC 3261 timer F). */
const requestTimeoutMs = 32_000;
const dialableTones = /^[0-9*#A-D,]+$/;

type Phase = 'preparing' | 'calling' | 'offered' | 'answering' | 'connected' | 'over';

/** One call: our end as the port asks for it, and the far end as a test or a script plays it. */
export class SimulatedCall {
  #facts: CallFacts;
  readonly #context: CallContext;
  readonly #timers: Timers;
  readonly #script: Timers;
  #phase: Phase = 'preparing';
  #withdrawn = false;
  #remoteHeld = false;
  #ringing = false;
  #operations: Promise<void> = Promise.resolve();
  #view: FarEndView = { state: 'none', tones: '', muted: false, held: false, refreshes: 0 };

  constructor(facts: CallFacts, context: CallContext) {
    this.#facts = facts;
    this.#context = context;
    this.#timers = new Timers(context.clock);
    this.#script = new Timers(context.clock);
  }

  get view(): FarEndView {
    return Object.freeze({ ...this.#view });
  }

  get facts(): CallFacts {
    return this.#facts;
  }

  get connected(): boolean {
    return this.#is('connected');
  }

  get dialog(): DialogRecord | undefined {
    if (!this.#is('connected')) return undefined;
    const { id, pbxId, direction, number } = this.#facts;
    const remoteUri = `sip:${number || 'anonymous'}@simulator.invalid`;
    const tags = { localTag: `${pbxId}-local`, remoteTag: `${pbxId}-remote` };
    return { callId: id, pbxId, direction, remoteUri, held: this.#view.held, ...tags };
  }

  async dial(behaviour: FarEndBehaviour): Promise<void> {
    try {
      await this.#openMicrophone();
    } catch (thrown) {
      return this.#finishByMicrophone(toCtiError(thrown));
    }
    await this.#timers.wait(this.#context.latencyMs);
    if (!this.#context.line.open) return this.finish('network', 'network');
    this.#phase = 'calling';
    this.#see({ state: 'ringing' });
    this.report({ type: 'call-dialed', callId: this.#facts.id, pbxId: this.#facts.pbxId });
    for (const step of stepsOf(behaviour)) {
      await this.#script.wait(step.afterMs);
      this.#context.line.carry(() => this.#take(step));
    }
  }

  /** It cannot even be tried. */
  refuse(reason: EndReason, by: EndedBy): void {
    this.finish(reason, by);
  }

  offer(displayName: string | undefined, headers: Readonly<Record<string, string>>): void {
    const { id: callId, pbxId, number } = this.#facts;
    const { capabilities } = this.#context;
    this.#phase = 'offered';
    this.#see({ state: 'ringing' });
    const remote = displayName === undefined ? { number } : { number, displayName };
    this.report({ type: 'call-offered', callId, pbxId, remote, capabilities, headers });
  }

  async answer(): Promise<void> {
    if (!this.#is('offered')) return;
    const { capabilities, latencyMs, line } = this.#context;
    if (!capabilities.answer) return this.#answerFailed(new CtiError('not-supported'));
    this.#phase = 'answering';
    try {
      await this.#openMicrophone();
      await this.#timers.wait(latencyMs);
      if (!line.open) throw new CtiError('network');
    } catch (thrown) {
      return this.#answerFailed(toCtiError(thrown));
    }
    this.#timers.after(requestTimeoutMs, () => this.finish('timeout', 'network'));
    line.carry(() => this.#connect());
  }

  /** Nothing more is reported; the far end hears of it when it can be reached. */
  end(refusal: SipStatus): void {
    // Also when it is over already: its end may be on the way, and is not to arrive any more.
    this.#withdrawn = true;
    if (this.#is('over')) return;
    const refused = this.#is('offered') || this.#is('answering');
    const reached = this.#view.state !== 'none';
    this.#close();
    if (reached) {
      this.#context.line.carry(() =>
        this.#see(refused ? { state: 'ended', sip: refusal } : { state: 'ended' }),
      );
    }
  }

  setHold(held: boolean): void {
    this.operate(async () => {
      const callId = this.#facts.id;
      try {
        await this.request(this.#context.capabilities.hold);
        if (this.#context.refusesHold()) {
          const sip = { status: 488, text: 'Not Acceptable Here' };
          throw new CtiError('not-acceptable', { sip });
        }
        this.#see({ held });
        this.report({ type: 'call-hold-changed', callId, held });
      } catch (thrown) {
        this.report({ type: 'call-hold-failed', callId, error: toCtiError(thrown) });
      }
    });
  }

  setMuted(muted: boolean): void {
    this.#see({ muted });
  }

  sendDtmf(tones: string): void {
    this.operate(async () => {
      const callId = this.#facts.id;
      const possible = this.#is('connected') && !this.#view.held && dialableTones.test(tones);
      const { dtmf } = this.#context.capabilities;
      if (!possible || !dtmf) {
        const error = new CtiError(possible ? 'not-supported' : 'not-allowed');
        return this.report({ type: 'call-dtmf-failed', callId, error });
      }
      await this.#timers.wait(this.#context.latencyMs);
      this.#see({ tones: this.#view.tones + tones.replaceAll(',', '') });
      this.report({ type: 'call-dtmf-sent', callId });
    });
  }

  refresh(): void {
    this.operate(async () => {
      if (!this.#is('connected')) return;
      await this.#timers.wait(this.#context.latencyMs);
      this.#context.line.carry(() => this.#see({ refreshes: this.#view.refreshes + 1 }));
    });
  }

  /** Another party takes the far end's place. */
  become(facts: Pick<CallFacts, 'number' | 'pbxId'>): void {
    this.#facts = { ...this.#facts, ...facts };
  }

  /** Notes what has become of the far end. */
  note(change: Pick<FarEndView, 'transferredTo' | 'mergedWith'>): void {
    this.#see(change);
  }

  /** The conference is over. */
  part(): void {
    const { mergedWith: _, ...view } = this.#view;
    this.#view = view;
  }

  /** Never resolves once the call is over. */
  wait(delayMs: number): Promise<void> {
    return this.#timers.wait(delayMs);
  }

  /** The far end answers, or the handset of our own desk phone is lifted. */
  connectByHand(): void {
    this.#script.clear();
    this.#context.line.carry(() => this.#connect());
  }

  endByHand(end?: RemoteEnd): void {
    this.#script.clear();
    this.#context.line.carry(() => this.#endRemotely(end ?? this.#usualEnd()));
  }

  holdByHand(held: boolean): void {
    this.#context.line.carry(() => {
      if (!this.#is('connected') || held === this.#remoteHeld) return;
      this.#remoteHeld = held;
      this.report({ type: 'call-remote-hold-changed', callId: this.#facts.id, held });
    });
  }

  #is(phase: Phase): boolean {
    return this.#phase === phase;
  }

  #see(change: Partial<FarEndView>): void {
    this.#view = { ...this.#view, ...change };
  }

  /** Reports of it, while it lives and is wanted. */
  report(event: TransportEvent): void {
    if (!this.#is('over')) this.#context.emit(event, () => !this.#withdrawn);
  }

  async #openMicrophone(): Promise<void> {
    const { id } = this.#facts;
    await this.#context.microphone.open(id, {
      wanted: () => !this.#is('over'),
      onAsking: (asking) => this.report({ type: 'call-microphone-asked', callId: id, asking }),
    });
  }

  #answerFailed(error: CtiError): void {
    if (this.#is('over')) return;
    this.#phase = 'offered';
    this.#context.microphone.close(this.#facts.id);
    this.report({ type: 'call-answer-failed', callId: this.#facts.id, error });
  }

  #finishByMicrophone({ reason }: CtiError): void {
    this.finish(reason === 'microphone-missing' ? reason : 'microphone-denied', 'local');
  }

  #take(step: FarEndStep): void {
    switch (step.type) {
      case 'ring':
        return this.#ring();
      case 'announce':
        this.#ring();
        return this.#reportMedia('early');
      case 'answer':
        return this.#connect();
      case 'end': {
        const { reason, sip } = step;
        return this.#endRemotely(sip ? { reason, sip } : { reason });
      }
    }
  }

  #ring(): void {
    if (!this.#is('calling') || this.#ringing) return;
    this.#ringing = true;
    this.report({ type: 'call-ringing', callId: this.#facts.id });
  }

  #reportMedia(media: 'early' | 'flowing'): void {
    this.report({ type: 'call-media-changed', callId: this.#facts.id, media });
  }

  #connect(): void {
    if (this.#is('connected') || this.#is('over') || this.#is('preparing')) return;
    this.#phase = 'connected';
    this.#timers.clear();
    this.#see({ state: 'connected' });
    const { capabilities } = this.#context;
    this.report({ type: 'call-connected', callId: this.#facts.id, capabilities });
    this.#reportMedia('flowing');
  }

  #usualEnd(): RemoteEnd {
    if (this.#is('connected')) return { reason: 'hangup' };
    return this.#facts.direction === 'incoming' ? { reason: 'cancelled' } : unavailable;
  }

  #endRemotely({ reason, sip }: RemoteEnd): void {
    this.#see({ state: 'ended' });
    this.finish(reason, 'remote', sip);
  }

  finish(reason: EndReason, by: EndedBy, sip?: SipStatus): void {
    const callId = this.#facts.id;
    if (this.#view.state !== 'none') this.#see({ state: 'ended' });
    this.report({ type: 'call-ended', callId, reason, by, ...(sip ? { sip } : {}) });
    this.#close();
  }

  #close(): void {
    this.#phase = 'over';
    this.#timers.clear();
    this.#script.clear();
    this.#context.microphone.close(this.#facts.id);
    this.#context.forget(this.#facts.id);
  }

  /** One operation after the other. What the end of the call interrupts never goes on. */
  operate(operation: () => Promise<void>): void {
    this.#operations = this.#operations.then(operation);
  }

  /**
   * A request that changes the call, until the far end has agreed.
   * @throws CtiError `not-allowed`, `not-supported`, `network`, `timeout`
   */
  async request(supported: boolean | undefined): Promise<void> {
    if (!this.#is('connected')) throw new CtiError('not-allowed');
    if (!supported) throw new CtiError('not-supported');
    await this.#timers.wait(this.#context.latencyMs);
    if (!this.#context.line.open) throw new CtiError('network');
    await new Promise<void>((resolve, reject) => {
      const giveUp = this.#timers.after(requestTimeoutMs, () => reject(new CtiError('timeout')));
      this.#context.line.carry(() => {
        giveUp();
        resolve();
      });
    });
  }
}
