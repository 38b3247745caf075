import { ContextProvider } from '@lit/context';
import { html, type PropertyValues, type TemplateResult } from 'lit';
import { property } from 'lit/decorators.js';
import type { Logger } from '../base/logger.js';
import type { AgentStatus, CallCentre } from '../call-centre/call-centre.js';
import { controllerContext } from '../context/controller-context.js';
import { CtiElement } from '../context/cti-element.js';
import { currentCall } from '../controller/selectors.js';
import type { CallSnapshot, CtiSnapshot, WindowView } from '../controller/snapshot.js';
import { initialSnapshot } from '../controller/transition.js';
import below from '../elements/styles/below.styles.js';
import type { Customer, CustomerDirectory } from '../directory/customer-directory.js';
import type { CallTransport, Capabilities } from '../transport/call-transport.js';
import announcements from './announcements.styles.js';
import { Composition } from './composition.js';
import type { FieldValues } from './configuration-fields.js';
import type { ConfigProvider } from './configuration-source.js';
import styles from './cti-panel.styles.js';
import type { PageFetch } from '../base/page-fetch.js';
import type { CallExtras, CallChange, OnCall } from './panel-options.js';
import { fieldNames, PanelRuntime } from './panel-runtime.js';

/** What a panel shows of itself while it is in no document. */
const nothingYet = initialSnapshot(0);

/**
 * The telephone panel: it owns the line, and shows the elements an operator needs in each mode.
 *
 * A property set by hand beats its attribute, which beats the configuration document. A value that makes no sense is
 * not taken. The panel connects one task after it came into the document, unless it is `manual`.
 *
 * @tag cti-panel
 * @summary A telephone for any CRM page.
 * @status experimental
 * @since 0.1
 * @attr mode - what the operator is in the middle of: `idle`, `incoming`, `outgoing`, `talking` or `wrap-up`; read-only
 * @attr password - there is none: one that is set is removed, with a warning
 * @slot - elements without a `slot` replace the default composition
 * @slot header - beside the status and the state of the line
 * @slot customer-details - below who is calling
 * @slot actions - further buttons beside those of the call
 * @slot footer - at the end of the panel
 * @slot window - further content of the CTI window
 * @fires cti-request - a command is about to be carried out: `preventDefault()` refuses it, `respondWith()` decides later
 * @fires cti-call-offered - a call has come in
 * @fires cti-call-dialed - the INVITE of a call is out
 * @fires cti-call-connected - a call was answered
 * @fires cti-call-held - the far end has agreed to be held
 * @fires cti-call-resumed - a call is no longer held
 * @fires cti-call-transferred - a call was transferred
 * @fires cti-call-updated - something else about a call has changed
 * @fires cti-call-ended - a call is over: its complete record
 * @fires cti-customer-identified - the directory has answered who has the number
 * @fires cti-customer-linked - a number was linked to a customer
 * @fires cti-customer-opened - the operator wants to see a customer
 * @fires cti-status-changed - the operator's status is another
 * @fires cti-connection-changed - the state of the line is another
 * @fires cti-window-opened - the CTI window shows a view
 * @fires cti-window-closed - the CTI window was closed
 * @fires cti-error - something went wrong
 * @csspart problem - why the page refused a shortcut
 * @csspart sound-hint - the button that says that the browser blocks the sound
 * @csspart frame - the default composition
 * @csspart header - the operator's status
 * @csspart line - the state of the line
 * @csspart dial - the number field with its button
 * @csspart call - who is calling, and the call's actions
 * @csspart tools - the buttons beside the dial field
 * @csspart extras - the keypad, and the calls beside the current one
 * @csspart footer - the end of the panel
 * @cssprop --cti-surface - ground of the panel
 * @cssprop --cti-surface-raised - ground of fields and quiet buttons
 * @cssprop --cti-text - text
 * @cssprop --cti-text-muted - text of lesser weight
 * @cssprop --cti-border - lines between parts, and around fields
 * @cssprop --cti-accent - links, focus, and what is chosen
 * @cssprop --cti-on-accent - text on the accent
 * @cssprop --cti-success - ground of Call and Answer, under white text
 * @cssprop --cti-success-text - success as a text or a dot
 * @cssprop --cti-danger - ground of End call and Decline, under white text
 * @cssprop --cti-danger-text - danger as a text or a dot
 * @cssprop --cti-warning - hold and reconnecting
 * @cssprop --cti-focus - focus ring; the accent by default
 * @cssprop --cti-radius - corners of buttons and fields
 * @cssprop --cti-control-size - least height of buttons and fields; 40px by default
 * @cssprop --cti-font - `font` of the panel
 */
export class CtiPanel extends CtiElement {
  static override readonly styles = [below, styles, announcements];

  // Lit wraps accessors that are there before its decorators run: these read the configuration in its three layers.
  static {
    for (const name of fieldNames) {
      Object.defineProperty(this.prototype, name, {
        configurable: true,
        get(this: CtiPanel): unknown {
          return this.#runtime.configuration.get(name);
        },
        set(this: CtiPanel, value: unknown) {
          this.#runtime.set(name, value);
        },
      });
    }
  }

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, 'password'];
  }

  readonly #runtime = new PanelRuntime(this, this.localize, (controller) =>
    this.#provider.setValue(controller),
  );
  readonly #provider = new ContextProvider(this, { context: controllerContext });
  readonly #composition = new Composition(this);

  /** `ws:` or `wss:` URLs in order of preference; in an attribute with spaces or commas between them. */
  @property() server?: string | readonly string[];
  /** Address of record, for example `sip:101@example.com`. */
  @property() uri?: string;
  /** Name that goes out with calls. */
  @property({ attribute: 'display-name' }) displayName?: string;
  /** Whose data is stored in this browser: the `uri` by default, but an extension is not a person. */
  @property({ attribute: 'user-id' }) userId?: string;
  /** URL of a JSON document that may hold any of these and credentials. Of the page's own origin only. */
  @property({ attribute: 'config-src' }) configSrc?: string;
  /** The document itself, or a function `({ reason, signal }) => document` that is asked again when it is needed. */
  @property({ attribute: false }) config?: ConfigProvider;
  /** URL of the directory of customers, asked by HTTP: docs/connect-your-crm.md. */
  @property({ attribute: 'directory-src' }) directorySrc?: string;
  /** `auto` (by default) chooses by the room there is: `card` from 220 px, `bar` in a header of 48 px. */
  @property() layout!: FieldValues['layout'];
  /** ISO 3166 code of the country whose national numbers come and are dialled. */
  @property() country?: string;
  /** Connects only when `connect()` is called. */
  @property({ type: Boolean }) manual!: boolean;
  /** `last` (by default), or the id of the status to begin with. */
  @property({ attribute: 'initial-status' }) initialStatus!: string;
  /** SIP status of a declined call: 486 (by default) or 603. */
  @property({ attribute: 'decline-code', type: Number }) declineCode!: 486 | 603;
  /** Calls at once: the next one that comes in is busy. 4 by default. */
  @property({ attribute: 'max-calls', type: Number }) maxCalls!: number;
  /** What becomes of a far end's wish that we call somebody in its place: `never` (by default), `ask` or `always`. */
  @property({ attribute: 'accept-transfers' }) acceptTransfers!: FieldValues['acceptTransfers'];
  /** Codecs to be tried first, by their names in SDP: `opus PCMA`. The browser's order by default. */
  @property() codecs?: string | readonly string[];
  /** `single` (by default): one tab of the browser holds the line; or `each`. */
  @property() tabs!: FieldValues['tabs'];
  /** `end` (by default): a page that goes away hangs up; or `keep` (reserved). */
  @property() leave!: FieldValues['leave'];
  /** When it rings: `always` (by default), `hidden-only` or `never`. */
  @property() ring!: FieldValues['ring'];
  /** Loudness of the ring tone: 0-1. */
  @property({ attribute: 'ring-volume', type: Number }) ringVolume!: number;
  /** The PBX is the only one to write P-Asserted-Identity and Remote-Party-ID: they say who is calling. */
  @property({ attribute: 'trust-asserted-identity', type: Boolean })
  trustAssertedIdentity?: boolean;
  /** Opens the record of the only customer a caller's number has: `none` (by default), `offered` or `connected`. */
  @property({ attribute: 'screen-pop' }) screenPop!: FieldValues['screenPop'];
  /** Origins besides the page's own where records of customers may be. */
  @property({ attribute: 'record-origins' }) recordOrigins!: string | readonly string[];
  /** Tab that records are opened in: `cti-record` by default. Never this page while a call is live. */
  @property({ attribute: 'record-target' }) recordTarget!: string;
  /** `async ({ realm, reason, signal }) => ({ username?, password | ha1 })`, asked when the server wants them. */
  @property({ attribute: false }) credentials?: FieldValues['credentials'];
  /** STUN and TURN servers, or an async function that has them. None by default. */
  @property({ attribute: false }) iceServers?: FieldValues['iceServers'];
  /** Carries every HTTP request of the panel: `(request, { purpose }) => Promise<Response>`. */
  @property({ attribute: false }) fetch?: PageFetch;
  /** What the PBX makes of numbers; what is left out keeps its default. */
  @property({ attribute: false }) dialPlan?: FieldValues['dialPlan'];
  /** What this page lets its operators do; everything by default. */
  @property({ attribute: false }) features?: FieldValues['features'];
  /** Keys by `KeyboardEvent.code`, or `false` for none. */
  @property({ attribute: false }) shortcuts!: FieldValues['shortcuts'];
  /** The CRM's customers; it beats `directory-src`. */
  @property({ attribute: false }) directory?: CustomerDirectory;
  /** What is kept of calls in this browser: `local` (by default), `session` until the tab is closed, or `off`. */
  @property() history!: FieldValues['history'];
  /** How many calls are kept: the oldest go. 1,000 by default. */
  @property({ attribute: 'history-limit', type: Number }) historyLimit!: number;
  /** Keeps the calls in a place of the page's own. */
  @property({ attribute: false }) callHistory?: FieldValues['callHistory'];
  /** Gets the record of every call that has ended, until it has saved it: `save(record, { signal })`. */
  @property({ attribute: false }) callLog?: FieldValues['callLog'];
  /** URL that the record of every call is sent to by POST, with an `Idempotency-Key`. */
  @property({ attribute: 'log-src' }) logSrc?: string;
  /** Who keeps the operator's status; by default this browser. */
  @property({ attribute: false }) callCentre?: CallCentre;
  /** What carries the calls; SIP over WebSocket by default. */
  @property({ attribute: false }) transport?: CallTransport;
  /** Where the library writes what it does; nowhere by default. */
  @property({ attribute: false }) logger?: Logger;

  override attributeChangedCallback(name: string, old: string | null, text: string | null): void {
    const { elementProperties } = this.constructor as typeof CtiPanel;
    if (this.#runtime.attributeChanged(name, text, elementProperties)) return;
    super.attributeChangedCallback(name, old, text);
  }

  override connectedCallback(): void {
    this.#runtime.connect();
    super.connectedCallback();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#runtime.disconnect();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('controller')) this.#runtime.controllerChanged();
  }

  /** Everything the panel shows: frozen, replaced as a whole by each change. */
  get snapshot(): CtiSnapshot {
    return this.controller?.snapshot ?? nothingYet;
  }
  /** What the operator is in the middle of. */
  get mode(): CtiSnapshot['mode'] {
    return this.snapshot.mode;
  }
  /** State of the line. `failed`: no further tries without the user. */
  get connection(): CtiSnapshot['connection'] {
    return this.snapshot.connection;
  }
  /** The operator's status; `since` in ms since the epoch. */
  get status(): AgentStatus | undefined {
    return this.snapshot.status;
  }
  /** Live calls, oldest first. */
  get calls(): readonly CallSnapshot[] {
    return this.snapshot.calls;
  }
  /** The call that the methods mean when they are given no id. */
  get currentCall(): CallSnapshot | undefined {
    return currentCall(this.snapshot);
  }
  /** What the line can do. */
  get capabilities(): Capabilities {
    return this.snapshot.capabilities;
  }
  /** Configured and connected; rejects when that has failed for good. */
  get ready(): Promise<void> {
    return this.#runtime.line.ready;
  }

  /** Opens the line. Rejects with `invalid-configuration`, `signed-out`, `in-use`, or how the line failed. */
  async connect(): Promise<void> {
    await this.#runtime.line.connect();
  }
  /** Closes the line. Rejects with `call-live` while there is a call, unless that is to be ended. */
  async disconnect({ calls = 'refuse' }: { calls?: 'refuse' | 'end' } = {}): Promise<void> {
    await this.#runtime.line.disconnect(calls);
  }
  /** Closes the line and forgets who was signed in; with `wipe` also what is stored about them. */
  async signOut({ wipe = false }: { wipe?: boolean } = {}): Promise<void> {
    const clear = wipe ? this.#runtime.dataCleaner() : undefined;
    await this.#runtime.line.signOut();
    await clear?.();
  }
  /** Dials. With the call, once the INVITE is out; rejects with how it failed before that. */
  async call(target: string, extras: CallExtras = {}): Promise<CallSnapshot> {
    return this.#runtime.call(target, extras);
  }
  /** Answers; with the call, once it is connected. */
  async answer(callId?: string): Promise<CallSnapshot> {
    return this.#runtime.sendOnCall({ type: 'answer', ...of(callId) });
  }
  /** Rejects a call that has come in. */
  async decline(callId?: string): Promise<CallSnapshot> {
    return this.#runtime.sendOnCall({ type: 'decline', ...of(callId) });
  }
  /** Hangs up, cancels or declines, at once. */
  async end(callId?: string): Promise<CallSnapshot> {
    return this.#runtime.sendOnCall({ type: 'end', ...of(callId) });
  }
  /** Holds a call; with it, once the far end has agreed. */
  async hold(callId?: string): Promise<CallSnapshot> {
    return this.#runtime.sendOnCall({ type: 'set-hold', held: true, ...of(callId) });
  }
  /** Takes a call off hold; with it, once the far end has agreed. */
  async resume(callId?: string): Promise<CallSnapshot> {
    return this.#runtime.sendOnCall({ type: 'set-hold', held: false, ...of(callId) });
  }
  /** Sends silence instead of the microphone. */
  async mute(callId?: string): Promise<CallSnapshot> {
    return this.#runtime.sendOnCall({ type: 'set-mute', muted: true, ...of(callId) });
  }
  /** Sends the microphone again. */
  async unmute(callId?: string): Promise<CallSnapshot> {
    return this.#runtime.sendOnCall({ type: 'set-mute', muted: false, ...of(callId) });
  }
  /** This call rings no more, but waits. */
  async silence(callId?: string): Promise<CallSnapshot> {
    return this.#runtime.sendOnCall({ type: 'silence', ...of(callId) });
  }
  /** Sends digits `0-9*#A-D`, `,` is a pause; resolves when they are out (RFC 4733). */
  async sendDtmf(tones: string, callId?: string): Promise<CallSnapshot> {
    return this.#runtime.sendOnCall({ type: 'send-dtmf', tones, ...of(callId) });
  }
  /**
   * Sends the caller to a number; resolves when the target has the caller. `attended`: the target is asked first, in a
   * call of its own; resolves when it has answered. Rejects with how the target refused: the caller is back, on hold.
   */
  async transfer(target: string, options: OnCall & { attended?: boolean } = {}): Promise<void> {
    await this.#runtime.send({ type: 'transfer', target, ...options });
  }
  /** Joins the caller and who was asked first, or two calls of which one is on hold; resolves when they are joined. */
  async completeTransfer(): Promise<void> {
    await this.#runtime.send({ type: 'complete-transfer' });
  }
  /** Ends the call in which the target was asked, and is back with the caller. */
  async cancelTransfer(): Promise<void> {
    await this.#runtime.send({ type: 'cancel-transfer' });
  }
  /** Talks to the call that is on hold, and puts this one on hold; resolves when both have agreed. */
  async swap(): Promise<void> {
    await this.#runtime.send({ type: 'swap' });
  }
  /** Makes a conference of the current call and the one on hold; `split` takes it apart again. */
  async merge({ split = false }: { split?: boolean } = {}): Promise<void> {
    await this.#runtime.send(split ? { type: 'merge', split } : { type: 'merge' });
  }
  /** Dials the last number again. Rejects with `not-allowed` when there is none. */
  async redial(): Promise<CallSnapshot> {
    return this.#runtime.redial();
  }
  /** Sets the operator's status; resolves when the call centre has confirmed it. */
  async setStatus(id: string, reason?: string): Promise<void> {
    await this.#runtime.send({
      type: 'set-status',
      id,
      ...(reason === undefined ? {} : { reason }),
    });
  }
  /** Says whose call it is, of a live call or the one that ended last: for this call only. */
  async setCustomer(callId: string, customer: Customer): Promise<CallSnapshot> {
    return this.#runtime.sendOnCall({ type: 'set-customer', callId, customer });
  }
  /** Binds the call's number to a customer; resolves when the directory has it. */
  async linkCustomer(callId: string, customer: Customer): Promise<void> {
    await this.#runtime.send({ type: 'link-customer', callId, customer });
  }
  /** Adds to what the page knows of a call; `data` is merged. */
  async updateCall(callId: string, change: CallChange): Promise<CallSnapshot> {
    return this.#runtime.controller.updateCall(callId, change);
  }
  /** Opens the CTI window, where it was left or at this view. */
  async openWindow(view?: WindowView): Promise<void> {
    await this.#runtime.openWindow(view);
  }
  /** Closes the CTI window. */
  async closeWindow(): Promise<void> {
    await this.#runtime.send({ type: 'close-window' });
  }
  /** Removes what this browser has stored about the user. */
  async clearUserData(): Promise<void> {
    await this.#runtime.dataCleaner()();
  }

  override render(): TemplateResult {
    return html`${this.#runtime.parts.render()}${this.#composition.render()}`;
  }
}

function of(callId: string | undefined): OnCall {
  return callId === undefined ? {} : { callId };
}

declare global {
  interface HTMLElementTagNameMap {
    'cti-panel': CtiPanel;
  }
}
