import { CtiError, toCtiError } from '../../base/error.js';
import type {
  Capabilities,
  MergedCalls,
  RemoteParty,
  TransferPolicy,
  TransportEvent,
} from '../call-transport.js';
import { type FarEndBehaviour, stepsOf } from './behaviour.js';
import type { SimulatedCall } from './simulated-call.js';

/** How long the target of a transfer may ring. */
const ringingForMs = 60_000;

interface TransfersHost {
  readonly capabilities: () => Capabilities;
  readonly policy: () => TransferPolicy;
  find(callId: string): SimulatedCall | undefined;
  behaviourOf(number: string): FarEndBehaviour;
  newPbxId(): string;
  emit(event: TransportEvent, wanted?: () => boolean): void;
  /** The PBX does not know transfers. */
  refuses(): boolean;
  /** @returns what the line can do without them */
  forgetTransfers(): Capabilities;
}

/** What is done with two calls, or with a call and a number: transfers, calls taken over, the conference. */
export class SimulatedTransfers {
  readonly #host: TransfersHost;
  readonly #asked = new Map<string, RemoteParty>();
  #merged: MergedCalls | undefined;

  constructor(host: TransfersHost) {
    this.#host = host;
  }

  blind(callId: string, number: string): void {
    this.#refer(callId, 'blindTransfer', async (call) => {
      const failure = await this.#call(call, number, () =>
        call.report({ type: 'call-transfer-progress', callId, progress: 'ringing' }),
      );
      if (failure) throw failure;
      call.note({ transferredTo: number });
      call.finish('transferred', 'local');
    });
  }

  attended(callId: string, consultationId: string): void {
    this.#refer(callId, 'attendedTransfer', async (call) => {
      const asked = this.#host.find(consultationId);
      if (!asked?.connected || asked === call) throw new CtiError('not-allowed');
      call.note({ transferredTo: asked.facts.number });
      asked.note({ transferredTo: call.facts.number });
      call.finish('transferred', 'local');
      asked.finish('transferred', 'local');
    });
  }

  /** The far end wishes us to call somebody else. */
  ask(callId: string, target: RemoteParty): void {
    const policy = this.#host.policy();
    const call = this.#host.find(callId);
    if (!call?.connected || policy === 'never') return;
    this.#asked.set(callId, target);
    if (policy === 'always') return this.answer(callId, true);
    call.report({ type: 'call-transfer-asked', callId, target });
  }

  lapse(callId: string): void {
    if (!this.#asked.delete(callId)) return;
    this.#host.find(callId)?.report({ type: 'call-transfer-lapsed', callId });
  }

  answer(callId: string, accepted: boolean): void {
    const target = this.#asked.get(callId);
    this.#asked.delete(callId);
    const call = this.#host.find(callId);
    if (!target || !call || !accepted) return;
    call.operate(async () => {
      const error = await this.#call(call, target.number);
      if (error) return call.report({ type: 'call-transfer-lapsed', callId, error });
      this.replace(callId, target);
    });
  }

  /** Another dialog takes the call over. */
  replace(callId: string, remote: RemoteParty): void {
    const call = this.#host.find(callId);
    if (!call?.connected) return;
    const pbxId = this.#host.newPbxId();
    call.become({ number: remote.number, pbxId });
    const { held } = call.view;
    const capabilities = this.#host.capabilities();
    call.report({ type: 'call-replaced', callId, pbxId, remote, capabilities, held });
  }

  merge(callIds: MergedCalls): void {
    const calls = callIds.map((id) => this.#host.find(id));
    const able = calls.every((call) => call?.connected && !call.view.held) && !this.#merged;
    if (!able || !this.#host.capabilities().merge) {
      const error = new CtiError(able ? 'not-supported' : 'not-allowed');
      return this.#host.emit({ type: 'calls-merge-failed', callIds, error });
    }
    this.#merged = callIds;
    const [a, b] = callIds;
    calls[0]?.note({ mergedWith: b });
    calls[1]?.note({ mergedWith: a });
    this.#host.emit({ type: 'calls-merged', callIds }, () => this.#merged === callIds);
  }

  split(): void {
    const callIds = this.#merged;
    if (!callIds) return;
    this.#unmerge(callIds);
    const live = (): boolean => callIds.every((id) => this.#host.find(id));
    this.#host.emit({ type: 'calls-split', callIds }, live);
  }

  /** The call is over. */
  forget(callId: string): void {
    this.#asked.delete(callId);
    if (this.#merged?.includes(callId)) this.#unmerge(this.#merged);
  }

  #unmerge(callIds: MergedCalls): void {
    this.#merged = undefined;
    for (const id of callIds) this.#host.find(id)?.part();
  }

  /** One REFER: what the PBX does about it, or why it came to nothing. */
  #refer(
    callId: string,
    capability: 'blindTransfer' | 'attendedTransfer',
    follow: (call: SimulatedCall) => Promise<void>,
  ): void {
    const call = this.#host.find(callId);
    const fail = (thrown: unknown): void =>
      call?.report({ type: 'call-transfer-failed', callId, error: toCtiError(thrown) });
    call?.operate(async () => {
      try {
        await call.request(this.#host.capabilities()[capability]);
        if (this.#host.refuses()) throw this.#unknown();
        call.report({ type: 'call-transfer-progress', callId, progress: 'trying' });
      } catch (thrown) {
        return fail(thrown);
      }
      // The call can be held and resumed while the target rings.
      void follow(call).catch(fail);
    });
  }

  #unknown(): CtiError {
    const capabilities = this.#host.forgetTransfers();
    this.#host.emit({ type: 'line-capabilities-changed', capabilities });
    return new CtiError('not-supported', { sip: { status: 405, text: 'Method Not Allowed' } });
  }

  /** Calls a number for a far end that is to have it. Resolves when it has answered, or with why it has not. */
  async #call(
    call: SimulatedCall,
    number: string,
    onRinging?: () => void,
  ): Promise<CtiError | undefined> {
    for (const step of stepsOf(this.#host.behaviourOf(number))) {
      await call.wait(step.afterMs);
      if (step.type === 'answer') return undefined;
      if (step.type === 'end') return new CtiError(step.reason, step.sip ? { sip: step.sip } : {});
      onRinging?.();
    }
    // It rings for ever: until the call ends, or the PBX loses its patience.
    await call.wait(ringingForMs);
    return new CtiError('no-answer', { sip: { status: 408, text: 'Request Timeout' } });
  }
}
