import { Grammar, SIPExtension, URI, UserAgent, type UserAgentDelegate } from 'sip.js';

import { CtiError } from '../../base/error.js';
import type { Credentials, LineSettings } from '../call-transport.js';
import { nameMaxLength, ringInMs } from './constants.js';
import type { MediaRegistry } from './media/session-description-handler.js';
import { WsTransport, type WsTransportOptions } from './ws-transport.js';

export interface UserAgentParts {
  readonly registry: MediaRegistry;
  readonly delegate: UserAgentDelegate;
  readonly transport: WsTransportOptions;
}

/** Our address of record, without parameters. */
export function addressOfRecord(uri: string): URI {
  const parsed = Grammar.URIParse(uri);
  if (!parsed?.user || parsed.scheme !== 'sip') {
    throw new CtiError('invalid-configuration', {
      message: 'uri must look like sip:101@example.com',
    });
  }
  return new URI('sip', parsed.user, parsed.host, parsed.port);
}

/** sip.js puts the name between quotes as it is. */
function quotable(name: string): string {
  // eslint-disable-next-line no-control-regex -- a line break would start a header of its own
  return name.replace(/["\\\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, '').slice(0, nameMaxLength);
}

/** The same for every reload of a tab, so that the registrar replaces its binding (RFC 5626 section 4.1). */
function stableIdentity(instanceId: string | undefined): object {
  if (instanceId === undefined) return {};
  const token = instanceId.replaceAll('-', '').toLowerCase();
  return { instanceId, contactName: token.slice(0, 12), viaHost: `${token.slice(12, 24)}.invalid` };
}

/** A sip.js user agent with everything switched off that it would do by itself. */
export function createUserAgent(settings: LineSettings, parts: UserAgentParts): UserAgent {
  return new UserAgent({
    ...stableIdentity(settings.instanceId),
    uri: addressOfRecord(settings.uri),
    displayName: quotable(settings.displayName ?? ''),
    delegate: parts.delegate,
    userAgentString: 'cti-panel',
    transportConstructor: WsTransport,
    transportOptions: { traceSip: false, ...parts.transport },
    logBuiltinEnabled: false,
    logConfiguration: false,
    logLevel: 'error',
    reconnectionAttempts: 0,
    gracefulShutdown: false,
    noAnswerTimeout: ringInMs / 1_000,
    sipExtension100rel: SIPExtension.Unsupported,
    // sip.js throws on a Replaces header that it cannot match (RFC 3891): the transport answers those.
    sipExtensionReplaces: SIPExtension.Unsupported,
    sipExtensionExtraSupported: ['replaces', 'timer'],
    sessionDescriptionHandlerFactory: parts.registry.createHandler,
  });
}

/** Its transport, which is always ours. */
export function transportOf(userAgent: UserAgent): WsTransport {
  const { transport } = userAgent;
  if (!(transport instanceof WsTransport)) throw new CtiError('failed');
  return transport;
}

/**
 * Runs a task during which sip.js finds the credentials: it reads them from its configuration when it answers a
 * challenge, and they are there no longer than that.
 */
export function authorize(userAgent: UserAgent, credentials: Credentials, task: () => void): void {
  const { configuration } = userAgent;
  configuration.authorizationUsername = credentials.username ?? '';
  configuration.authorizationPassword = credentials.password ?? '';
  configuration.authorizationHa1 = credentials.ha1 ?? '';
  try {
    task();
  } finally {
    configuration.authorizationUsername = '';
    configuration.authorizationPassword = '';
    configuration.authorizationHa1 = '';
  }
}

/** Asks the server something that it must answer, whatever the answer (RFC 3261 section 11). */
export function sendOptions(userAgent: UserAgent): void {
  const { userAgentCore, configuration } = userAgent;
  const server = configuration.uri.clone();
  server.user = undefined;
  const { uri } = configuration;
  userAgentCore.request(userAgentCore.makeOutgoingRequestMessage('OPTIONS', server, uri, uri, {}));
}
