import { html, nothing, type TemplateResult } from 'lit';
import { insertAtCaret } from './caret-edits.js';
import type { ClickShield } from './click-shield.js';
import { DialSuggestions, type Suggestion, type SuggestionHost } from './dial-suggestions.js';
import { pasteNumber } from './pasted-number.js';

interface TargetHost extends Omit<SuggestionHost, 'choose'> {
  readonly shield: ClickShield;
  /** The operator has typed. */
  readonly typed: () => void;
}

/**
 * A field for whom a call is to go to: any number, people by their names, and the last targets while it is empty.
 * Enter takes what is highlighted into the field; the next Enter submits the form around it.
 */
export class TargetField {
  text = '';
  readonly #host: TargetHost;
  readonly #suggestions: DialSuggestions;

  constructor(host: TargetHost) {
    this.#host = host;
    this.#suggestions = new DialSuggestions({
      ...host,
      choose: (suggestion) => this.#choose(suggestion),
    });
  }

  /** Of a press in the element, which may have been on an option. */
  get pressed(): (event: Event) => void {
    return this.#suggestions.pressed;
  }

  focus(): void {
    this.#input?.focus();
  }

  close(): void {
    this.#suggestions.close();
  }

  renderSuggestions(): TemplateResult | typeof nothing {
    return this.#suggestions.render();
  }

  render(name: string, usable: boolean): TemplateResult {
    const { isListed, activeId } = this.#suggestions;
    return html`<input
      part="input"
      type="text"
      role="combobox"
      aria-autocomplete="list"
      aria-expanded=${String(isListed)}
      aria-controls=${isListed ? 'suggestions' : nothing}
      aria-activedescendant=${activeId ?? nothing}
      autocomplete="off"
      enterkeyhint="go"
      spellcheck="false"
      aria-label=${name}
      placeholder=${name}
      aria-describedby="problem"
      .value=${this.text}
      ?disabled=${!usable}
      @input=${this.#typed}
      @paste=${this.#paste}
      @keydown=${this.#keyDown}
      @focus=${this.#focused}
      @pointerdown=${this.#focused}
      @blur=${this.#suggestions.close}
    />`;
  }

  get #input(): HTMLInputElement | null {
    return this.#host.element.renderRoot.querySelector('input');
  }

  #choose({ number }: Suggestion): void {
    this.text = number;
    this.close();
    this.focus();
    this.#host.element.requestUpdate();
  }

  readonly #typed = (): void => {
    this.text = this.#input?.value ?? '';
    this.#host.typed();
    this.#suggestions.offer(this.text);
  };

  readonly #focused = (): void => {
    if (this.text === '') this.#suggestions.offer('');
  };

  readonly #paste = (event: ClipboardEvent): void => {
    pasteNumber(event, (text) => {
      if (this.#input) insertAtCaret(this.#input, text);
      this.#typed();
    });
  };

  /** A key that is held, or was meant for what stood here before, sends nobody away. */
  readonly #keyDown = (event: KeyboardEvent): void => {
    const isEnter = event.key === 'Enter';
    const chosen = isEnter ? this.#suggestions.highlighted : undefined;
    if (chosen) this.#choose(chosen);
    else if (isEnter && !event.repeat && !this.#host.shield.isUp) return;
    else if (!isEnter && !this.#suggestions.handle(event, this.text)) return;
    event.preventDefault();
    // Escape is not for the window around it.
    event.stopPropagation();
  };
}
