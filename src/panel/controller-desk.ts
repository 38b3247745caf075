import type { Undo } from '../base/clock.js';
import type { PageFetch } from '../base/page-fetch.js';
import { toCtiError } from '../base/error.js';
import { newId } from '../base/new-id.js';
import type { CallCentre } from '../call-centre/call-centre.js';
import { LocalCallCentre } from '../call-centre/local-call-centre.js';
import type { CallController } from '../controller/call-controller.js';
import type {
  CallTransport,
  Credentials,
  CredentialsProvider,
  CredentialsRequest,
  IceServer,
} from '../transport/call-transport.js';
import { CallRecords } from './call-records.js';
import { CustomerDesk } from './customer-desk.js';
import { together, type PageWindow } from './listen.js';
import type { PanelSettings } from './settings.js';
import { TabLock } from './tab-lock.js';
import { loadTransport } from './transports.js';

/** The panel that speaks for the page: another one after the first was replaced by it. */
export interface DeskSource {
  readonly settings: PanelSettings;
  readonly fetch: PageFetch | undefined;
  credentials(request: CredentialsRequest): Promise<Credentials>;
  iceServers(): Promise<readonly IceServer[]>;
  /** The line is this tab's, at last or again. */
  acquired(): void;
}

/**
 * What belongs to a controller rather than to the panel that shows it: a panel that takes over a controller must find
 * the same transport, status and functions, or the line would be opened anew.
 */
export class ControllerDesk {
  source: DeskSource;
  /** What is kept of the calls. */
  readonly records: CallRecords;
  readonly customers: CustomerDesk;
  readonly #controller: CallController;
  readonly #tabLock = new TabLock();
  #transport: Promise<CallTransport> | undefined;
  #callCentre: { readonly key: string; readonly value: CallCentre } | undefined;
  #lock: { readonly uri: string; readonly undo: Undo } | undefined;
  #held = false;
  readonly #stopWaiting = new Set<Undo>();
  #instanceId: string | undefined;

  constructor(controller: CallController, source: DeskSource) {
    this.#controller = controller;
    this.records = new CallRecords(controller);
    this.source = source;
    this.customers = new CustomerDesk(controller, () => this.source.fetch);
  }

  credentials: CredentialsProvider = (request) => this.source.credentials(request);
  readonly iceServers = (): Promise<readonly IceServer[]> => this.source.iceServers();

  /** Other credentials or ICE servers: to the controller another line, which it opens anew. */
  renewSecrets(): void {
    this.credentials = (request) => this.source.credentials(request);
  }

  /**
   * The transport of a panel that was given none.
   *
   * @throws CtiError `service-unavailable` when its code could not be loaded: the next time it is asked for again
   */
  transport(): Promise<CallTransport> {
    return (this.#transport ??= loadTransport('sip').catch((thrown: unknown) => {
      this.#transport = undefined;
      throw toCtiError(thrown, 'service-unavailable');
    }));
  }

  /** The controller disposes of a transport when it gets another. */
  forgetTransport(): void {
    this.#transport = undefined;
  }

  /** The local call centre of one user. */
  callCentre({ userId, initialStatus }: PanelSettings): CallCentre {
    const key = JSON.stringify([userId, initialStatus]);
    if (this.#callCentre?.key !== key) {
      this.#callCentre = { key, value: new LocalCallCentre({ userId, initialStatus }) };
    }
    return this.#callCentre.value;
  }

  forgetCallCentre(): void {
    this.#callCentre = undefined;
  }

  /**
   * The same for every reload of a tab, so that it replaces its binding at the registrar (RFC 5626 section 4.1). Only
   * where one tab holds the line: a tab that was duplicated brings a copy of the other's.
   */
  instanceId(uri: string): string {
    return (this.#instanceId ??= storedId(`cti-panel:${uri}:instance`));
  }

  /** Whether this tab may open the line, as soon as that is known. */
  async mayConnect(uri: string, view: PageWindow): Promise<boolean> {
    if (this.source.settings.tabs === 'each' || uri === '') {
      this.unlock();
      return true;
    }
    if (this.#lock?.uri !== uri) this.#claim(uri, view);
    if (this.#held) return true;
    return new Promise((resolve) => {
      const undo = this.#controller.subscribe(({ elsewhere }) => decide(elsewhere));
      const decide = (elsewhere: boolean): void => {
        if (!this.#held && !elsewhere) return;
        undo();
        this.#stopWaiting.delete(decideNow);
        resolve(this.#held);
      };
      const decideNow = (): void => decide(true);
      this.#stopWaiting.add(decideNow);
      decide(this.#controller.snapshot.elsewhere);
    });
  }

  /** "Use here". @throws CtiError `call-live`, `in-use` */
  useHere(): Promise<void> {
    return this.#tabLock.useHere();
  }

  unlock(): void {
    this.#lock?.undo();
    this.#lock = undefined;
    this.#held = false;
    for (const stop of [...this.#stopWaiting]) stop();
  }

  #claim(uri: string, view: PageWindow): void {
    this.unlock();
    const follow = this.#controller.subscribe(({ elsewhere }) => {
      if (elsewhere) this.#held = false;
    });
    const acquired = (): void => {
      this.#held = true;
      for (const decide of [...this.#stopWaiting]) decide();
      this.source.acquired();
    };
    const undo = this.#tabLock.attach(this.#controller, { uri, view, acquired });
    this.#lock = { uri, undo: together(follow, undo) };
  }
}

function storedId(key: string): string {
  try {
    const stored = sessionStorage.getItem(key);
    if (stored !== null && /^[0-9a-f-]{36}$/.test(stored)) return stored;
    const fresh = newId();
    sessionStorage.setItem(key, fresh);
    return fresh;
  } catch {
    // Storage is forbidden here.
    return newId();
  }
}

const desks = new WeakMap<CallController, ControllerDesk>();

/** The desk of a controller, where it has one: a controller of the page's own has none until it is configured here. */
export function findDesk(controller: CallController): ControllerDesk | undefined {
  return desks.get(controller);
}

/** The desk of a controller, with a new source. */
export function deskFor(controller: CallController, source: DeskSource): ControllerDesk {
  const desk = desks.get(controller) ?? new ControllerDesk(controller, source);
  desk.source = source;
  desks.set(controller, desk);
  return desk;
}
