import { CtiError } from '../base/error.js';
import type { CallTransport } from '../transport/call-transport.js';

type TransportLoader = () => Promise<CallTransport>;

const loaders = new Map<string, TransportLoader>();

/** Makes a transport known by name; it is loaded when a panel first needs it. */
export function registerTransport(name: string, load: TransportLoader): void {
  loaders.set(name, load);
}

/** @throws CtiError `not-supported` when nobody registered that name */
export async function loadTransport(name: string): Promise<CallTransport> {
  const load = loaders.get(name);
  if (!load)
    throw new CtiError('not-supported', { message: `No transport is registered as "${name}"` });
  return load();
}
