import type { Clock } from '../../base/clock.js';
import type { Logger } from '../../base/logger.js';
import { chooseChallenge, type DigestChallenge, withoutChallenges } from './challenge.js';
import { framesPerSecond, frameMaxBytes, invitesPerSecond } from './constants.js';
import type { HeartbeatQuestion } from './heartbeat.js';
import { type DropReason, inspectInbound } from './inbound.js';
import { RateLimit } from './rate-limit.js';
import type { RegisterExchange } from './register-exchange.js';
import { readCSeq } from './request-checks.js';
import { headerValue, type SipText, type StartLine, writeSipText } from './sip-text.js';

/** A challenge to a request of ours, with the one offer in it that we can answer, if any. */
export interface ServerChallenge {
  readonly method: string;
  readonly offer: DigestChallenge | undefined;
}

/** Runs a task that finds the credentials where sip.js looks for them, and only while it runs. */
export type Authorized = (task: () => void) => void;

export interface InboundGateOptions {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly exchange: RegisterExchange;
  /** Hands a message to sip.js. */
  deliver(message: string): void;
  /** Sends an answer of our own. */
  answer(text: string): void;
  onChallenge(challenge: ServerChallenge): Promise<Authorized>;
}

type ResponseLine = Extract<StartLine, { readonly kind: 'response' }>;

const onlyLineBreaks = /^[\r\n]*$/;

/** Everything that comes over a socket passes here on its way to sip.js: decoded, limited, judged, repaired. */
export class InboundGate {
  readonly #options: InboundGateOptions;
  readonly #frames: RateLimit;
  readonly #invites: RateLimit;
  readonly #dropped = new Map<DropReason, number>();
  /** Challenges that wait for credentials, without their challenge. */
  readonly #held = new Set<string>();

  constructor(options: InboundGateOptions) {
    this.#options = options;
    this.#frames = new RateLimit(options.clock, framesPerSecond);
    this.#invites = new RateLimit(options.clock, invitesPerSecond);
  }

  /** What came and was not used, by reason. */
  get dropped(): Readonly<Record<string, number>> {
    return Object.fromEntries(this.#dropped);
  }

  /** The connection is gone: nobody waits for credentials any more. */
  reset(): void {
    const held = [...this.#held];
    this.#held.clear();
    for (const hopeless of held) this.#options.deliver(hopeless);
  }

  /** Takes a frame; returns which question of the heartbeat it answers, if any. */
  receive(data: unknown): HeartbeatQuestion | undefined {
    if (!this.#frames.take()) return this.#drop('flood');
    const text = decode(data);
    if (text === undefined) return this.#drop('not-utf8');
    if (onlyLineBreaks.test(text)) {
      if (text === '\r\n\r\n') this.#options.answer('\r\n');
      return text === '\r\n' ? 'crlf' : undefined;
    }
    const judged = inspectInbound(text);
    if (judged.verdict === 'drop') return this.#drop(judged.reason);
    if (judged.verdict === 'answer') {
      this.#options.answer(judged.text);
      return undefined;
    }
    if (judged.surplus) this.#drop('surplus');
    const { message, start } = judged;
    if (start.kind === 'response') return this.#response(message, start);
    const opensDialog = !/;\s*tag\s*=/i.test(headerValue(message, 'to') ?? '');
    if (start.method === 'INVITE' && opensDialog && !this.#invites.take())
      return this.#drop('flood');
    this.#options.deliver(writeSipText(message));
    return undefined;
  }

  #response(received: SipText, start: ResponseLine): HeartbeatQuestion | undefined {
    const method = readCSeq(received)?.method ?? '';
    const answersChallenge = method === 'REGISTER' && this.#options.exchange.answersChallenge;
    const message =
      method === 'REGISTER' ? this.#options.exchange.received(received, start) : received;
    if (!message) return this.#drop('outdated');
    if (start.status === 401 || start.status === 407) {
      this.#challenged(message, method, answersChallenge);
    } else {
      this.#options.deliver(writeSipText(message));
    }
    if (method === 'OPTIONS') return 'options';
    return method === 'REGISTER' ? 'register' : undefined;
  }

  /** A challenge waits here until there are credentials: sip.js must have them at once. */
  #challenged(message: SipText, method: string, rejected: boolean): void {
    const { deliver, onChallenge } = this.#options;
    const chosen = chooseChallenge(message);
    const hopeless = writeSipText(withoutChallenges(message));
    // The first answer was wrong, not outdated: sip.js could only repeat it.
    if (method === 'OPTIONS' || (rejected && !chosen?.challenge.stale)) return deliver(hopeless);
    this.#held.add(hopeless);
    onChallenge({ method, offer: chosen?.challenge }).then(
      (authorized) => {
        if (!this.#held.delete(hopeless)) return;
        authorized(() => deliver(writeSipText(chosen?.message ?? message)));
      },
      () => {
        if (this.#held.delete(hopeless)) deliver(hopeless);
      },
    );
  }

  #drop(reason: DropReason): undefined {
    const count = (this.#dropped.get(reason) ?? 0) + 1;
    this.#dropped.set(reason, count);
    // 1, 10, 100, …: a flood must not flood the log.
    if (/^10*$/.test(String(count))) {
      this.#options.logger.log('warn', 'sip: dropped what came from the server', { reason, count });
    }
    return undefined;
  }
}

/** Text of a frame; SIP may come in binary ones (RFC 7118 section 5). */
function decode(data: unknown): string | undefined {
  if (typeof data === 'string') return data;
  if (!(data instanceof ArrayBuffer) || data.byteLength > frameMaxBytes) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(data);
  } catch {
    return undefined;
  }
}
