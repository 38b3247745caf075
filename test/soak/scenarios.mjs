import { soakCalls } from './calls.mjs';
import { soakMounts } from './mounts.mjs';
import { soakReconnects } from './reconnects.mjs';

/** All soaks by name. The engines of the last two make a browser of Node: loaded when they are needed. */
export const scenarios = {
  calls: soakCalls,
  mounts: soakMounts,
  reconnects: soakReconnects,
  restart: async (size) => (await import('./storm.mjs')).soakRestart(size),
  outage: async (size) => (await import('./storm.mjs')).soakOutage(size),
};
