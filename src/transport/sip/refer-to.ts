import { type Core, NameAddrHeader, type Session, type URI } from 'sip.js';

import type { RemoteParty } from '../call-transport.js';
import { remoteParty } from './headers.js';
import { isReadable } from './name-address.js';
import { confirmedDialog } from './reinvite.js';

/** `Refer-To` for a target alone. */
export function referToAddress(uri: URI): string {
  return `<${uri.toString()}>`;
}

/**
 * `Refer-To` for the far end of another call, whose dialog is to be replaced (RFC 3891, RFC 5589 section 7). It has no
 * name in it: what far ends call themselves has no place in a request.
 */
export function referToDialog(session: Session): string {
  const { callId, remoteTag, localTag, remoteTarget } = confirmedDialog(session);
  const target = remoteTarget.clone();
  target.clearHeaders();
  const replaces = encodeURIComponent(`${callId};to-tag=${remoteTag};from-tag=${localTag}`);
  return `<${target.toString()}?Replaces=${replaces}>`;
}

/** Whom a far end wants us to call in its place. */
export interface ReferTarget {
  readonly uri: URI;
  /** The value of `Replaces` in our INVITE. */
  readonly replaces?: string;
  /** Whom it says that is. */
  readonly party: RemoteParty;
}

function decoded(value: string): string | undefined {
  try {
    return decodeURIComponent(value);
  } catch {
    return undefined;
  }
}

/** Reads `Refer-To`; of the headers that it may ask for, Replaces alone counts. `undefined` when it cannot be called. */
export function readReferTo(request: Core.IncomingRequestMessage): ReferTarget | undefined {
  const parsed = request.parseHeader('Refer-To') as unknown;
  if (!(parsed instanceof NameAddrHeader)) return undefined;
  if (!/^sips?$/i.test(parsed.uri.scheme) || !parsed.uri.host) return undefined;
  const uri = parsed.uri.clone();
  const raw = uri.getHeader('Replaces') as string | string[] | undefined;
  const escaped = Array.isArray(raw) ? raw[0] : raw;
  uri.clearHeaders();
  const party = remoteParty(parsed);
  if (escaped === undefined) return { uri, party };
  const replaces = decoded(escaped);
  if (replaces === undefined || !isReadable(replaces, 'Replaces')) return undefined;
  return { uri, replaces, party };
}

/** The dialog that a `Replaces` header names, seen from its recipient (RFC 3891 section 3). */
export interface ReplacedDialog {
  readonly callId: string;
  readonly localTag: string;
  readonly remoteTag: string;
}

export function readReplaces(request: Core.IncomingRequestMessage): ReplacedDialog | undefined {
  const values = request.getHeaders('Replaces');
  const [callId = '', ...parameters] = (values[0] ?? '').split(';').map((part) => part.trim());
  const find = (name: string): string | undefined =>
    parameters.find((part) => part.toLowerCase().startsWith(`${name}=`))?.slice(name.length + 1);
  const [localTag, remoteTag] = [find('to-tag'), find('from-tag')];
  const early = parameters.some((part) => part.toLowerCase() === 'early-only');
  if (values.length !== 1 || !callId || !localTag || !remoteTag || early) return undefined;
  return { callId, localTag, remoteTag };
}
