import { css } from 'lit';
import { unseen } from './styles/unseen.js';

export default css`
  :host {
    display: block;
    min-inline-size: 0;
    padding-block: 8px;
  }
  .unseen {
    ${unseen}
  }
  [part='tools'] {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    align-items: center;
    margin-block-end: 4px;
  }
  [part='search'] {
    flex: 1 1 140px;
  }
  [part='filter'] {
    display: flex;
    margin: 0;
    padding: 2px;
    border: 0;
    border-radius: var(--_radius);
    background: var(--_raised);
  }
  [part='filter'] label {
    position: relative;
    display: flex;
    align-items: center;
    min-block-size: calc(var(--_control) - 4px);
    padding-inline: 10px;
    border-radius: calc(var(--_radius) - 2px);
    font-weight: 600;
    font-size: 13px;
    cursor: pointer;
  }
  [part='filter'] label:has(:checked) {
    background: var(--_surface);
    box-shadow: 0 0 0 1px var(--_border);
  }
  [part='filter'] label:has(:focus-visible) {
    outline: 2px solid var(--_focus);
  }
  [part='filter'] input {
    ${unseen}
  }
  h3 {
    margin: 10px 0 2px;
    color: var(--_muted);
    font-size: 12.5px;
    font-weight: 600;
  }
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    display: grid;
    grid-template-columns: 22px minmax(0, 1fr) auto;
    gap: 0 8px;
    align-items: center;
    padding-block: 6px;
    border-block-start: 1px solid var(--_border);
    content-visibility: auto;
    contain-intrinsic-block-size: auto 62px;
  }
  li:first-child {
    border-block-start: 0;
  }
  [part='direction'] {
    grid-row: 1 / span 2;
    align-self: start;
    margin-block-start: 3px;
    color: var(--_muted);
  }
  [part='direction'] svg {
    inline-size: 18px;
    block-size: 18px;
  }
  .callMissed,
  [part~='missed'] [part='name'],
  [part~='missed'] [part='outcome'] {
    color: var(--_danger-text);
  }
  [part='who'] {
    display: grid;
    min-inline-size: 0;
  }
  [part='name'],
  [part='detail'] {
    justify-self: start;
    max-inline-size: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    text-align: start;
  }
  [part='name'] {
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  a {
    color: var(--_accent);
  }
  [part='detail'],
  [part='facts'] {
    color: var(--_muted);
    font-size: 12.5px;
    font-variant-numeric: tabular-nums;
  }
  [part='facts'] {
    grid-column: 2;
    display: flex;
    flex-wrap: wrap;
    gap: 0 8px;
    align-items: center;
  }
  [part='has-note'] svg {
    display: block;
    inline-size: 14px;
    block-size: 14px;
  }
  [part='buttons'] {
    grid-row: 1 / span 2;
    grid-column: 3;
    display: flex;
    gap: 2px;
  }
  [part='details'] svg {
    transition: rotate 0.15s;
  }
  [part='details'][aria-expanded='true'] svg {
    rotate: 180deg;
  }
  [part='more'],
  [part='unsaved'],
  li [part='problem'] {
    grid-column: 2 / -1;
  }
  [part='unsaved'] button {
    color: var(--_warning);
  }
  [part='problem'] {
    margin: 2px 0;
    color: var(--_danger-text);
    font-size: 13px;
    overflow-wrap: anywhere;
  }
  [part='note'] {
    display: block;
    inline-size: 100%;
    margin-block: 6px;
    padding: 8px 10px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_raised);
    color: var(--_text);
    font: inherit;
    resize: vertical;
  }
  [part='actions'] {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 8px;
    align-items: center;
  }
  [part='status'] {
    margin: 0;
    padding-block: 28px;
    color: var(--_muted);
    text-align: center;
  }
  [part='undo-bar'] {
    display: flex;
    flex-wrap: wrap;
    gap: 4px 12px;
    align-items: center;
    justify-content: space-between;
    position: sticky;
    inset-block-end: 0;
    padding: 6px 10px;
    border-radius: var(--_radius);
    background: var(--_raised);
    font-size: 13px;
  }
  [part='undo-bar'][hidden] {
    display: none;
  }
  .end {
    position: relative;
    inset-block-start: -600px;
    block-size: 1px;
    margin-block-end: -1px;
    pointer-events: none;
  }
  @media (prefers-reduced-motion: reduce) {
    [part='details'] svg {
      transition: none;
    }
  }
`;
