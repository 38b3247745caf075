import { html, nothing, type TemplateResult } from 'lit';
import type { Undo } from '../base/clock.js';
import type { CtiElement } from '../context/cti-element.js';
import type { PanelDevices } from '../context/panel-services.js';
import type { CallController } from '../controller/call-controller.js';
import type { CallSnapshot } from '../controller/snapshot.js';
import { inWords } from '../elements/customer-text.js';
import { howEnded } from '../elements/how-ended.js';
import { PassingNote } from '../elements/passing-note.js';
import { shownText } from '../elements/shown-text.js';
import type { Localizer } from '../i18n/localize.js';
import { Announcer, type Announcements } from './announcer.js';
import { attachLateElements } from './late-elements.js';
import { together, type PageWindow } from './listen.js';
import { MissedCalls } from './missed-calls.js';
import { Notifier } from './notifier.js';
import { Ringer } from './ringer.js';
import { ServicesProvider, type LentServices } from './services.js';
import type { PanelSettings } from './settings.js';
import { Shortcuts } from './shortcuts.js';

export interface PanelPartsHost {
  readonly element: CtiElement;
  readonly localize: Localizer;
  readonly view: () => PageWindow;
  readonly settings: () => PanelSettings;
  readonly lent: () => LentServices;
}

/** What an operator hears of a panel, and the keys they press: one panel of a controller has it. */
export class PanelParts {
  readonly #host: PanelPartsHost;
  readonly #ringer = new Ringer();
  readonly #services: ServicesProvider;
  readonly #note: PassingNote;
  readonly #missed: MissedCalls;
  #missedCalls = 0;
  #leads = false;
  #announcements: Announcements = { alert: '', status: '' };
  #controller: CallController | undefined;
  #soundBlocked = false;

  constructor(host: PanelPartsHost) {
    this.#host = host;
    this.#note = new PassingNote(host.element);
    this.#services = new ServicesProvider(host.element, {
      volumeChanged: () => this.#ringer.refresh(),
      devicesChanged: (devices) => this.#useDevices(devices),
    });
    this.#missed = new MissedCalls(
      (count) => {
        this.#missedCalls = count;
        host.element.requestUpdate();
      },
      (id) => this.#controller?.snapshot.lastEnded?.id === id,
    );
  }

  /** The settings may be others. */
  update(): void {
    this.#services.update(this.#host.settings(), this.#host.lent());
    if (this.#leads) this.#missed.follow(this.#services.current?.history);
    this.#ringer.refresh();
    this.#useChosenDevices();
  }

  /** What is lent may be other things: of another controller, or numbers that are read in another way. */
  lend(): void {
    if (this.#services.current) this.update();
  }

  lead(controller: CallController): Undo {
    const { element, localize, settings } = this.#host;
    const view = this.#host.view();
    this.#controller = controller;
    this.#useChosenDevices();
    this.#leads = true;
    this.#missed.follow(this.#services.current?.history);
    const ring = (): Pick<PanelSettings, 'ring' | 'ringVolume'> => {
      const { ring, ringVolume } = settings();
      return { ring, ringVolume: this.#services.current?.ringVolume ?? ringVolume };
    };
    return together(
      () => this.#fallSilent(),
      this.#ringer.onBlockedChanged(() => element.requestUpdate()),
      this.#ringer.attach(controller, view, ring),
      new Notifier().attach(controller, view, {
        incomingCall: () => localize.term('incomingCall'),
        anonymous: () => localize.term('unknownCaller'),
      }),
      new Shortcuts().attach(
        ...([controller, view, settings] as const),
        () => this.#focusDialField(),
        // There may be no button of it to say so.
        (thrown) => this.#note.tellRefusal(thrown, localize),
      ),
      new Announcer().attach(controller, this.#words, (said) => {
        this.#announcements = said;
        element.requestUpdate();
      }),
      attachLateElements(controller, view, () => localize.term('windowNotLoaded')),
      controller.subscribe(({ soundBlocked }) => {
        if (soundBlocked !== this.#soundBlocked) element.requestUpdate();
        this.#soundBlocked = soundBlocked;
      }),
    );
  }

  /** There from the start, and empty: a live region that appears with its text is not read. */
  render(): TemplateResult {
    const { alert, status } = this.#announcements;
    return html`
      <div class="unseen anchor" role="alert">${alert}</div>
      <div class="unseen" role="status">${status}</div>
      <div class="unseen" role="status">${this.#missedText}</div>
      ${this.#ringer.blocked || this.#soundBlocked ? this.#soundHint() : nothing}
      ${this.#note.render()}
    `;
  }

  /** What was remembered; what cannot be used is told in the call. */
  #useChosenDevices(): void {
    const chosen = this.#services.current?.devices.chosen;
    if (chosen) this.#useDevices(chosen).catch(() => undefined);
  }

  async #useDevices(devices: PanelDevices): Promise<void> {
    this.#ringer.useOutput(devices.ringer?.id);
    await this.#controller?.setDevices(devices);
  }

  /** Of two panels with one controller the first speaks for both. */
  #fallSilent(): void {
    this.#leads = false;
    this.#missed.follow(undefined);
  }

  get #missedText(): string {
    return this.#missedCalls > 0 ? this.#host.localize.term('missedCount', this.#missedCalls) : '';
  }

  #soundHint(): TemplateResult {
    return html`<button part="sound-hint" type="button" @click=${this.#unblock}>
      ${this.#host.localize.term('problem', 'sound-blocked')}
    </button>`;
  }

  readonly #unblock = (): void => {
    this.#ringer.unblock();
    this.#controller?.unblockSound();
  };

  readonly #words = {
    incoming: (call: CallSnapshot): string =>
      `${this.#host.localize.term('incomingCall')}: ${this.#who(call)}`,
    identified: (call: CallSnapshot): string =>
      `${this.#host.localize.term(whichCall(call))}: ${this.#who(call)}`,
    asked: (call: CallSnapshot): string => {
      const { number = '', displayName } = call.transferAsked ?? {};
      const target = this.#party(number, displayName);
      return this.#host.localize.term('transferAsked', this.#who(call), target);
    },
    takenOver: (call: CallSnapshot): string =>
      this.#host.localize.term('takenOver', this.#who(call)),
    ended: (call: CallSnapshot): string =>
      `${this.#who(call)}: ${howEnded(this.#host.localize, call)}`,
    connection: ({ connection, connectionProblem }: CallController['snapshot']): string => {
      const { localize } = this.#host;
      const state = localize.term('connection', connection);
      const why = connectionProblem && localize.term('problem', connectionProblem);
      return connection === 'online' || !why ? state : `${state}. ${why}`;
    },
  };

  /** In words: the customer with their company, else what is known, and how many there may be. */
  #who({ number, displayName, customer, identity }: CallSnapshot): string {
    const { localize } = this.#host;
    if (customer) return inWords(customer);
    const caller = this.#party(number, displayName);
    if (identity.state !== 'many') return caller;
    const count = identity.total ?? identity.customers.length;
    return `${caller}, ${localize.term('customersFound', count)}`;
  }

  #party(number: string, displayName = ''): string {
    const shown = this.#services.current?.numbers.format(number) ?? number;
    return shownText(displayName) || shown || this.#host.localize.term('unknownCaller');
  }

  #focusDialField(): boolean {
    const { element } = this.#host;
    const field = [element.shadowRoot, element]
      .map((root) => root?.querySelector('cti-dial-field'))
      .find((found) => found?.checkVisibility());
    field?.focus();
    return field !== undefined && field !== null;
  }
}

/** A name alone, out of the blue, would not tell what it is about. */
function whichCall({
  phase,
  direction,
}: CallSnapshot): 'talking' | 'incomingCall' | 'outgoingCall' {
  if (phase === 'connected') return 'talking';
  return direction === 'incoming' ? 'incomingCall' : 'outgoingCall';
}
