import { type Clock, systemClock, type Undo } from '../../base/clock.js';
import { CtiError } from '../../base/error.js';
import { isSendable } from '../application-headers.js';
import type {
  CallTransport,
  Capabilities,
  DialOptions,
  DialogRecord,
  LineSettings,
  MergedCalls,
  RemoteParty,
  Target,
  TransferPolicy,
  TransportEvent,
  TransportHost,
} from '../call-transport.js';
import { parseTarget } from '../target.js';
import { builtInNumbers, type FarEndBehaviour, type RemoteEnd } from './behaviour.js';
import type { FarEndView } from './call-context.js';
import { type MicrophoneOutcome, SimulatedMicrophone } from './microphone.js';
import { capabilitiesOf, type SimulatorProfile } from './profiles.js';
import { SimulatedCall } from './simulated-call.js';
import { SimulatedLine } from './simulated-line.js';
import { SimulatedTransfers } from './simulated-transfers.js';

/** What a simulated line can do, and how slow it is. */
export interface SimulatorOptions {
  /** What the line can do: `full` by default. */
  readonly profile?: SimulatorProfile;
  /** Adds to the profile, or takes from it: `{ hold: false }`. */
  readonly capabilities?: Capabilities;
  /** How long every answer of the network takes, in ms by the controller's clock. 0: the next microtask. */
  readonly latencyMs?: number;
}

/** A call that comes in. */
export interface SimulatedCaller {
  /** Empty: anonymous. */
  readonly number: string;
  readonly displayName?: string;
  /** What the PBX tells of the call: `X-…` and `User-to-User` headers. */
  readonly headers?: Readonly<Record<string, string>>;
}

/**
 * A telephone line without a network and without sound, for the tests of pages that embed the panel, for ours and for
 * demonstrations: `panel.transport = new SimulatorTransport()`.
 *
 * It is also the far end. A number that is called does what `script()` says; 600 to 606 do what the extensions of the
 * development PBX do; any other number is not found. `receiveCall()` calls in, the `remote…` methods act as the far
 * end by hand (which ends the script of that call), `heard()` tells what has arrived there. Nothing is left to chance,
 * and all waiting is done by the clock of the controller.
 *
 * What the far end does while the line is down or stalled arrives when the line is back.
 */
export class SimulatorTransport implements CallTransport {
  readonly #scripts = new Map<string, FarEndBehaviour>(Object.entries(builtInNumbers));
  readonly #calls = new Map<string, SimulatedCall>();
  /** Ended calls too: a test asks afterwards what was heard. */
  readonly #history = new Map<string, SimulatedCall>();
  readonly #microphone = new SimulatedMicrophone();
  #capabilities: Capabilities;
  readonly #latencyMs: number;
  readonly #line: SimulatedLine;
  readonly #transfers = new SimulatedTransfers({
    capabilities: () => this.#capabilities,
    policy: () => this.#policy,
    refuses: () => this.#refusesTransfers,
    forgetTransfers: () => {
      const { blindTransfer: _blind, attendedTransfer: _attended, ...rest } = this.#capabilities;
      return (this.#capabilities = Object.freeze(rest));
    },
    find: (callId) => this.#calls.get(callId),
    behaviourOf: (number) => this.#behaviourOf(number),
    newPbxId: () => this.#newPbxId(),
    emit: (event, wanted) => this.#emit(event, wanted),
  });
  #host: TransportHost | undefined;
  #count = 0;
  #refusesHold = false;
  #refusesTransfers = false;
  #policy: TransferPolicy = 'never';
  #disposed = false;

  constructor({ profile = 'full', capabilities = {}, latencyMs = 0 }: SimulatorOptions = {}) {
    this.#capabilities = Object.freeze({ ...capabilitiesOf[profile], ...capabilities });
    this.#latencyMs = latencyMs;
    this.#line = new SimulatedLine({
      clock: () => this.#clock,
      latencyMs,
      capabilities: this.#capabilities,
      emit: (event, wanted) => this.#emit(event, wanted),
    });
  }

  /** Ids of the live calls, oldest first. */
  get callIds(): readonly string[] {
    return [...this.#calls.keys()];
  }

  /** Whether any call keeps the microphone open. */
  get microphoneInUse(): boolean {
    return this.#microphone.inUse;
  }

  /** What this number does from now on when it is called; `*` is every number without a script of its own. */
  script(number: string, behaviour: FarEndBehaviour): void {
    this.#scripts.set(number, behaviour);
  }

  /**
   * Somebody calls.
   * @returns the id of the call, the same as in its snapshot
   * @throws CtiError `not-allowed` while the line is not open
   */
  receiveCall({ number, displayName, headers = {} }: SimulatedCaller): string {
    if (!this.#host || !this.#line.open) {
      throw new CtiError('not-allowed', { message: 'The line is not open: await panel.ready.' });
    }
    const id = this.#host.newCallId();
    const lowerCase = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]);
    this.#add(id, 'incoming', number).offer(
      displayName,
      Object.fromEntries(lowerCase) as Record<string, string>,
    );
    return id;
  }

  /** The far end answers a call of ours. */
  remoteAnswer(callId: string): void {
    this.#known(callId).connectByHand();
  }

  /** The operator lifts the handset of the desk phone (profile `no-answer`). */
  liftHandset(callId: string): void {
    this.#known(callId).connectByHand();
  }

  /**
   * The far end hangs up, gives up calling, or is not available. `end` says otherwise, for example
   * `{ reason: 'answered-elsewhere' }`.
   */
  remoteHangUp(callId: string, end?: RemoteEnd): void {
    this.#known(callId).endByHand(end);
  }

  /** The far end puts us on hold, or takes us off it. */
  remoteHold(callId: string, held: boolean): void {
    this.#known(callId).holdByHand(held);
  }

  /** What has arrived at the far end; also after the call. */
  heard(callId: string): FarEndView {
    return this.#known(callId).view;
  }

  /** From now on the far end answers every hold and resume with 488. */
  refuseHold(refused = true): void {
    this.#refusesHold = refused;
  }

  /**
   * The far end wishes that we call another number in its place: refused, asked about or followed, as the page's
   * `accept-transfers` says. The number does what `script()` says.
   */
  remoteTransfer(callId: string, target: RemoteParty): void {
    this.#transfers.ask(this.#known(callId).facts.id, target);
  }

  /** The far end no longer wishes it. */
  remoteTransferLapses(callId: string): void {
    this.#transfers.lapse(callId);
  }

  /** The PBX puts another party in the place of the far end: it has transferred its side to them. */
  replaceRemote(callId: string, party: RemoteParty): void {
    this.#transfers.replace(callId, party);
  }

  /** The PBX turns out not to know transfers: the next one is answered 405, and the line no longer offers any. */
  refuseTransfers(): void {
    this.#refusesTransfers = true;
  }

  /** What the next call finds when it opens the microphone. A prompt that is open is decided by it. */
  setMicrophone(outcome: MicrophoneOutcome): void {
    this.#microphone.set(outcome);
  }

  /** The line fails, and every attempt to connect too, until `restoreLine()`. `final`: trying again is no use. */
  dropLine(error: CtiError = new CtiError('network'), final = false): void {
    this.#line.drop(error, final);
  }

  /** Connecting works again. The controller tries when its time has come. */
  restoreLine(): void {
    this.#line.restore();
  }

  /** Nothing is answered any more and nothing arrives, yet nothing is reported: what watchdogs are for. */
  stall(stalled = true): void {
    this.#line.stall(stalled);
  }

  /** The browser forbids sound, until the operator has clicked. */
  blockSound(): void {
    this.#emit({ type: 'sound-blocked', blocked: true });
  }

  attach(host: TransportHost): Undo {
    this.#host = host;
    return () => {
      if (this.#host === host) this.#host = undefined;
    };
  }

  connect({
    settings,
    server,
  }: {
    readonly settings: LineSettings;
    readonly server: string;
  }): void {
    this.#policy = settings.acceptTransfers ?? 'never';
    if (!this.#disposed) this.#line.connect(server);
  }

  async disconnect(): Promise<void> {
    if (!this.#disposed) await this.#line.close();
  }

  probe(): void {
    this.#line.probe();
  }

  parseTarget(target: string): Target {
    return parseTarget(target);
  }

  dial(callId: string, { target, headers = {} }: DialOptions): void {
    if (this.#disposed || this.#history.has(callId)) return;
    const call = this.#add(callId, 'outgoing', target.number);
    if (!this.#line.open) return call.refuse('network', 'network');
    if (!Object.entries(headers).every(isSendable)) return call.refuse('invalid-target', 'local');
    void call.dial(this.#behaviourOf(target.number));
  }

  answer(callId: string): void {
    void this.#calls.get(callId)?.answer();
  }

  decline(callId: string, code: 486 | 603): void {
    this.#withdraw(callId, code);
  }

  end(callId: string): void {
    this.#withdraw(callId, 486);
  }

  setHold(callId: string, held: boolean): void {
    this.#calls.get(callId)?.setHold(held);
  }

  setMuted(callId: string, muted: boolean): void {
    this.#calls.get(callId)?.setMuted(muted);
  }

  sendDtmf(callId: string, tones: string): void {
    this.#calls.get(callId)?.sendDtmf(tones);
  }

  refresh(callId: string): void {
    this.#calls.get(callId)?.refresh();
  }

  transfer(callId: string, { number }: Target): void {
    this.#transfers.blind(callId, number);
  }

  completeTransfer(callId: string, consultationId: string): void {
    this.#transfers.attended(callId, consultationId);
  }

  answerTransfer(callId: string, accepted: boolean): void {
    this.#transfers.answer(callId, accepted);
  }

  merge(callIds: MergedCalls): void {
    if (!this.#disposed) this.#transfers.merge(callIds);
  }

  split(): void {
    this.#transfers.split();
  }

  unblockSound(): void {
    this.#emit({ type: 'sound-blocked', blocked: false });
  }

  dialog(callId: string): DialogRecord | undefined {
    return this.#calls.get(callId)?.dialog;
  }

  abandon(): void {
    for (const callId of this.callIds) this.#withdraw(callId, 486);
    this.#line.abandon();
  }

  dispose(): void {
    if (this.#disposed) return;
    this.abandon();
    this.#disposed = true;
    this.#line.dispose();
    this.#host = undefined;
  }

  get #clock(): Clock {
    return this.#host?.clock ?? systemClock;
  }

  #withdraw(callId: string, status: 486 | 603): void {
    const text = status === 486 ? 'Busy Here' : 'Decline';
    this.#history.get(callId)?.end({ status, text });
  }

  #behaviourOf(number: string): FarEndBehaviour {
    return this.#scripts.get(number) ?? this.#scripts.get('*') ?? { type: 'not-found' };
  }

  #newPbxId(): string {
    return `${(this.#count += 1)}@simulator.invalid`;
  }

  #known(callId: string): SimulatedCall {
    const call = this.#history.get(callId);
    if (!call) throw new CtiError('not-allowed', { message: `There was no call "${callId}".` });
    return call;
  }

  #add(id: string, direction: 'incoming' | 'outgoing', number: string): SimulatedCall {
    const pbxId = this.#newPbxId();
    const call = new SimulatedCall(
      { id, pbxId, direction, number },
      {
        clock: () => this.#clock,
        line: this.#line,
        microphone: this.#microphone,
        capabilities: this.#capabilities,
        latencyMs: this.#latencyMs,
        refusesHold: () => this.#refusesHold,
        emit: (event, wanted) => this.#emit(event, wanted),
        forget: (callId) => {
          this.#calls.delete(callId);
          this.#transfers.forget(callId);
        },
      },
    );
    this.#calls.set(id, call);
    this.#history.set(id, call);
    return call;
  }

  /** The one way out: later, never from inside a method that the controller called. */
  #emit(event: TransportEvent, wanted: () => boolean = () => true): void {
    queueMicrotask(() => {
      if (!this.#disposed && wanted()) this.#host?.emit(event);
    });
  }
}
