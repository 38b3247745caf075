import { CtiError } from '../../base/error.js';

/** Browsers take these for secure wherever the page comes from (W3C Secure Contexts section 3.1). */
const loopback = /^(?:localhost|.+\.localhost|127(?:\.[0-9]+){3}|\[::1\])$/i;

function refuse(message: string): never {
  // The URL itself may hold a token: it is in no message and no cause.
  throw new CtiError('invalid-configuration', { message });
}

/**
 * Refuses what no later try could mend, before any socket is made.
 * @throws CtiError `invalid-configuration`
 */
export function checkServerUrl(server: string, pageProtocol: string): void {
  let url: URL;
  try {
    url = new URL(server);
  } catch {
    return refuse('A server must be an absolute ws: or wss: URL.');
  }
  if (url.protocol !== 'ws:' && url.protocol !== 'wss:') {
    refuse('A server must be a ws: or wss: URL.');
  }
  if (url.username !== '' || url.password !== '') {
    refuse('A server URL must not hold credentials: use the credentials property.');
  }
  if (url.hash !== '') refuse('A server URL must not have a fragment.');
  if (url.protocol === 'ws:' && pageProtocol === 'https:' && !loopback.test(url.hostname)) {
    refuse('An https page can open wss: servers only (mixed content).');
  }
}
