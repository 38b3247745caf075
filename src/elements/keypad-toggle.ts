import { CallState, type ControllerHost } from '../context/call-state.js';
import { keypadShown, mode } from '../controller/selectors.js';

/**
 * Whether a pad in the page's own composition is shown. A Keypad button there, as call actions have one in a call,
 * shows and hides it; without one it is always there.
 */
export class KeypadToggle {
  readonly #host: ControllerHost & Element;
  readonly #shown: CallState<boolean>;
  readonly #mode: CallState<ReturnType<typeof mode>>;

  constructor(host: ControllerHost & Element) {
    this.#host = host;
    this.#shown = new CallState(host, keypadShown);
    this.#mode = new CallState(host, mode);
    host.addEventListener('focusout', () => host.requestUpdate());
  }

  get closed(): boolean {
    // An incoming call closes it, and must not take the focus along.
    if (this.#mode.value === 'incoming' && this.#host.matches(':focus-within')) return false;
    const actions = this.#mode.value === 'talking' ? ', cti-call-actions' : '';
    const buttons = `cti-action-button[action=keypad]${actions}`;
    const panel = this.#host.closest('cti-panel');
    return this.#shown.value === false && Boolean(panel?.querySelector(buttons));
  }

  /** @returns whether the keypad had been opened */
  close(): boolean {
    const shown = this.#shown.value === true;
    if (shown) this.#host.activeController?.showKeypad(false);
    return shown;
  }
}
