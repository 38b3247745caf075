import * as v from 'valibot';
import { CtiError } from '../base/error.js';
import type { LineSettings } from '../transport/call-transport.js';

const iceServer = v.object({
  urls: v.union([v.string(), v.array(v.string())]),
  username: v.exactOptional(v.string()),
  credential: v.exactOptional(v.string()),
});

const document = v.object({
  server: v.union([v.string(), v.array(v.string())]),
  uri: v.string(),
  displayName: v.exactOptional(v.string()),
  credentials: v.exactOptional(
    v.object({ username: v.exactOptional(v.string()), password: v.string() }),
  ),
  iceServers: v.exactOptional(v.array(iceServer)),
});

/** The configuration document. @throws CtiError `service-unavailable`, `invalid-configuration` */
export async function readConfig(url: URL): Promise<LineSettings> {
  const response = await fetch(url, { cache: 'no-store', credentials: 'same-origin' });
  if (!response.ok) {
    throw new CtiError('service-unavailable', {
      message: `config-src answered ${response.status}`,
    });
  }
  const parsed = v.safeParse(document, await response.json());
  if (!parsed.success) {
    throw new CtiError('invalid-configuration', { message: v.summarize(parsed.issues) });
  }
  const { server, credentials, ...rest } = parsed.output;
  return {
    ...rest,
    servers: typeof server === 'string' ? [server] : server,
    ...(credentials ? { credentials: async () => credentials } : {}),
  };
}
