import { css } from 'lit';

export default css`
  :host {
    display: flex;
    flex-direction: column;
    gap: 8px;
    min-inline-size: 0;
    padding-block: 10px;
  }
  p {
    margin: 0;
  }
  [part='subject'] {
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .line {
    display: flex;
    flex-wrap: wrap;
    gap: 2px 10px;
    align-items: center;
    font-size: 13px;
  }
  [part='status'] {
    color: var(--_muted);
  }
  [part='problem'] {
    color: var(--_danger-text);
  }
  :is([part='problem'], [part='status'], [part='result']) {
    overflow-wrap: anywhere;
    unicode-bidi: plaintext;
  }
  [part='problem']:empty {
    display: none;
  }
  [part='list'] {
    max-block-size: min(320px, 40dvb);
    margin: 0;
    padding: 4px;
    overflow: auto;
    overscroll-behavior: contain;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    list-style: none;
  }
  [part='option'] {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 8px;
    min-block-size: var(--_control);
    padding: 6px 8px;
    border: 1px solid transparent;
    border-radius: calc(var(--_radius) - 4px);
    font-size: 13px;
    overflow-wrap: anywhere;
    cursor: pointer;
    content-visibility: auto;
    contain-intrinsic-size: auto 52px;
  }
  [part='option'][aria-selected='true'] {
    border-color: var(--_accent);
    background: color-mix(in oklab, var(--_accent) 12%, var(--_surface));
  }
  [part='name'] {
    font-size: 14px;
    font-weight: 600;
  }
  [part='type'] {
    margin-inline-start: auto;
    color: var(--_muted);
    font-size: 12px;
  }
  [part='company'] {
    flex-basis: 100%;
  }
  [part='numbers'] {
    display: flex;
    flex: 0 0 100%;
    flex-wrap: wrap;
    gap: 0 10px;
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
  }
  [part='do-not-call'] {
    padding-inline: 5px;
    border: 1px solid currentcolor;
    border-radius: 5px;
    color: var(--_danger-text);
    font-size: 11.5px;
    font-weight: 600;
    white-space: nowrap;
  }
  [part='actions'] {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  [part='actions'] > button {
    flex: 1 1 auto;
    padding-inline: 6px;
  }
  @media (forced-colors: active) {
    [part='option'][aria-selected='true'] {
      border-color: Highlight;
      outline: 1px solid Highlight;
    }
  }
`;
