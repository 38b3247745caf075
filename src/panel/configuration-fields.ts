import * as v from 'valibot';
import type { CallCentre } from '../call-centre/call-centre.js';
import type { DialPlan } from '../controller/dial-plan.js';
import type { Features } from '../controller/features.js';
import type { CallHistory, CallLog } from '../history/call-history.js';
import type { CustomerDirectory } from '../directory/customer-directory.js';
import {
  transferPolicies,
  type CallTransport,
  type Credentials,
  type CredentialsProvider,
  type IceServer,
  type TransferPolicy,
} from '../transport/call-transport.js';
import type { ConfigProvider } from './configuration-source.js';
import type { PageFetch } from '../base/page-fetch.js';
import type { PanelSettings } from './settings.js';

/** Long enough for any address; a megabyte of attribute is a mistake. */
const longestText = 2_000;

const text = v.pipe(
  v.string(),
  v.trim(),
  v.nonEmpty(),
  v.maxLength(longestText),
  // eslint-disable-next-line no-control-regex -- a line break in a name would start a SIP header
  v.regex(/^[^\u0000-\u001f\u007f]*$/),
);
const servers = v.pipe(v.array(text), v.minLength(1), v.maxLength(20));
/** In an attribute with spaces or commas between them. */
const words = v.pipe(
  v.string(),
  v.maxLength(longestText),
  v.transform((list) => list.split(/[\s,]+/).filter(Boolean)),
);
const server = v.union([v.pipe(words, servers), servers]);

const iceServers = v.pipe(
  v.array(
    v.object({
      urls: v.union([text, v.pipe(v.array(text), v.maxLength(20))]),
      username: v.exactOptional(v.string()),
      credential: v.exactOptional(v.string()),
    }),
  ),
  v.maxLength(20),
);
const username = v.exactOptional(text);
const ha1 = v.pipe(v.string(), v.regex(/^[0-9a-f]{32}$/i), v.toLowerCase());
const givenCredentials = v.union([
  v.object({ username, password: v.pipe(v.string(), v.maxLength(longestText)) }),
  v.object({ username, ha1 }),
]);

/** One that cannot be read is reported, and is none: the others of the table stay. */
const key = v.exactOptional(v.fallback(v.pipe(v.string(), v.maxLength(longestText)), 'unusable'));
const shortcuts = v.union([
  v.literal(false),
  v.object({ answer: key, end: key, hold: key, mute: key, dial: key, window: key }),
]);
const flag = v.exactOptional(v.boolean());
const features = v.object({
  dial: v.exactOptional(v.picklist(['none', 'internal', 'any'])),
  transfer: v.exactOptional(v.union([v.literal(false), v.picklist(['blind', 'attended'])])),
  ...{ keypad: flag, hold: flag, mute: flag, history: flag, customerSearch: flag },
  ...{ link: flag, notes: flag, settings: flag, holdForTransfer: flag, historyExport: flag },
  doNotCall: v.exactOptional(v.picklist(['warn', 'block'])),
});
/** An origin, also written as the URL of a page there. */
const origin = v.pipe(
  text,
  v.url(),
  v.transform((url) => new URL(url)),
  v.check(({ protocol }) => protocol === 'https:' || protocol === 'http:'),
  v.transform((url) => url.origin),
);
const origins = v.pipe(v.array(origin), v.maxLength(20));
const pattern = v.exactOptional(v.string());
const dialPlan = v.object({
  ...{ internal: pattern, emergency: pattern, featureCodes: pattern },
  outbound: v.exactOptional(v.array(v.object({ match: v.string(), replace: v.string() }))),
});

const codecs = v.pipe(v.array(v.pipe(v.string(), v.regex(/^[\w.-]{1,30}$/))), v.maxLength(20));

/** What the document may hold, and an attribute or a property may say too. */
const shared = {
  server,
  uri: text,
  displayName: text,
  userId: text,
  directorySrc: text,
  layout: v.picklist(['auto', 'card', 'bar']),
  lang: v.pipe(v.string(), v.regex(/^[a-z]{2,3}(?:-[a-z0-9]{2,8})*$/i)),
  country: v.pipe(v.string(), v.regex(/^[a-z]{2}$/i), v.toUpperCase()),
  initialStatus: text,
  declineCode: v.pipe(v.number(), v.picklist([486, 603])),
  maxCalls: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(16)),
  acceptTransfers: v.picklist(transferPolicies),
  codecs: v.union([v.pipe(words, codecs), codecs]),
  tabs: v.picklist(['single', 'each']),
  leave: v.picklist(['end', 'keep']),
  ring: v.picklist(['always', 'hidden-only', 'never']),
  ringVolume: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  history: v.picklist(['local', 'session', 'off']),
  historyLimit: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(100_000)),
  logSrc: text,
  features,
  dialPlan,
  shortcuts,
  manual: v.boolean(),
  trustAssertedIdentity: v.boolean(),
  screenPop: v.picklist(['none', 'offered', 'connected']),
  recordOrigins: v.union([v.pipe(words, origins), origins]),
  /** A name, or a keyword such as `_blank`. */
  recordTarget: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/)),
};

const method = v.custom<(...given: never[]) => unknown>((value) => typeof value === 'function');

/** An object of the page's own with the methods of a port; what they do is its business. */
function port<T>(...methods: readonly string[]): v.CustomSchema<T, undefined> {
  return v.custom<T>(
    (value) =>
      typeof value === 'object' &&
      value !== null &&
      methods.every((name) => typeof (value as Record<string, unknown>)[name] === 'function'),
  );
}

const plainObject = v.custom<object>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);

/** Every part of the configuration, and what is a value of it. */
export const fields = {
  ...shared,
  configSrc: text,
  config: v.union([method, plainObject]),
  credentials: method,
  iceServers: v.union([iceServers, method]),
  fetch: method,
  directory: port<CustomerDirectory>('lookup', 'search', 'link'),
  callHistory: port<CallHistory>(
    ...['save', 'get', 'update', 'list', 'missedCount', 'markSeen', 'delete', 'clear', 'subscribe'],
  ),
  callLog: port<CallLog>('save'),
  callCentre: port<CallCentre>('attach', 'setStatus', 'dispose'),
  transport: port<CallTransport>('attach', 'connect', 'disconnect', 'dial', 'dispose'),
};
export type FieldName = keyof typeof fields;

const optional = <T extends v.GenericSchema>(schema: T): v.ExactOptionalSchema<T, undefined> =>
  v.exactOptional(schema);

/** The JSON document of `config-src`, and the object of `config`. */
export const documentSchema = v.object({
  ...(Object.fromEntries(
    Object.entries(shared).map(([name, schema]) => [name, optional(schema as v.GenericSchema)]),
  ) as { [K in keyof typeof shared]: v.ExactOptionalSchema<(typeof shared)[K], undefined> }),
  credentials: v.exactOptional(givenCredentials),
  iceServers: v.exactOptional(iceServers),
  /** The SIP header that names the call at the PBX. */
  callIdHeader: v.exactOptional(v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/))),
  /** ms since the epoch, or ISO 8601: afterwards it is asked for again. */
  expiresAt: v.exactOptional(
    v.union([
      v.pipe(v.number(), v.finite()),
      v.pipe(v.string(), v.isoTimestamp(), v.transform(Date.parse)),
    ]),
  ),
});

/** What a configuration may say, as JSON. */
export type ConfigurationDocument = v.InferInput<typeof documentSchema>;
/** The same, read. */
export type ReadDocument = v.InferOutput<typeof documentSchema>;

/** The values of the fields in force. */
export interface FieldValues extends Pick<
  PanelSettings,
  | 'tabs'
  | 'leave'
  | 'ring'
  | 'ringVolume'
  | 'initialStatus'
  | 'shortcuts'
  | 'layout'
  | 'userId'
  | 'screenPop'
  | 'recordOrigins'
  | 'recordTarget'
> {
  readonly server: readonly string[];
  readonly uri: string;
  readonly displayName: string;
  readonly directorySrc: string;
  readonly lang: string;
  readonly country: string;
  readonly declineCode: 486 | 603;
  readonly maxCalls: number;
  readonly acceptTransfers: TransferPolicy;
  readonly codecs: readonly string[];
  readonly features: Partial<Features>;
  readonly dialPlan: Partial<DialPlan>;
  readonly configSrc: string;
  readonly manual: boolean;
  readonly trustAssertedIdentity: boolean;
  readonly config: ConfigProvider;
  readonly credentials: CredentialsProvider;
  readonly iceServers: readonly IceServer[] | (() => Promise<readonly IceServer[]>);
  readonly fetch: PageFetch;
  readonly directory: CustomerDirectory;
  readonly history: 'local' | 'session' | 'off';
  readonly historyLimit: number;
  readonly callHistory: CallHistory;
  readonly callLog: CallLog;
  readonly logSrc: string;
  readonly callCentre: CallCentre;
  readonly transport: CallTransport;
}

/** Attributes are text; these stand for something else. */
export const fromAttribute: { readonly [K in FieldName]?: (text: string) => unknown } = {
  manual: () => true,
  trustAssertedIdentity: () => true,
  ringVolume: (volume) => (volume.trim() === '' ? undefined : Number(volume)),
  declineCode: Number,
  historyLimit: Number,
  maxCalls: Number,
};

/** What a page's credentials function or document gave, checked. */
export function readCredentials(given: unknown): Credentials | undefined {
  const parsed = v.safeParse(givenCredentials, given);
  return parsed.success ? parsed.output : undefined;
}

/** What a page's function gave as ICE servers, checked. */
export function readIceServers(given: unknown): readonly IceServer[] | undefined {
  const parsed = v.safeParse(iceServers, given);
  return parsed.success ? parsed.output : undefined;
}
