import { css } from 'lit';
import { unseen } from './styles/unseen.js';

export default css`
  :host {
    display: inline;
    /* It stands in the page's text. */
    font: inherit;
    color: inherit;
  }
  [part='button'] {
    display: inline;
    margin: 0;
    padding: 0;
    border: 0;
    border-radius: 2px;
    background: none;
    color: inherit;
    font: inherit;
    letter-spacing: inherit;
    text-align: inherit;
    text-decoration: underline;
    text-decoration-thickness: 1px;
    text-underline-offset: 0.15em;
    cursor: pointer;
  }
  [part='button']:hover {
    text-decoration-thickness: 2px;
  }
  [part='button']:disabled {
    text-decoration: none;
    cursor: auto;
  }
  [part='button'][aria-busy] {
    cursor: progress;
  }
  button:focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  .unseen {
    ${unseen}
  }
  [popover] {
    font: var(--_font);
  }
  [part='menu'] {
    min-inline-size: 180px;
    max-block-size: calc(100dvh - 16px);
    overflow: auto;
    padding: 4px;
    box-shadow: 0 6px 24px rgb(0 0 0 / 18%);
  }
  [part='item'] {
    display: flex;
    gap: 12px;
    align-items: baseline;
    justify-content: space-between;
    inline-size: 100%;
    min-block-size: 40px;
    padding: 8px 10px;
    border: 0;
    border-radius: calc(var(--_radius) - 4px);
    background: none;
    color: var(--_text);
    font: inherit;
    font-variant-numeric: tabular-nums;
    cursor: pointer;
  }
  [part='item']:hover,
  [part='item']:focus-visible {
    background: var(--_raised);
  }
  [part='item']:focus-visible {
    outline-offset: -2px;
  }
  [part='item']:active {
    color: var(--_accent);
  }
  small {
    color: var(--_muted);
    font-size: 12px;
  }
  [part='problem'].asks {
    pointer-events: auto;
  }
  .asks p {
    margin: 0 0 8px;
  }
  [part='call-anyway'] {
    min-block-size: 32px;
    padding: 4px 12px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_raised);
    color: var(--_text);
    font: inherit;
    cursor: pointer;
  }
  :host(:state(stand-in)) {
    position: fixed;
    inset: var(--_top) auto auto var(--_left);
    inline-size: var(--_width);
    block-size: var(--_height);
    pointer-events: none;
  }
  .anchor {
    position: absolute;
    inset: 0;
  }
`;
