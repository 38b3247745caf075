import { Grammar } from 'sip.js';

import type { RemoteParty } from '../call-transport.js';
import { nameMaxLength } from './constants.js';
import { plainText, remoteParty } from './headers.js';
import { repairNameAddress } from './name-address.js';

/** The part of an incoming INVITE that is read here. */
export interface CallerHeaders {
  getHeader(name: string): string | undefined;
  getHeaders(name: string): readonly string[];
}

/** A name and an address, and the parameters behind them in lower case. */
interface Identity {
  readonly party: RemoteParty;
  readonly parameters: string;
}

/** Values that commas separate, but not those within quotes or angle brackets (RFC 3261 section 7.3.1). */
function listed(values: readonly string[]): readonly string[] {
  return values
    .flatMap((value) => value.match(/(?:"(?:[^"\\]|\\.)*"|<[^>]*>|[^,])+/g) ?? [])
    .map((value) => value.trim())
    .filter((value) => value !== '');
}

function readIdentity(value: string): Identity | undefined {
  const readable = repairNameAddress(value, 'From');
  // sip.js types it as an object, and gives `undefined` for what it cannot read.
  const parsed = Grammar.nameAddrHeaderParse(readable);
  if (!parsed) return undefined;
  const parameters = /(?:>|^[^<;]*)((?:;.*)?)$/.exec(value)?.[1] ?? '';
  return { party: remoteParty(parsed), parameters: parameters.toLowerCase() };
}

/** The first of several that has a number. */
function firstKnown(values: readonly string[]): Identity | undefined {
  return listed(values)
    .map(readIdentity)
    .find((identity) => identity !== undefined && identity.party.number !== '');
}

/** The caller, or the network for it, asked that it be told to nobody (RFC 3323 section 4.2, RFC 3325 section 9.3). */
function wantsPrivacy(headers: CallerHeaders): boolean {
  return /(?:^|[;,\s])(?:id|user|full)(?:$|[;,\s])/i.test(headers.getHeaders('Privacy').join(';'));
}

/** What the network says of the caller, which only a page that trusts its network may believe. */
function asserted(headers: CallerHeaders): Identity | undefined {
  return (
    firstKnown(headers.getHeaders('P-Asserted-Identity')) ??
    firstKnown(headers.getHeaders('Remote-Party-ID'))
  );
}

/** `privacy` of Remote-Party-ID (draft-ietf-sip-privacy-04), which Asterisk and FreeSWITCH send. */
function isPrivate({ parameters }: Identity): boolean {
  return /;\s*privacy\s*=\s*"?(?:full|uri)/.test(parameters);
}

function shown({ party: { number, displayName } }: Identity): string | undefined {
  return displayName ?? (number === '' ? undefined : number);
}

/** The latest of those that sent the call on stands first (RFC 5806 section 4). */
function diverted(headers: CallerHeaders): string | undefined {
  const [latest] = listed(headers.getHeaders('Diversion'));
  const identity = latest === undefined ? undefined : readIdentity(latest);
  if (!identity || /;\s*privacy\s*=\s*"?(?:full|uri)/.test(identity.parameters)) return undefined;
  return shown(identity);
}

/** Oldest first; the last entry is where the call is now, the one before is whom it was for (RFC 7044 section 10). */
function retargeted(headers: CallerHeaders): string | undefined {
  const entries = listed(headers.getHeaders('History-Info'));
  const before = entries.at(-2);
  if (before === undefined || /[?&;]privacy=/i.test(before)) return undefined;
  // What an entry says of the reason stands in headers of its address, which are of no use here.
  const identity = readIdentity(before.replace(/\?[^>]*/, ''));
  return identity && shown(identity);
}

/** No standard names a header for the queue: these two are what call centres configure. */
function queue(headers: CallerHeaders): string | undefined {
  const name = headers.getHeader('X-Queue-Name') ?? headers.getHeader('X-Queue');
  const text = plainText(name ?? '', nameMaxLength).trim();
  return text === '' ? undefined : text;
}

/**
 * Who is calling, as untrusted plain text. The number is that of From, unless `trusted` says that the network's own
 * word counts (P-Asserted-Identity, RFC 3325, then Remote-Party-ID). Empty for a caller who does not want to be known.
 * `via` is the queue (`X-Queue-Name`, else `X-Queue`), else who sent the call on (Diversion, else History-Info).
 */
export function callerOf(
  headers: CallerHeaders,
  from: Parameters<typeof remoteParty>[0],
  trusted: boolean,
): RemoteParty {
  const via = queue(headers) ?? diverted(headers) ?? retargeted(headers);
  const known = trusted ? asserted(headers) : undefined;
  const hidden = wantsPrivacy(headers) || (known !== undefined && isPrivate(known));
  const party = hidden ? { number: '' } : (known?.party ?? remoteParty(from));
  return via === undefined ? party : { ...party, via };
}
