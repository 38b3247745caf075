import type { PropertyDeclaration } from 'lit';
import { systemClock } from '../base/clock.js';
import { CtiError } from '../base/error.js';
import { redacting, silentLogger, type Logger } from '../base/logger.js';
import type { CtiElement } from '../context/cti-element.js';
import type { CallController } from '../controller/call-controller.js';
import type { Command } from '../controller/commands.js';
import { windowViews, type CallSnapshot, type WindowView } from '../controller/snapshot.js';
import type { Localizer } from '../i18n/localize.js';
import { Configuration } from './configuration.js';
import { fields, type FieldName } from './configuration-fields.js';
import { findDesk } from './controller-desk.js';
import { ControllerHolder } from './controller-holder.js';
import type { PageWindow } from './listen.js';
import { lentBy } from './lent.js';
import { PanelLine } from './panel-line.js';
import type { CallExtras } from './panel-options.js';
import { PanelParts } from './panel-parts.js';
import type { LentServices } from './services.js';
import { clearStoredData } from './stored-data.js';

/** The panel as the machinery behind it sees it. */
export interface PanelElement extends CtiElement {
  logger?: Logger;
}

/** Configuration that is a property of the panel; the closest `lang` is the platform's. */
export const fieldNames = (Object.keys(fields) as FieldName[]).filter((name) => name !== 'lang');

/** What is behind a panel: its configuration, its controller, its line and what is heard of them. */
export class PanelRuntime {
  readonly configuration = new Configuration((message) => this.#logger.log('warn', message));
  readonly parts: PanelParts;
  readonly line: PanelLine;
  readonly #element: PanelElement;
  readonly #holder: ControllerHolder;
  readonly #logger: Logger;
  /** What went wrong before there was a controller to tell it. */
  #untold: CtiError[] = [];
  #ownLang: string | undefined;

  /** @param shown the panel shows another controller */
  constructor(
    element: PanelElement,
    localize: Localizer,
    shown: (controller: CallController) => void,
  ) {
    this.#element = element;
    this.#logger = redacting({
      log: (...entry) => (element.logger ?? silentLogger).log(...entry),
    });
    const { configuration } = this;
    const view = (): PageWindow => element.ownerDocument.defaultView ?? window;
    const settings = (): Configuration['settings'] => configuration.settings;
    const lent = (): LentServices => lentBy(element.controller, configuration.get('features'));
    this.parts = new PanelParts({ element, localize, settings, view, lent });
    this.#holder = new ControllerHolder({
      element,
      logger: this.#logger,
      settings,
      view,
      uri: () => configuration.get('uri'),
      shown: (controller) => {
        shown(controller);
        this.parts.lend();
      },
      committed: ({ snapshot }) => {
        this.#reflect(snapshot.mode);
        this.line.committed(snapshot);
      },
      lead: (controller) => this.parts.lead(controller),
    });
    this.line = new PanelLine({
      clock: systemClock,
      logger: this.#logger,
      configuration,
      controller: () => element.controller,
      baseUrl: () => element.ownerDocument.baseURI,
      view,
      adopt: (uri) => this.#holder.adopt(uri),
      owns: (controller) => this.#holder.owns(controller),
      configured: () => this.#configured(),
    });
    element.addEventListener('cti-use-here', (event) => (event.outcome = this.line.useHere()));
    element.addEventListener('cti-retry', (event) => (event.outcome = this.line.connect()));
  }

  connect(): void {
    this.#holder.connect();
    this.line.start();
    for (const error of this.#untold.splice(0)) this.controller.report(error);
  }

  disconnect(): void {
    this.line.stop();
    this.#holder.disconnect();
  }

  /** The page has set `controller`. */
  controllerChanged(): void {
    if (this.#holder.follow()) this.line.start();
  }

  set(name: FieldName, value: unknown): void {
    this.configuration.set(name, value);
    this.line.changed(name);
  }

  /** Whether this attribute is the configuration's, and need not go further. */
  attributeChanged(
    name: string,
    text: string | null,
    properties: ReadonlyMap<PropertyKey, PropertyDeclaration>,
  ): boolean {
    if (name === 'password') this.#refusePassword(text);
    const field = fieldOf(name, properties);
    if (field === undefined) return name === 'password';
    this.configuration.setAttribute(field, text);
    this.#element.requestUpdate();
    this.line.changed(field);
    return true;
  }

  /** @throws CtiError as the controller's `send`; `not-allowed` while the panel is in no document */
  async send(command: Command): Promise<CallSnapshot | undefined> {
    return this.controller.send(command);
  }

  /** @throws CtiError as `send`; `not-allowed` when there is no such call */
  async sendOnCall(command: Command): Promise<CallSnapshot> {
    const call = await this.send(command);
    if (!call) throw new CtiError('not-allowed', { message: 'There is no such call' });
    return call;
  }

  /** @throws CtiError `not-allowed` */
  get controller(): CallController {
    const { controller } = this.#element;
    if (controller) return controller;
    throw new CtiError('not-allowed', { message: 'The panel is in no document' });
  }

  /** @throws CtiError as `send`; `not-supported` for what is reserved */
  async call(target: string, extras: CallExtras): Promise<CallSnapshot> {
    const { customer, data, headers, callerId, postDial } = extras;
    if (callerId !== undefined || postDial !== undefined) {
      throw new CtiError('not-supported', { message: 'callerId and postDial are reserved' });
    }
    return this.sendOnCall({
      type: 'dial',
      target,
      ...(customer ? { customer } : {}),
      ...(data ? { data } : {}),
      ...(headers ? { headers } : {}),
    });
  }

  /** @throws CtiError as `call`; `not-allowed` when nothing was dialled */
  async redial(): Promise<CallSnapshot> {
    const { lastNumber } = this.controller.snapshot;
    if (lastNumber === undefined) throw new CtiError('not-allowed', { message: 'Nothing dialled' });
    return this.call(lastNumber, {});
  }

  /** @throws CtiError as `send`; `not-allowed` for what is no view */
  async openWindow(view: WindowView | undefined): Promise<void> {
    if (view !== undefined && !windowViews.includes(view)) {
      throw new CtiError('not-allowed', { message: `Views are ${windowViews.join(', ')}` });
    }
    await this.send({ type: 'open-window', ...(view ? { view } : {}) });
  }

  /** Removes what is stored about the user of now, also when it is called after they have signed out. */
  dataCleaner(): () => Promise<void> {
    const { userId } = this.configuration.settings;
    const { controller } = this.#element;
    return async () => {
      if (controller) await findDesk(controller)?.records.clear(userId);
      await clearStoredData(userId);
    };
  }

  #configured(): void {
    this.#followLang();
    this.parts.update();
    this.#element.requestUpdate();
  }

  #reflect(mode: string): void {
    if (this.#element.getAttribute('mode') !== mode) this.#element.setAttribute('mode', mode);
  }

  /** The document's language, where the page has set none on the panel. */
  #followLang(): void {
    const attribute = this.#element.getAttribute('lang') ?? undefined;
    if (attribute !== this.#ownLang) return;
    const { lang } = this.configuration.document;
    this.#ownLang = lang;
    if (lang === undefined) this.#element.removeAttribute('lang');
    else if (lang !== attribute) this.#element.setAttribute('lang', lang);
  }

  #refusePassword(text: string | null): void {
    if (text === null) return;
    this.#element.removeAttribute('password');
    const message = 'There is no password attribute: it was removed. Set `credentials` instead.';
    this.#logger.log('warn', message);
    const error = new CtiError('invalid-configuration', { message });
    const { controller } = this.#element;
    if (controller) controller.report(error);
    else this.#untold.push(error);
  }
}

function fieldOf(
  written: string,
  properties: ReadonlyMap<PropertyKey, PropertyDeclaration>,
): FieldName | undefined {
  return fieldNames.find((name) => {
    const { attribute = name.toLowerCase() } = properties.get(name) ?? { attribute: false };
    return attribute === true ? name.toLowerCase() === written : attribute === written;
  });
}
