import { Core } from 'sip.js';

const quiet = new Core.LoggerFactory();
quiet.builtinEnabled = false;

export type IncomingMessage = Core.IncomingRequestMessage | Core.IncomingResponseMessage;

/** A message as sip.js reads it; throws when it cannot. */
export function parseMessage(text: string): IncomingMessage {
  const message = Core.Parser.parseMessage(text, quiet.getLogger('scripted'));
  if (!message) throw new Error(`Not a SIP message: ${text.slice(0, 200)}`);
  return message;
}

export interface ReplyOptions {
  readonly reason?: string;
  /** Whole header lines, for example `Contact: <sip:603@pbx.example>`. */
  readonly headers?: readonly string[];
  readonly body?: string;
  readonly contentType?: string;
  /** Tag of the To header; none for 100. `scripted` by default. */
  readonly toTag?: string;
}

function withBody(
  lines: readonly string[],
  { body = '', contentType = 'application/sdp' },
): string {
  const length = new TextEncoder().encode(body).length;
  const type = body === '' ? [] : [`Content-Type: ${contentType}`];
  return [...lines, ...type, `Content-Length: ${length}`, '', body].join('\r\n');
}

/** A response to a request, as text. */
export function replyTo(
  request: Core.IncomingRequestMessage,
  status: number,
  options: ReplyOptions = {},
): string {
  const to = request.getHeader('to') ?? '';
  const tagged = status === 100 || /;\s*tag=/i.test(to);
  return withBody(
    [
      `SIP/2.0 ${status} ${options.reason ?? 'Scripted'}`,
      ...request.getHeaders('via').map((via) => `Via: ${via}`),
      `From: ${request.getHeader('from') ?? ''}`,
      `To: ${tagged ? to : `${to};tag=${options.toTag ?? 'scripted'}`}`,
      `Call-ID: ${request.callId}`,
      `CSeq: ${request.cseq} ${request.method}`,
      ...(options.headers ?? []),
    ],
    options,
  );
}

export interface RequestOptions {
  readonly method: string;
  readonly uri: string;
  readonly from?: string;
  readonly to?: string;
  readonly callId?: string;
  readonly cseq?: number;
  readonly branch?: string;
  readonly headers?: readonly string[];
  readonly body?: string;
  readonly contentType?: string;
}

let serial = 0;

/** A request to us, as text. From, To and the ids are made up where they are not given. */
export function requestText(options: RequestOptions): string {
  const id = ++serial;
  return withBody(
    [
      `${options.method} ${options.uri} SIP/2.0`,
      `Via: SIP/2.0/WS pbx.example;branch=${options.branch ?? `z9hG4bKscripted${id}`}`,
      'Max-Forwards: 70',
      `From: ${options.from ?? `<sip:+12025550101@pbx.example>;tag=far${id}`}`,
      `To: ${options.to ?? '<sip:101@pbx.example>'}`,
      `Call-ID: ${options.callId ?? `scripted-${id}`}`,
      `CSeq: ${options.cseq ?? 1} ${options.method}`,
      ...(options.headers ?? []),
    ],
    options,
  );
}
