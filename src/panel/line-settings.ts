import type { LineSettings } from '../transport/call-transport.js';
import type { Configuration } from './configuration.js';
import type { ControllerDesk } from './controller-desk.js';

/** The line that a configuration names, if it names one. The rest comes from the desk, so that it stays the same. */
export function lineSettings(
  configuration: Configuration,
): ((desk: ControllerDesk, renewable: boolean) => LineSettings) | undefined {
  const uri = configuration.get('uri');
  if (uri === undefined && !configuration.get('transport')) return undefined;
  const displayName = configuration.get('displayName');
  const trustAssertedIdentity = configuration.get('trustAssertedIdentity');
  const codecs = configuration.get('codecs');
  const { callIdHeader, credentials } = configuration.document;
  return (desk, renewable) => ({
    servers: configuration.get('server') ?? [],
    uri: uri ?? '',
    iceServers: desk.iceServers,
    acceptTransfers: configuration.get('acceptTransfers'),
    ...(displayName === undefined ? {} : { displayName }),
    ...(trustAssertedIdentity ? { trustAssertedIdentity } : {}),
    ...(codecs === undefined ? {} : { codecs }),
    ...(callIdHeader === undefined ? {} : { callIdHeader }),
    ...(credentials || renewable || configuration.get('credentials')
      ? { credentials: desk.credentials }
      : {}),
    ...(uri !== undefined && configuration.settings.tabs === 'single'
      ? { instanceId: desk.instanceId(uri) }
      : {}),
  });
}
