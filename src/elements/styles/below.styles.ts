import { css } from 'lit';

/** Popovers below the button of their element, and the note among them; the CTI window has a place of its own. */
export default css`
  .anchor,
  [part~='button'] {
    anchor-name: --_button;
  }
  [popover]:not(cti-window) {
    position: fixed;
    position-anchor: --_button;
    position-area: block-end span-inline-end;
    position-try-fallbacks:
      flip-block,
      flip-inline,
      flip-block flip-inline;
    inset: auto;
    margin: 4px 0;
    max-inline-size: calc(100vw - 16px);
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_surface);
    color: var(--_text);
  }
  [part='problem'][popover] {
    inline-size: max-content;
    max-inline-size: min(280px, 100vw - 16px);
    padding: 8px 12px;
    border-color: var(--_danger-text);
    font-size: 13px;
    pointer-events: none;
  }
`;
