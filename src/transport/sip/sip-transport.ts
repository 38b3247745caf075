import { type Invitation, URI, type UserAgent } from 'sip.js';

import type { Undo } from '../../base/clock.js';
import { systemClock } from '../../base/clock.js';
import { CtiError, type EndReason, toCtiError } from '../../base/error.js';
import { type Logger, redacting, silentLogger } from '../../base/logger.js';
import type { DeviceChoice } from '../../devices/device-choice.js';
import { headerLines } from '../application-headers.js';
import type {
  CallTransport,
  Capabilities,
  DialOptions,
  DialogRecord,
  LineSettings,
  MergedCalls,
  Target,
  TransportEvent,
  TransportHost,
} from '../call-transport.js';
import { parseTarget, targetAddress } from '../target.js';
import { callCapabilities } from './capabilities.js';
import { Conference } from './conference.js';
import { callsMax } from './constants.js';
import { Farewells } from './farewells.js';
import { IncomingCall } from './incoming-call.js';
import { LineWatch } from './line-watch.js';
import { SipLine } from './line.js';
import { Devices } from './media/devices.js';
import { RemoteSound } from './media/remote-sound.js';
import { MediaRegistry } from './media/session-description-handler.js';
import { offerProblem } from './offer-check.js';
import { OutgoingCall } from './outgoing-call.js';
import type { CallContext } from './call-context.js';
import { referToAddress, referToDialog } from './refer-to.js';
import { isIntervalTooSmall, minimumHeader } from './session-timer.js';
import type { SipCall } from './sip-call.js';
import { Takeovers } from './takeovers.js';
import { TrackedClock } from './tracked-clock.js';

/** A telephone line by SIP over WebSocket, on sip.js at the level of its API. */
export class SipTransport implements CallTransport {
  readonly #calls = new Map<string, SipCall>();
  /** Calls that ended before they began, until that is told. */
  readonly #refused = new Set<string>();
  readonly #devices = new Devices((notice) =>
    this.#emit({ type: 'device-notice', ...(notice ? { notice } : {}) }),
  );
  readonly #sound = new RemoteSound(
    (blocked) => this.#emit({ type: 'sound-blocked', blocked }),
    this.#devices.speaker,
  );
  readonly #registry = new MediaRegistry();
  /** For calls: their timers outlive them, but not the transport. */
  readonly #clock = new TrackedClock(() => this.#host?.clock ?? systemClock);
  readonly #watch = new LineWatch();
  readonly #farewells = new Farewells(this.#clock);
  readonly #conference = new Conference({
    calls: this.#calls,
    sound: this.#sound,
    emit: (event) => this.#emit(event),
  });
  readonly #takeovers = new Takeovers({
    calls: this.#calls,
    context: () => this.#context(),
    policy: () => this.#settings.acceptTransfers ?? 'never',
    userAgent: () => this.#line.openUserAgent,
  });
  #settings: Partial<LineSettings> = {};
  /** The PBX is not known to refuse REFER. */
  #refers = true;
  #host: TransportHost | undefined;
  #lineOfHost: SipLine | undefined;
  #disposed = false;

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
    if (this.#disposed) return;
    this.#settings = settings;
    this.#lineClosed();
    void this.#line.connect(settings, server);
  }

  async disconnect(): Promise<void> {
    if (this.#disposed) return;
    this.#lineClosed();
    await this.#line.close();
    this.#emit({ type: 'line-closed' });
    await new Promise<void>((resolve) => queueMicrotask(resolve));
  }

  probe(): void {
    this.#lineOfHost?.probe();
  }

  parseTarget(target: string): Target {
    return parseTarget(target);
  }

  dial(callId: string, { target, headers = {} }: DialOptions): void {
    if (this.#disposed || this.#calls.has(callId)) return;
    const userAgent = this.#line.openUserAgent;
    if (!userAgent) return this.#refuse(callId, 'network');
    try {
      const uri = this.#uri(target, userAgent);
      const lines = headerLines(headers);
      const call = new OutgoingCall(callId, this.#context());
      this.#calls.set(callId, call);
      void call.dial(userAgent, uri, lines);
    } catch (thrown) {
      this.#refuse(
        callId,
        toCtiError(thrown).reason === 'invalid-target' ? 'invalid-target' : 'failed',
      );
    }
  }

  answer(callId: string): void {
    const call = this.#calls.get(callId);
    if (call instanceof IncomingCall) void call.answer();
  }

  decline(callId: string, code: 486 | 603): void {
    this.#calls.get(callId)?.end(code);
  }

  end(callId: string): void {
    this.#refused.delete(callId);
    this.#calls.get(callId)?.end();
  }

  setHold(callId: string, held: boolean): void {
    this.#calls.get(callId)?.inCall.setHold(held);
  }

  setMuted(callId: string, muted: boolean): void {
    for (const id of this.#conference.with(callId)) this.#calls.get(id)?.setMuted(muted);
  }

  sendDtmf(callId: string, tones: string): void {
    this.#calls.get(callId)?.inCall.sendDtmf(tones);
  }

  refresh(callId: string): void {
    this.#calls.get(callId)?.inCall.refresh();
  }

  transfer(callId: string, target: Target): void {
    const call = this.#calls.get(callId);
    const userAgent = this.#line.userAgent;
    if (!call || !userAgent) return;
    try {
      call.transfer.begin(referToAddress(this.#uri(target, userAgent)));
    } catch (thrown) {
      this.#transferFails(call, toCtiError(thrown));
    }
  }

  completeTransfer(callId: string, consultationId: string): void {
    const call = this.#calls.get(callId);
    const consultation = this.#calls.get(consultationId);
    if (!call) return;
    try {
      if (!consultation?.session || consultation === call) throw new CtiError('not-allowed');
      call.transfer.begin(referToDialog(consultation.session), consultation);
    } catch (thrown) {
      this.#transferFails(call, toCtiError(thrown));
    }
  }

  answerTransfer(callId: string, accepted: boolean): void {
    const call = this.#calls.get(callId);
    if (call) this.#takeovers.answer(call, accepted);
  }

  merge(callIds: MergedCalls): void {
    this.#conference.merge(callIds);
  }

  split(): void {
    this.#conference.split();
  }

  unblockSound(): void {
    this.#sound.unblock();
  }

  setDevices(choice: DeviceChoice): Promise<void> {
    return this.#devices.choose(choice);
  }

  dialog(callId: string): DialogRecord | undefined {
    return this.#calls.get(callId)?.dialog;
  }

  abandon(): void {
    for (const call of [...this.#calls.values()]) call.end();
    this.#lineOfHost?.abandon();
  }

  dispose(): void {
    if (this.#disposed) return;
    this.abandon();
    this.#disposed = true;
    this.#clock.stop();
    this.#lineOfHost?.dispose();
    this.#conference.dispose();
    this.#sound.dispose();
    this.#devices.dispose();
    this.#host = undefined;
  }

  #transferFails(call: SipCall, error: CtiError): void {
    call.emit({ type: 'call-transfer-failed', callId: call.id, error });
  }

  /** Never throws, and hears nothing secret. */
  get #logger(): Logger {
    return redacting(this.#host?.logger ?? silentLogger);
  }

  get #line(): SipLine {
    return (this.#lineOfHost ??= new SipLine({
      clock: this.#host?.clock ?? systemClock,
      logger: this.#logger,
      registry: this.#registry,
      isInCall: () => this.#calls.size > 0,
      onOpened: (server) => {
        this.#emit({ type: 'line-opened', server, capabilities: this.#capabilities });
        this.#lineOpened();
      },
      onFailed: (error, final) => {
        this.#emit({ type: 'line-failed', error, final });
        this.#lineClosed();
      },
      onInvite: (invitation) => this.#offer(invitation),
    }));
  }

  get #capabilities(): Capabilities {
    return callCapabilities(this.#refers);
  }

  #refersNot(): void {
    if (!this.#refers) return;
    this.#refers = false;
    this.#emit({ type: 'line-capabilities-changed', capabilities: this.#capabilities });
  }

  #lineOpened(): void {
    this.#watch.set(true);
    this.#farewells.lineOpened();
    for (const call of [...this.#calls.values()]) call.lineOpened();
  }

  #lineClosed(): void {
    if (!this.#watch.open) return;
    this.#watch.set(false);
    for (const call of [...this.#calls.values()]) call.lineLost();
  }

  #offer(invitation: Invitation): void {
    const host = this.#host;
    const refuse = (statusCode: number, extraHeaders: string[] = []): void => {
      invitation.reject({ statusCode, extraHeaders }).catch(() => undefined);
    };
    if (!host) return refuse(480);
    if (isIntervalTooSmall(invitation.request)) return refuse(422, [minimumHeader]);
    const problem = offerProblem(invitation.request);
    if (problem) return refuse(problem, problem === 415 ? ['Accept: application/sdp'] : []);
    if (invitation.request.hasHeader('Replaces')) return this.#takeovers.invited(invitation);
    if (this.#calls.size >= callsMax) return refuse(486);
    const call = new IncomingCall(host.newCallId(), this.#context(), invitation);
    this.#calls.set(call.id, call);
    call.offer();
  }

  #context(): CallContext {
    return {
      clock: this.#clock,
      logger: this.#logger,
      registry: this.#registry,
      sound: this.#sound,
      microphones: this.#devices.microphones,
      codecs: this.#settings.codecs,
      line: this.#watch,
      farewells: this.#farewells,
      callIdHeader: this.#settings.callIdHeader ?? 'Call-ID',
      trustAssertedIdentity: this.#settings.trustAssertedIdentity ?? false,
      iceServers: () => this.#line.iceServers(),
      emit: (event, wanted) => this.#emit(event, wanted),
      forget: (call) => {
        if (this.#calls.get(call.id) === call) this.#calls.delete(call.id);
      },
      refers: () => this.#refers,
      refersNot: () => this.#refersNot(),
      onReferral: (call, referral) => this.#takeovers.referred(call, referral),
    };
  }

  #uri(target: Target, userAgent: UserAgent): URI {
    const { host, port } = userAgent.configuration.uri;
    const address = targetAddress(target, port === undefined ? { host } : { host, port });
    return new URI('sip', address.user, address.host, address.port);
  }

  #refuse(callId: string, reason: EndReason): void {
    this.#refused.add(callId);
    const by = reason === 'network' ? 'network' : 'local';
    this.#emit({ type: 'call-ended', callId, reason, by }, () => this.#refused.delete(callId));
  }

  /** The one way out: later, never from inside a method that the controller called. */
  #emit(event: TransportEvent, wanted: () => boolean = () => true): void {
    queueMicrotask(() => {
      if (this.#disposed || !wanted()) return;
      try {
        this.#host?.emit(event);
      } catch (thrown) {
        this.#logger.log('error', 'sip: a listener failed', thrown);
      }
    });
  }
}
