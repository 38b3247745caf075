import { type Invitation, URI, type UserAgent } from 'sip.js';

import type { Undo } from '../../base/clock.js';
import { systemClock } from '../../base/clock.js';
import { type EndReason, toCtiError } from '../../base/error.js';
import { silentLogger } from '../../base/logger.js';
import type {
  CallTransport,
  Capabilities,
  DialOptions,
  DialogRecord,
  LineSettings,
  Target,
  TransportEvent,
  TransportHost,
} from '../call-transport.js';
import { callsMax } from './constants.js';
import { headerLines } from './headers.js';
import { IncomingCall } from './incoming-call.js';
import { SipLine } from './line.js';
import { RemoteSound } from './media/remote-sound.js';
import { MediaRegistry } from './media/session-description-handler.js';
import { OutgoingCall } from './outgoing-call.js';
import type { CallContext, SipCall } from './sip-call.js';
import { parseTarget, targetAddress } from './target.js';

const lineCapabilities: Capabilities = { answer: true, hold: true, mute: true, dtmf: true };

/** A telephone line by SIP over WebSocket, on sip.js at the level of its API. */
export class SipTransport implements CallTransport {
  readonly #calls = new Map<string, SipCall>();
  readonly #sound = new RemoteSound((blocked) => this.#emit({ type: 'sound-blocked', blocked }));
  readonly #registry = new MediaRegistry();
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
    if (!this.#disposed) void this.#line.connect(settings, server);
  }

  async disconnect(): Promise<void> {
    if (this.#disposed) return;
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
    this.#calls.get(callId)?.end();
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

  unblockSound(): void {
    this.#sound.unblock();
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
    this.#lineOfHost?.dispose();
    this.#sound.dispose();
    this.#host = undefined;
  }

  get #line(): SipLine {
    return (this.#lineOfHost ??= new SipLine({
      clock: this.#host?.clock ?? systemClock,
      logger: this.#host?.logger ?? silentLogger,
      registry: this.#registry,
      onOpened: (server) =>
        this.#emit({ type: 'line-opened', server, capabilities: lineCapabilities }),
      onFailed: (error, final) => this.#emit({ type: 'line-failed', error, final }),
      onInvite: (invitation) => this.#offer(invitation),
    }));
  }

  #offer(invitation: Invitation): void {
    const host = this.#host;
    if (!host || this.#calls.size >= callsMax) {
      invitation.reject({ statusCode: host ? 486 : 480 }).catch(() => undefined);
      return;
    }
    const call = new IncomingCall(host.newCallId(), this.#context(), invitation);
    this.#calls.set(call.id, call);
    call.offer();
  }

  #context(): CallContext {
    return {
      clock: this.#host?.clock ?? systemClock,
      logger: this.#host?.logger ?? silentLogger,
      registry: this.#registry,
      sound: this.#sound,
      iceServers: () => this.#line.iceServers(),
      emit: (event, wanted) => this.#emit(event, wanted),
      forget: (callId) => void this.#calls.delete(callId),
    };
  }

  #uri(target: Target, userAgent: UserAgent): URI {
    const { host, port } = userAgent.configuration.uri;
    const address = targetAddress(target, port === undefined ? { host } : { host, port });
    return new URI('sip', address.user, address.host, address.port);
  }

  #refuse(callId: string, reason: EndReason): void {
    this.#emit({
      type: 'call-ended',
      callId,
      reason,
      by: reason === 'network' ? 'network' : 'local',
    });
  }

  /** The one way out: later, never from inside a method that the controller called. */
  #emit(event: TransportEvent, wanted: () => boolean = () => true): void {
    queueMicrotask(() => {
      if (this.#disposed || !wanted()) return;
      try {
        this.#host?.emit(event);
      } catch (thrown) {
        this.#host?.logger.log('error', 'sip: a listener failed', thrown);
      }
    });
  }
}
