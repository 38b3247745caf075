import type { Clock } from '../base/clock.js';
import { CtiError, toCtiError } from '../base/error.js';
import { readDocument } from './configuration.js';
import type { ConfigurationDocument, ReadDocument } from './configuration-fields.js';
import { fetchJson, type PageFetch } from '../base/page-fetch.js';

/**
 * Why the configuration is asked for: at first, after the server refused the credentials (401, 403), before the line
 * is opened again, or because it is past its `expiresAt`.
 */
export type ConfigReason = 'first' | 'rejected' | 'reconnect' | 'expired';

/** The `config` of a panel: the document, or who has it. */
export type ConfigProvider =
  | ConfigurationDocument
  | ((request: {
      readonly reason: ConfigReason;
      readonly signal: AbortSignal;
    }) => Promise<ConfigurationDocument> | ConfigurationDocument);

export interface ConfigurationSourceHost {
  readonly clock: Clock;
  readonly config: ConfigProvider | undefined;
  readonly configSrc: string | undefined;
  readonly fetch: PageFetch | undefined;
  /** What a relative URL is relative to. */
  readonly baseUrl: string;
  /** A document has come. */
  use(document: ReadDocument): void;
}

/** @throws CtiError `invalid-configuration` for another origin: whoever answers there could take the calls over */
function sameOrigin(src: string, baseUrl: string): URL {
  const url = URL.canParse(src, baseUrl) ? new URL(src, baseUrl) : undefined;
  if (url && /^https?:$/.test(url.protocol) && url.origin === globalThis.origin) return url;
  const message = 'config-src must be a URL of the same origin as the page';
  throw new CtiError('invalid-configuration', { message });
}

/** Where the configuration document comes from, and when it is asked for again. One question at a time. */
export class ConfigurationSource {
  readonly #host: ConfigurationSourceHost;
  #abort: AbortController | undefined;
  #asking: Promise<void> | undefined;
  #loaded = false;
  /** It came since the line was opened last: good for one opening. */
  #fresh = false;
  #expiresAt = Infinity;

  constructor(host: ConfigurationSourceHost) {
    this.#host = host;
  }

  /** There is somebody to ask again. */
  get renewable(): boolean {
    const { config, configSrc } = this.#host;
    return typeof config === 'function' || (config === undefined && configSrc !== undefined);
  }

  get expired(): boolean {
    return this.#host.clock.now() >= this.#expiresAt;
  }

  /** Asks at first, and never again by itself. @throws CtiError */
  async load(): Promise<void> {
    if (!this.#loaded) await this.ask('first');
  }

  /**
   * For an opening of the line: what it needs is there, or is asked for again.
   * A question that fails is no reason to stay offline, as long as what is there has not expired.
   * @throws CtiError
   */
  async renew(reason: 'reconnect' | 'rejected'): Promise<void> {
    if (!this.renewable) return;
    if (this.#asking) {
      await this.#asking;
      this.#fresh = false;
      return;
    }
    const fresh = this.#fresh && !this.expired && reason !== 'rejected';
    this.#fresh = false;
    if (fresh) return;
    try {
      await this.ask(this.expired ? 'expired' : reason);
    } catch (thrown) {
      if (toCtiError(thrown).reason !== 'service-unavailable' || this.expired) throw thrown;
    }
    this.#fresh = false;
  }

  /** The line was opened with what came: the next opening needs news. */
  spend(): void {
    this.#fresh = false;
  }

  /** Asks beforehand, while the line waits for its next try. */
  async prepare(): Promise<void> {
    if (!this.renewable || !this.#loaded || this.#asking || this.#fresh) return;
    await this.ask('reconnect');
  }

  /** @throws CtiError `signed-out`, `service-unavailable`, `invalid-configuration`, `aborted` */
  ask(reason: ConfigReason): Promise<void> {
    if (this.#asking) return this.#asking;
    const asking = this.#ask(reason).finally(() => {
      if (this.#asking === asking) this.#asking = undefined;
    });
    return (this.#asking = asking);
  }

  /** What was loaded no longer counts, and what is under way is given up. */
  forget(): void {
    this.#abort?.abort();
    this.#abort = this.#asking = undefined;
    this.#loaded = this.#fresh = false;
    this.#expiresAt = Infinity;
  }

  async #ask(reason: ConfigReason): Promise<void> {
    const abort = (this.#abort = new AbortController());
    const document = readDocument(await this.#get(reason, abort.signal));
    if (abort.signal.aborted) throw new CtiError('aborted');
    this.#loaded = this.#fresh = true;
    this.#expiresAt = document.expiresAt ?? Infinity;
    this.#host.use(document);
  }

  async #get(reason: ConfigReason, signal: AbortSignal): Promise<unknown> {
    const { config, configSrc, fetch, baseUrl } = this.#host;
    if (config === undefined) {
      if (configSrc === undefined) return {};
      const url = sameOrigin(configSrc, baseUrl);
      return fetchJson(url, 'config', fetch ? { fetch, signal } : { signal });
    }
    if (typeof config !== 'function') return config;
    try {
      return await config({ reason, signal });
    } catch (thrown) {
      throw toCtiError(thrown, 'service-unavailable');
    }
  }
}
