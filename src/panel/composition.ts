import { html, nothing, type ReactiveController, type TemplateResult } from 'lit';
import { systemClock, type Clock, type Undo } from '../base/clock.js';
import { CallState } from '../context/call-state.js';
import type { CtiElement } from '../context/cti-element.js';
import { whenDefined } from '../context/when-defined.js';
import {
  hasCallToShow,
  hasOtherCalls,
  keypadShown,
  mode,
  windowShown,
} from '../controller/selectors.js';
import type { Mode } from '../controller/snapshot.js';
import { exportParts } from '../elements/export-parts.js';
import { placeOf, windowOf } from '../elements/window-registry.js';
import { FocusKeeper } from './focus-keeper.js';
import { loadLateElements } from './late-elements.js';
import type { PanelSettings } from './settings.js';

export interface CompositionHost extends CtiElement {
  readonly layout: PanelSettings['layout'];
}

/** What a class of ours says of its parts: its own, and those of its children that it passes on. */
interface WithParts {
  readonly parts?: readonly string[];
  readonly passedParts?: readonly string[];
}

/** A page in the background draws no frames: its panel decides after this many ms. */
const frameMs = 200;

/**
 * What a panel shows: the default elements, which fit each mode, or the page's own. Element children without a `slot`
 * replace the default; text and comments do not count. A script in `<head>` upgrades a panel before its children
 * are parsed, so nothing is decided before the first frame.
 */
export class Composition implements ReactiveController {
  /** Parts of the panel itself. */
  static readonly parts = ['frame', 'header', 'line', 'call', 'dial', 'tools', 'extras', 'footer'];

  readonly #host: CompositionHost;
  readonly #clock: Clock;
  readonly #mode: CallState<ReturnType<typeof mode>>;
  readonly #keypad: CallState<boolean>;
  readonly #others: CallState<boolean>;
  readonly #showsCall: CallState<boolean>;
  readonly #window: CallState<ReturnType<typeof windowShown>>;
  /** Tags whose class is still to come. */
  readonly #awaited = new Set<string>();
  #own: boolean | undefined;
  #undoFrame: Undo | undefined;

  constructor(host: CompositionHost, clock: Clock = systemClock) {
    this.#host = host;
    this.#clock = clock;
    this.#mode = new CallState(host, mode);
    this.#keypad = new CallState(host, keypadShown);
    this.#others = new CallState(host, hasOtherCalls);
    this.#showsCall = new CallState(host, hasCallToShow);
    this.#window = new CallState(host, windowShown);
    host.addController(this);
    new FocusKeeper(host, () => this.#mode.value ?? 'idle');
  }

  hostConnected(): void {
    const decide = (): void => {
      this.hostDisconnected();
      this.#decide();
    };
    const frame = requestAnimationFrame(decide);
    const undoTimer = this.#clock.schedule(frameMs, decide);
    this.#undoFrame = () => {
      cancelAnimationFrame(frame);
      undoTimer();
    };
  }

  hostDisconnected(): void {
    this.#undoFrame?.();
    this.#undoFrame = undefined;
  }

  /** Whether the page brings its own elements; `undefined` while it is too early to tell. */
  get isOwn(): boolean | undefined {
    return this.#own;
  }

  render(): TemplateResult {
    const own = this.#own !== false;
    return html`
      <slot ?hidden=${!own} @slotchange=${this.#childrenChanged}></slot>
      ${own ? html`${this.#missingPad()}${this.#missingWindow()}` : this.#default()}
    `;
  }

  #decide(): void {
    const own = [...this.#host.children].some((child) => child.slot === '');
    const undefinedOnes = [...this.#host.querySelectorAll(':not(:defined)')];
    // What the page shows from the start is not wanted late.
    if (undefinedOnes.some(({ localName }) => localName.startsWith('cti-'))) {
      loadLateElements()?.catch(() => undefined);
    }
    if (own === this.#own) return;
    this.#own = own;
    this.#host.requestUpdate();
  }

  readonly #childrenChanged = (): void => {
    if (this.#own !== undefined) this.#decide();
  };

  /** The window is a popover before it is defined too: nothing of it is seen. */
  #default(): TemplateResult {
    const mode = this.#mode.value ?? 'idle';
    return html`
      <div part="frame" class="frame ${this.#host.layout} ${mode}" @focusout=${this.#left}>
        <div part="header">
          <cti-status-menu exportparts=${this.#parts('cti-status-menu')}></cti-status-menu>
          <slot name="header"></slot>
        </div>
        <div part="line">
          <cti-connection-badge
            exportparts=${this.#parts('cti-connection-badge')}
          ></cti-connection-badge>
        </div>
        ${this.#call()}
        <div part="dial">
          <cti-dial-field exportparts=${this.#parts('cti-dial-field')}></cti-dial-field>
        </div>
        <div part="tools">
          ${mode === 'idle' || this.#keeps('[action=keypad]') ? this.#button('keypad') : nothing}
          ${this.#button('open-window')}
        </div>
        ${this.#extras(mode)}
        <div part="footer"><slot name="footer"></slot></div>
      </div>
      <cti-window popover="manual" exportparts=${this.#parts('cti-window')}
        ><slot name="window"></slot
      ></cti-window>
    `;
  }

  #call(): TemplateResult {
    return html`<div part="call" tabindex="-1" ?hidden=${!this.#showsCall.value}>
      <cti-call-info exportparts=${this.#parts('cti-call-info')}></cti-call-info>
      <slot name="customer-details"></slot>
      <cti-call-actions exportparts=${this.#parts('cti-call-actions')}>
        <slot name="actions" slot="actions"></slot>
      </cti-call-actions>
    </div>`;
  }

  #button(action: string): TemplateResult {
    return html`<cti-action-button
      action=${action}
      exportparts=${this.#parts('cti-action-button')}
    ></cti-action-button>`;
  }

  /** No call takes the focus from an operator who is keying: what has it goes when they leave it. */
  #keeps(selector: string): boolean {
    const kept = this.#host.renderRoot.querySelector(`${selector}:focus-within`) !== null;
    return kept && this.#mode.value === 'incoming';
  }

  readonly #left = (): void => {
    if (this.#mode.value === 'incoming') this.#host.requestUpdate();
  };

  #extras(mode: Mode): TemplateResult {
    const canKey = mode === 'idle' || mode === 'talking';
    const keypad = (canKey && this.#keypad.value === true) || this.#keeps('cti-dial-pad');
    return html`<div part="extras" ?hidden=${!keypad && !this.#others.value}>
      ${keypad ? this.#pad() : nothing}
      <cti-call-list
        ?hidden=${!this.#others.value}
        exportparts=${this.#parts('cti-call-list')}
      ></cti-call-list>
    </div>`;
  }

  #pad(): TemplateResult {
    return html`<cti-dial-pad exportparts=${this.#parts('cti-dial-pad')}></cti-dial-pad>`;
  }

  /** A page's own composition that has no keypad gets one while it is wanted. */
  #missingPad(): TemplateResult | typeof nothing {
    const missing = this.#keypad.value && !this.#host.querySelector('cti-dial-pad');
    return this.#own && missing ? this.#pad() : nothing;
  }

  /** A page's own composition that has no window gets one when it is asked for. */
  #missingWindow(): TemplateResult | typeof nothing {
    const { activeController } = this.#host;
    if (this.#own === undefined || !activeController || !this.#window.value) return nothing;
    const known = windowOf(activeController);
    if (known && placeOf(known).getRootNode() !== this.#host.shadowRoot) return nothing;
    return html`<cti-window
      popover="manual"
      exportparts=${this.#parts('cti-window')}
    ></cti-window>`;
  }

  /** The class may be registered later: then its parts are passed on when it is there. */
  #parts(tag: string): string {
    const found = customElements.get(tag) as WithParts | undefined;
    if (!found && !this.#awaited.has(tag)) {
      this.#awaited.add(tag);
      whenDefined(tag, this.#host, (host) => host.requestUpdate());
    }
    return exportParts(tag, found?.parts ?? [], found?.passedParts);
  }
}
