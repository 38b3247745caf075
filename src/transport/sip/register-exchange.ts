import {
  type AskedBinding,
  askedBinding,
  repairRegistered,
  repairTooBrief,
} from './register-answers.js';
import { readCSeq } from './request-checks.js';
import {
  headerValue,
  headerValues,
  type SipText,
  type StartLine,
  writeSipText,
} from './sip-text.js';

interface Outstanding {
  readonly callId: string;
  readonly cseq: number;
  readonly binding: AskedBinding;
  readonly request: SipText;
  /** Sent in answer to a challenge, so that another challenge means that the credentials are wrong. */
  readonly answersChallenge: boolean;
}

/**
 * The one REGISTER that is out, and its answer. Only the newest registration speaks: sip.js would let an old one
 * unregister over a new connection.
 */
export class RegisterExchange {
  readonly #warn: (message: string) => void;
  #outstanding: Outstanding | undefined;
  /** Call-ID whose REGISTER has just been challenged. */
  #challenged: string | undefined;
  /** Call-ID of the registration that speaks, and of the one before the connection went. */
  #current: string | undefined;
  #retired: string | undefined;

  constructor(warn: (message: string) => void = () => undefined) {
    this.#warn = warn;
  }

  get answersChallenge(): boolean {
    return this.#outstanding?.answersChallenge ?? false;
  }

  /** A REGISTER on its way out. `refused`: of a connection that is gone. `free`: not counted in the budget. */
  sent(request: SipText): 'refused' | 'free' | 'counted' {
    const callId = headerValue(request, 'call-id') ?? '';
    const binding = askedBinding(request);
    const cseq = readCSeq(request)?.number;
    if (callId === this.#retired || !binding || cseq === undefined) return 'refused';
    const authorized = headerValues(request, 'authorization').length > 0;
    const proxy = headerValues(request, 'proxy-authorization').length > 0;
    const answersChallenge = this.#challenged === callId && (authorized || proxy);
    this.#challenged = undefined;
    this.#current = callId;
    this.#outstanding = { callId, cseq, binding, request, answersChallenge };
    return answersChallenge || binding.expires === 0 ? 'free' : 'counted';
  }

  /** The answer as sip.js can use it; `undefined` for one to something else. */
  received(
    message: SipText,
    start: Extract<StartLine, { readonly kind: 'response' }>,
  ): SipText | undefined {
    const out = this.#outstanding;
    const matches =
      out &&
      headerValue(message, 'call-id') === out.callId &&
      readCSeq(message)?.number === out.cseq;
    if (!matches) return undefined;
    if (start.status < 200) return message;
    this.#outstanding = undefined;
    if (start.status < 300) {
      if (out.binding.expires > 0 && headerValue(message, 'contact') === undefined)
        this.#warn('sip: the registrar named no Contact: taken for registered as asked');
      return repairRegistered(message, out.binding);
    }
    if (start.status === 401 || start.status === 407) this.#challenged = out.callId;
    return start.status === 423 ? repairTooBrief(message) : message;
  }

  /** The REGISTER did not leave after all. */
  forget(): void {
    this.#outstanding = undefined;
  }

  /**
   * The connection is gone: nothing more of this registration leaves. Returns an answer for the REGISTER that will get
   * none, since sip.js would wait for it.
   */
  abandon(): string | undefined {
    const out = this.#outstanding;
    if (this.#current !== undefined) this.#retired = this.#current;
    this.#outstanding = this.#challenged = undefined;
    return out && writeSipText(unavailable(out.request));
  }
}

function unavailable(request: SipText): SipText {
  const echoed = new Set(['via', 'from', 'call-id', 'cseq']);
  return {
    startLine: 'SIP/2.0 503 Connection Lost',
    headers: [
      ...request.headers.filter(({ name }) => echoed.has(name)),
      { name: 'to', value: `${headerValue(request, 'to') ?? ''};tag=local` },
    ],
    body: '',
  };
}
