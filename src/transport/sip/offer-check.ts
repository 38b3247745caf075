/** The part of an incoming INVITE that is read here. */
interface Offer {
  readonly body: string;
  getHeader(name: string): string | undefined;
}

/** Formats of sound that every browser has (RFC 7874 section 3, and G.722), and the numbers of those that need no name. */
const known = /^a=rtpmap:\d+\s+(?:opus|pcmu|pcma|g722)\//im;
const staticFormats: ReadonlySet<string> = new Set(['0', '8', '9']);

/** Whether an audio line can be answered: not refused beforehand, of a format we have, encrypted as browsers must. */
function isUsable(section: string, session: string): boolean {
  const [, port, formats = ''] = /^m=audio (\d+)\S* \S+ (.*)/.exec(section) ?? [];
  if (port === undefined || (port === '0' && !/^a=bundle-only\s*$/m.test(section))) return false;
  const heard = known.test(section) || formats.split(/\s+/).some((id) => staticFormats.has(id));
  const both = `${session}\n${section}`;
  return heard && /^a=fingerprint:/im.test(both) && /^a=ice-ufrag:/im.test(both);
}

/**
 * The status that refuses an INVITE whose offer no answer of ours will ever fit, so that it does not ring first
 * (RFC 3261 sections 21.4.13 and 21.4.26). Without an offer it is ours to make.
 */
export function offerProblem(invite: Offer): 415 | 488 | undefined {
  if (invite.body.trim() === '') return undefined;
  const type = invite.getHeader('Content-Type') ?? '';
  if (!/^\s*application\/sdp\s*(?:;|$)/i.test(type)) return 415;
  const [session = '', ...sections] = invite.body.split(/\r?\n(?=m=)/);
  return sections.some((section) => isUsable(section, session)) ? undefined : 488;
}
