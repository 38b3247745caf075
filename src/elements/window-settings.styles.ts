import { css } from 'lit';

/** The view `settings` of the CTI window. */
export default css`
  [part='section'] {
    padding-block: 12px;
  }
  [part='section'] + [part='section'] {
    border-block-start: 1px solid var(--_border);
  }
  h3,
  section p,
  dl,
  dd {
    margin: 0;
  }
  h3 {
    margin-block-end: 4px;
    font-size: 14px;
    font-weight: 600;
  }
  .volume {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) 4em;
    gap: 10px;
    align-items: center;
    color: var(--_muted);
  }
  .volume output {
    text-align: end;
    font-variant-numeric: tabular-nums;
  }
  [part='volume'] {
    min-inline-size: 0;
    min-block-size: 32px;
    margin: 0;
    accent-color: var(--_accent);
  }
  [part='allow'] {
    margin-block-start: 8px;
  }
  dl > div {
    display: flex;
    justify-content: space-between;
    gap: 12px;
    padding-block: 4px;
    font-size: 13px;
  }
  dt {
    color: var(--_muted);
  }
  kbd {
    padding: 1px 7px;
    border: 1px solid var(--_border);
    border-radius: 5px;
    background: var(--_raised);
    font: inherit;
    font-size: 12px;
    white-space: nowrap;
  }
`;
