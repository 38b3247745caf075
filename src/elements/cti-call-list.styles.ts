import { css } from 'lit';

export default css`
  :host {
    display: block;
    min-inline-size: 0;
  }
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 4px;
    padding-block: 6px;
    border-block-start: 1px solid var(--_border);
  }
  li:first-child {
    border-block-start: 0;
  }
  [part='who'] {
    flex: 1 1 100px;
    display: grid;
    min-inline-size: 0;
  }
  [part='name'] {
    justify-self: start;
    max-inline-size: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    font-weight: 500;
    font-variant-numeric: tabular-nums;
  }
  [part='phase'] {
    color: var(--_muted);
    font-size: 12.5px;
    font-variant-numeric: tabular-nums;
  }
  [part='buttons'] {
    display: flex;
    gap: 2px;
    margin-inline-start: auto;
  }
`;
