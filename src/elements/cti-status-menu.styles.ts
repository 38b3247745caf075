import { css } from 'lit';

/** Of the colour and of the shape of its dot: a status is told by more than its colour. */
const dots = css`
  [part='dot'] {
    flex: none;
    inline-size: 10px;
    block-size: 10px;
    border: 2px solid var(--_muted);
    border-radius: 50%;
    background: var(--_muted);
    forced-color-adjust: none;
  }
  .available {
    border-color: var(--_success-text);
    background: var(--_success-text);
  }
  .away,
  .wrap-up {
    border-color: var(--_warning);
    border-width: 1.5px;
    background: linear-gradient(to right, var(--_warning) 50%, transparent 50%);
  }
  .busy {
    border-color: var(--_danger-text);
    border-radius: 2px;
    background: var(--_danger-text);
  }
  .offline {
    background: none;
  }
`;

export default css`
  :host {
    display: inline-block;
    min-inline-size: 0;
    max-inline-size: 100%;
  }
  :host(:state(absent)) {
    display: none;
  }
  .opener {
    display: inline-grid;
    grid-template-columns: minmax(0, auto);
    max-inline-size: 100%;
    vertical-align: middle;
  }
  [part='button'],
  [part='face'] {
    grid-area: 1 / 1;
  }
  [part='button'] {
    min-inline-size: var(--_control);
    padding: 0;
  }
  [part='face'] {
    display: flex;
    position: relative;
    align-items: center;
    gap: 7px;
    min-inline-size: 0;
    padding-inline: 10px;
    font-size: 13px;
    font-weight: 500;
    pointer-events: none;
  }
  :disabled + [part='face'] {
    color: var(--_muted);
  }
  [part='label'] {
    min-inline-size: 0;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  [part='time'] {
    color: var(--_muted);
    font-weight: 400;
    font-variant-numeric: tabular-nums;
  }
  ${dots}
  svg {
    inline-size: 14px;
    block-size: 14px;
    color: var(--_muted);
  }
  [part='menu'] {
    min-inline-size: 200px;
    max-block-size: calc(100dvh - 16px);
    overflow: auto;
    padding: 4px;
    box-shadow: 0 6px 24px rgb(0 0 0 / 18%);
  }
  [part='item'],
  [part='heading'] {
    display: flex;
    align-items: center;
    justify-content: flex-start;
    gap: 9px;
    inline-size: 100%;
    padding-inline: 10px;
    text-align: start;
    font-weight: 500;
  }
  [part='heading'] {
    min-block-size: 32px;
    color: var(--_muted);
    font-size: 13px;
  }
  [part='item'] span {
    flex: 1;
    min-inline-size: 0;
    text-align: var(--_start);
  }
  [part='item']:focus-visible {
    outline-offset: -2px;
  }
  [part='item'][aria-checked='true'] {
    font-weight: 600;
  }
  .indent {
    flex: none;
    inline-size: 10px;
  }
`;
