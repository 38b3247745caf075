import { css } from 'lit';

export default css`
  :host {
    display: block;
    min-inline-size: 0;
  }
  :host(:state(absent)) {
    display: none;
  }
  .pad {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 8px;
  }
  [part='keys'] {
    display: grid;
    grid-template-columns: repeat(3, minmax(0, 1fr));
    gap: 6px;
  }
  [part='key'] {
    display: grid;
    place-content: center;
    justify-items: center;
    gap: 0;
    min-block-size: 46px;
    padding: 4px;
    line-height: 1.15;
    font-size: 18px;
    font-variant-numeric: tabular-nums;
  }
  [part='key']:active:not(:disabled, [aria-disabled]) {
    background: color-mix(in oklab, var(--_text) 16%, var(--_raised));
  }
  [part='key'][aria-disabled] {
    opacity: 0.5;
    cursor: default;
  }
  small {
    min-block-size: 1.2em;
    color: var(--_muted);
    font-size: 10px;
    font-weight: 500;
    letter-spacing: 0.08em;
  }
  /* Not text: the name of the key is its digit, and a name must hold all the text that is seen. */
  small::after {
    content: attr(data-letters);
  }
  small[data-letters=''] {
    display: none;
  }
  [part='line'] {
    display: flex;
    align-items: center;
    gap: 4px;
    min-block-size: var(--_control);
    padding-inline-start: 12px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  /* What was keyed in last is to be seen: a line that is too long loses its beginning. */
  [part='digits'] {
    display: flex;
    flex: 1;
    justify-content: flex-end;
    min-inline-size: 0;
    overflow: hidden;
    white-space: nowrap;
    font-size: 18px;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    letter-spacing: 0.06em;
  }
  bdi {
    margin-inline-end: auto;
  }
  [part='problem'] {
    margin: 0;
    padding-block-start: 8px;
    color: var(--_danger-text);
    font-size: 13px;
  }
  [part='problem']:empty {
    display: none;
  }
  @media (forced-colors: active) {
    [part='key'][aria-disabled] {
      border-color: GrayText;
      color: GrayText;
      opacity: 1;
    }
  }
`;
