import { css } from 'lit';

export default css`
  :host {
    position: relative;
    display: inline-flex;
    min-inline-size: 0;
    vertical-align: middle;
  }
  :host(:state(absent)) {
    display: none;
  }
  [part~='button'] {
    flex: 1;
    white-space: nowrap;
  }
  [part='label'] {
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .tool {
    flex-direction: column;
    gap: 4px;
    padding: 8px 2px 7px;
    font-size: 11.5px;
    font-weight: 500;
  }
  /* A bar shows tools as icons. */
  .tool [part='label'] {
    display: var(--_tool-label, block);
    max-inline-size: 100%;
  }
  button.icon {
    flex: 1;
    color: var(--_muted);
  }
  .icon [part='label'] {
    display: none;
  }
  :host(:state(on)) .tool {
    background: color-mix(in oklab, var(--_warning) 12%, var(--_surface));
    color: var(--_warning);
  }
  :host(:state(on)) [part~='keypad'] {
    background: color-mix(in oklab, var(--_accent) 12%, var(--_surface));
    color: var(--_accent);
  }
  [part='badge'] {
    pointer-events: none;
    position: absolute;
    inset-block-start: 1px;
    inset-inline-end: 1px;
    min-inline-size: 17px;
    padding-inline: 4px;
    border-radius: 9px;
    background: var(--_danger);
    color: #fff;
    font-size: 11px;
    font-weight: 700;
    line-height: 17px;
    text-align: center;
    font-variant-numeric: tabular-nums;
  }
  /* Where its place is only an icon wide. */
  @container (inline-size < 100px) {
    [part~='silence'] {
      padding: 0;
    }
    [part~='silence'] [part='label'] {
      display: none;
    }
  }
  /* A narrow panel: two of them side by side need the room for their names. */
  @container (100px <= inline-size < 330px) {
    :is([part~='answer'], [part~='decline']) {
      padding-inline: 4px;
    }
    :is([part~='answer'], [part~='decline']) svg {
      display: none;
    }
  }
  @media (forced-colors: active) {
    :host(:state(on)) button {
      border-color: Highlight;
    }
    [part='badge'] {
      border: 1px solid ButtonText;
      color: ButtonText;
    }
  }
`;
