import { css } from 'lit';

export default css`
  :host {
    --_left: 0;
    --_top: 0;
    inset: var(--_top) auto auto var(--_left);
    inline-size: min(384px, 100dvi - 16px);
    max-block-size: calc(100dvb - 16px);
    margin: 0;
    padding: 0;
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) + 2px);
    background: var(--_surface);
    box-shadow:
      0 2px 6px #0000001a,
      0 12px 40px #00000033;
    overflow: hidden;
  }
  :host(:popover-open) {
    display: flex;
    flex-direction: column;
  }
  [part='base'] {
    display: flex;
    flex-direction: column;
    min-block-size: 0;
  }
  [part='header'] {
    display: flex;
    align-items: center;
    gap: 2px;
    padding: 6px 8px 0 16px;
    cursor: move;
    touch-action: none;
    user-select: none;
  }
  :host(:dir(rtl)) [part='header'] {
    padding: 6px 16px 0 8px;
  }
  [part='title'] {
    flex: 1;
    margin: 0;
    font-size: 15px;
    font-weight: 600;
  }
  [part='move'],
  [part='dock'],
  [part='keep-on-top'],
  [part='close'] {
    display: grid;
    place-items: center;
    inline-size: 36px;
    min-block-size: 36px;
    padding: 0;
    background: none;
    color: var(--_muted);
  }
  [part='move'] {
    cursor: move;
  }
  [part='tabs'] {
    display: flex;
    flex: none;
    flex-wrap: wrap;
    padding-inline: 8px;
    border-block-end: 1px solid var(--_border);
  }
  [part='tab'] {
    flex: none;
    min-block-size: 40px;
    padding-inline: 7px;
    border-block-end: 2px solid transparent;
    border-radius: 8px 8px 0 0;
    background: none;
    color: var(--_muted);
    font-weight: 500;
  }
  [part='tab'][aria-selected='true'] {
    border-block-end-color: var(--_accent);
    color: var(--_text);
  }
  [part='view']:focus-visible {
    outline-offset: -3px;
  }
  /* Inside, so that the line of the selected one is seen. */
  [part='tab']:focus-visible {
    outline-offset: -5px;
  }
  [part='view'] {
    min-block-size: 120px;
    padding: 4px 16px 14px;
    overflow: auto;
  }
  [part='empty'] {
    margin: 0;
    padding-block: 40px;
    color: var(--_muted);
    text-align: center;
  }
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  [part='call'] {
    display: grid;
    grid-template-columns: minmax(0, 1fr) auto;
    gap: 2px 12px;
    padding-block: 10px;
  }
  [part='call'] + [part='call'] {
    border-block-start: 1px solid var(--_border);
  }
  cti-call-note {
    grid-column: 1 / -1;
  }
  b {
    font-weight: 600;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  time {
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  small,
  p {
    color: var(--_muted);
    font-size: 13px;
  }
  /* A page as narrow as a panel: a sheet at its lower edge, which leaves the panel's buttons in view. */
  @media (width < 480px) {
    :host {
      inset: auto 0 0;
      inline-size: auto;
      max-block-size: 70dvb;
      border-width: 1px 0 0;
      border-end-start-radius: 0;
      border-end-end-radius: 0;
    }
    [part='header'] {
      cursor: auto;
      touch-action: auto;
    }
    [part='move'],
    [part='dock'] {
      display: none;
    }
  }
  /* A window of the system: it has a frame and a place of its own. */
  :host(:state(on-top)) {
    position: static;
    display: flex;
    flex-direction: column;
    inline-size: auto;
    block-size: 100dvb;
    max-block-size: none;
    border: 0;
    border-radius: 0;
    box-shadow: none;
  }
  :host(:state(on-top)) [part='header'] {
    cursor: auto;
  }
  :host(:state(on-top)) [part='base'],
  :host(:state(on-top)) [part='view'] {
    flex: 1;
  }
  @media (forced-colors: active) {
    [part='tab'][aria-selected='true'] {
      border-color: Highlight;
    }
  }
`;
