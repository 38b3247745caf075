import type { Clock, Undo } from '../base/clock.js';
import { CtiError, toCtiError, type CtiErrorReason } from '../base/error.js';
import type { Logger } from '../base/logger.js';
import type { PageFetch } from '../base/page-fetch.js';
import type { CallController, ControllerSettings } from '../controller/call-controller.js';
import type { Connection, CtiSnapshot } from '../controller/snapshot.js';
import { retryDelay } from '../controller/reconnect-policy.js';
import type { Credentials, CredentialsRequest, IceServer } from '../transport/call-transport.js';
import type { Configuration } from './configuration.js';
import {
  readCredentials,
  readIceServers,
  type FieldName,
  type ReadDocument,
} from './configuration-fields.js';
import { ConfigurationSource } from './configuration-source.js';
import { deskFor, findDesk, type ControllerDesk, type DeskSource } from './controller-desk.js';
import { controllerSettings } from './controller-settings.js';
import { lineSettings } from './line-settings.js';
import type { PageWindow } from './listen.js';
import { recordSettings } from './record-settings.js';
import { Ready } from './ready.js';
import type { PanelSettings } from './settings.js';

export interface PanelLineHost {
  readonly clock: Clock;
  readonly logger: Logger;
  readonly configuration: Configuration;
  readonly controller: () => CallController | undefined;
  readonly baseUrl: () => string;
  readonly view: () => PageWindow;
  /** The panel's own controller gives way to one of the same line that lost its panel. */
  adopt(uri: string): void;
  /** The panel made this controller, or took it over. */
  owns(controller: CallController): boolean;
  /** The configuration in force is another. */
  configured(): void;
}

/** What may mend a line that has failed for good. */
const renewing = ['config', 'configSrc', 'credentials'] as const satisfies FieldName[];

/** After these the line may yet open by itself, or nobody waits for it. */
const passing: readonly CtiErrorReason[] = ['aborted', 'disposed', 'in-use'];

/** Soonest that a document which has expired is asked for again, in ms. */
const expiryMinMs = 5_000;

/** The line of a panel: reads the configuration, configures the controller, connects when it is to be connected. */
export class PanelLine implements DeskSource {
  readonly #host: PanelLineHost;
  readonly #source: ConfigurationSource;
  #ready = new Ready();
  /** Undecided until the page says so: then `manual` counts. */
  #wanted: boolean | undefined;
  #active = false;
  #tryAgain = false;
  #connection: Connection = 'offline';
  #failures = 0;
  /** What the controller has been told last. */
  #told: CtiError | undefined;
  /** The document that another `config` has replaced: its secrets are not in the line's settings. */
  #replaced: ReadDocument | undefined;
  #stopWaiting: Undo | undefined;
  #stopExpiry: Undo | undefined;
  #stopReading: Undo | undefined;

  constructor(host: PanelLineHost) {
    this.#host = host;
    const { configuration } = host;
    this.#source = new ConfigurationSource({
      clock: host.clock,
      get config() {
        return configuration.get('config');
      },
      get configSrc() {
        return configuration.get('configSrc');
      },
      get fetch() {
        return configuration.get('fetch');
      },
      get baseUrl() {
        return host.baseUrl();
      },
      use: (document) => this.#use(document),
    });
  }

  /** Settles when the line is open, or has failed for good. */
  get ready(): Promise<void> {
    return this.#ready.promise;
  }

  get settings(): PanelSettings {
    return this.#host.configuration.settings;
  }

  get fetch(): PageFetch | undefined {
    return this.#host.configuration.get('fetch');
  }

  /** One task after the panel came: frameworks set properties once it is in the document. */
  start(): void {
    this.#active = true;
    this.#later(0);
  }

  stop(): void {
    this.#active = false;
    this.#stopWaiting?.();
    this.#stopExpiry?.();
    this.#stopReading?.();
  }

  changed(name: FieldName): void {
    if (renewing.some((field) => field === name)) this.#tryAgain = true;
    if (name === 'config' || name === 'configSrc') {
      const { document } = this.#host.configuration;
      if (document.credentials ?? document.iceServers) this.#replaced = document;
      this.#source.forget();
      this.#host.configuration.document = undefined;
    }
    this.#failures = 0;
    if (this.#active) this.#later(0);
  }

  acquired(): void {
    if (this.#active && this.#isWanted) this.#later(0);
  }

  /** @throws CtiError `invalid-configuration`, `signed-out`, `service-unavailable`, `in-use`, how the line failed */
  async connect(): Promise<void> {
    if (!this.#active)
      throw new CtiError('not-allowed', { message: 'The panel is in no document' });
    this.#wanted = true;
    this.#stopWaiting?.();
    const controller = this.#host.controller();
    if (controller?.snapshot.connectionProblem === 'auth-failed')
      await this.#source.renew('rejected');
    await this.#open(true).catch((thrown: unknown) => {
      this.#settle(toCtiError(thrown));
      throw thrown;
    });
  }

  /** @throws CtiError `call-live` */
  async disconnect(calls: 'refuse' | 'end'): Promise<void> {
    await this.#host.controller()?.disconnect({ calls });
    this.#wanted = false;
    this.#stopWaiting?.();
    this.#desk?.unlock();
  }

  /** Closes the line and forgets what was loaded. @throws CtiError `call-live` */
  async signOut(): Promise<void> {
    await this.disconnect('refuse');
    this.#stopExpiry?.();
    this.#source.forget();
    this.#desk?.customers.forget();
    this.#host.configuration.document = undefined;
    this.#host.configured();
  }

  /** @throws CtiError `call-live`, `in-use` */
  async useHere(): Promise<void> {
    await this.#desk?.useHere();
  }

  /** The controller has committed something. What the next try needs is asked for while the line waits for it. */
  committed({ connection }: CtiSnapshot): void {
    if (connection === this.#connection) return;
    this.#connection = connection;
    if (connection === 'online') this.#source.spend();
    if (connection !== 'reconnecting' || !this.#active) return;
    this.#source.prepare().catch((thrown: unknown) => this.#report(thrown));
  }

  async credentials(request: CredentialsRequest): Promise<Credentials> {
    const { configuration } = this.#host;
    const own = configuration.get('credentials');
    if (own) return own(request);
    const online = this.#host.controller()?.snapshot.connection === 'online';
    if (request.reason === 'rejected') await this.#source.renew('rejected');
    else if (!online || this.#source.expired) await this.#source.renew('reconnect');
    const given = readCredentials(configuration.document.credentials);
    if (!given) throw new CtiError('auth-failed', { message: 'There are no credentials' });
    return given;
  }

  async iceServers(): Promise<readonly IceServer[]> {
    const { configuration, logger } = this.#host;
    const own = configuration.get('iceServers');
    const given: unknown = typeof own === 'function' ? await own() : own;
    const servers = given === undefined ? undefined : readIceServers(given);
    if (given !== undefined && !servers)
      logger.log('warn', 'iceServers: not a list of ICE servers');
    return servers ?? [];
  }

  get #isWanted(): boolean {
    return this.#wanted ?? !this.#host.configuration.get('manual');
  }

  get #desk(): ControllerDesk | undefined {
    const controller = this.#host.controller();
    return controller && findDesk(controller);
  }

  #later(delayMs: number): void {
    this.#stopWaiting?.();
    this.#stopWaiting = this.#host.clock.schedule(delayMs, () => {
      this.#open(false).catch((thrown: unknown) => this.#failed(toCtiError(thrown)));
    });
  }

  /** @param asked by the page: a line that nothing was said about is a mistake, and not one that is still to come */
  async #open(asked: boolean): Promise<void> {
    await this.#needed(this.#source.load());
    if (!this.#active) throw new CtiError('aborted');
    this.#failures = 0;
    const { configuration } = this.#host;
    const uri = configuration.get('uri') ?? '';
    if (uri) this.#host.adopt(uri);
    const controller = this.#host.controller();
    if (!controller) return;
    const configured = await this.#configure(controller);
    this.#host.configured();
    if (!this.#isWanted || (!configured && !asked)) return;
    if (configured && !(await this.#mayConnect(controller, uri))) {
      if (asked) throw new CtiError('in-use');
      return;
    }
    const again = asked || this.#tryAgain;
    this.#tryAgain = false;
    const { connection, line } = controller.snapshot;
    // A line that has failed for good is not tried again because the page set its ring volume.
    if (connection === 'failed' && line.wanted && !again) return;
    if (this.#ready.failed) this.#ready = new Ready();
    await controller.connect();
    this.#ready.resolve();
  }

  /** Without its configuration, or its transport, the line is what becomes of that. */
  async #needed<T>(part: Promise<T>): Promise<T> {
    try {
      return await part;
    } catch (thrown) {
      const error = toCtiError(thrown);
      if (error.reason !== 'aborted' && this.#isWanted) {
        const line = error.reason === 'service-unavailable' ? 'reconnecting' : 'failed';
        this.#host.controller()?.report(error, line);
        this.#told = error;
      }
      throw error;
    }
  }

  #mayConnect(controller: CallController, uri: string): Promise<boolean> {
    return deskFor(controller, this).mayConnect(uri, this.#host.view());
  }

  /** Whether there is a line to open. A controller from elsewhere is left alone, unless the panel names a line. */
  async #configure(controller: CallController): Promise<boolean> {
    const { configuration } = this.#host;
    const desk = deskFor(controller, this);
    this.#stopReading?.();
    this.#stopReading = desk.customers.numbers.subscribe(() => this.#host.configured());
    // Loading takes its time, and what the page sets meanwhile counts: everything else is read afterwards.
    const isOurs = lineSettings(configuration) && !configuration.get('transport');
    const ours = isOurs ? await this.#needed(desk.transport()) : undefined;
    if (this.#replaced && secretsOf(this.#replaced) !== secretsOf(configuration.document))
      desk.renewSecrets();
    this.#replaced = undefined;
    const line = lineSettings(configuration);
    desk.records.use(recordSettings(configuration, this.#host.baseUrl()));
    if (!line && !this.#host.owns(controller)) return controller.snapshot.line.wanted;
    const own = configuration.get('transport');
    if (own) desk.forgetTransport();
    const transport = line && (own ?? ours);
    const { baseUrl } = this.#host;
    const report = (thrown: unknown): void => this.#report(thrown);
    const settings: ControllerSettings = {
      ...(line ? { line: line(desk, this.#source.renewable) } : {}),
      ...(transport ? { transport } : {}),
      ...controllerSettings(configuration, desk, { baseUrl: baseUrl(), report }),
    };
    // At once: the promise only says how it went.
    await this.#needed(new Promise<void>((done) => done(controller.configure(settings))));
    desk.customers.read(configuration.get('country'));
    return line !== undefined;
  }

  #use(document: ReadDocument): void {
    const { clock, configuration } = this.#host;
    const again = configuration.document.uri !== undefined;
    configuration.document = document;
    this.#stopExpiry?.();
    if (!this.#active) return;
    if (document.expiresAt !== undefined && this.#source.renewable) {
      const delayMs = Math.max(expiryMinMs, document.expiresAt - clock.now());
      this.#stopExpiry = clock.schedule(delayMs, () => {
        this.#source.ask('expired').catch((thrown: unknown) => this.#report(thrown));
      });
    }
    // The first one is being waited for; a later one may have changed the line.
    if (again) this.#later(0);
  }

  #failed(error: CtiError): void {
    const known = error.reason === this.#host.controller()?.snapshot.connectionProblem;
    if (!known && error !== this.#told && error.reason !== 'disposed') this.#report(error);
    this.#settle(error);
  }

  /** What an attempt that has failed means for the next one, and for those who wait for the line. */
  #settle(error: CtiError): void {
    if (error.reason === 'service-unavailable') this.#retry();
    else if (!passing.includes(error.reason)) this.#ready.reject(error);
  }

  #retry(): void {
    if (!this.#active) return;
    this.#failures += 1;
    const situation = { urgent: false, networkDown: false, random: Math.random() };
    this.#later(retryDelay({ failures: this.#failures, ...situation }));
  }

  #report(thrown: unknown): void {
    const error = toCtiError(thrown);
    if (error.reason !== 'aborted') this.#host.controller()?.report(error);
  }
}

function secretsOf({ credentials, iceServers }: ReadDocument): string {
  return JSON.stringify([credentials, iceServers]);
}
