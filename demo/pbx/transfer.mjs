/** A REFER (RFC 3515) that a bot follows, as the telephone network does for its subscriber, and its reports. */
import { parseUri } from './messages.mjs';

/** @typedef {import('./messages.mjs').Message} Message */

const SIPFRAG = 'message/sipfrag;version=2.0';

/**
 * Whom a REFER names, and the dialog that the call there is to replace (RFC 3891).
 * @returns {{ uri: string, replaces?: string } | undefined} undefined when it names nobody
 */
export function readReferTo(/** @type {Message} */ refer) {
  const [uri, query] = String(refer.headers['refer-to']?.uri ?? '').split('?');
  if (!/^sips?:/i.test(uri) || !parseUri(uri)) return undefined;
  const replaces = new URLSearchParams(query?.replaceAll('+', '%2B')).get('Replaces');
  return replaces === null ? { uri } : { uri, replaces };
}

/** @returns {{ callId: string, toTag?: string, fromTag?: string } | undefined} what a Replaces header names */
export function readReplaces(/** @type {unknown} */ header) {
  if (typeof header !== 'string') return undefined;
  const [callId, ...params] = header.split(';').map((part) => part.trim());
  const tag = (/** @type {string} */ name) =>
    params.find((param) => param.startsWith(`${name}=`))?.slice(name.length + 1);
  return { callId, toTag: tag('to-tag'), fromTag: tag('from-tag') };
}

/** Reports to the one who sent the REFER, until the first final status. */
export class Reports {
  #isOver = false;

  /**
   * @param {import('./bot-call.mjs').BotCall} call the call in whose dialog the REFER came
   * @param {Message} refer
   */
  constructor(call, refer) {
    this.call = call;
    this.event = `refer;id=${refer.headers.cseq.seq}`;
  }

  tell(/** @type {{ status?: number, reason?: string }} */ { status = 500, reason = '' }) {
    if (this.#isOver || this.call.state !== 'connected') return;
    this.#isOver = status >= 200;
    const headers = {
      event: this.event,
      'subscription-state': this.#isOver ? 'terminated;reason=noresource' : 'active;expires=60',
      'content-type': SIPFRAG,
    };
    const content = `SIP/2.0 ${status} ${reason}\r\n`;
    const notify = this.call.dialog?.request('NOTIFY', { headers, content });
    if (notify) this.call.send(notify);
  }
}
