import { css } from 'lit';

export default css`
  :host {
    display: block;
    min-inline-size: 0;
  }
  [part='group'] {
    display: grid;
    gap: 8px;
    min-inline-size: 0;
    margin: 0;
    padding: 12px 0;
    border: 0;
    border-block-end: 1px solid var(--_border);
  }
  legend {
    float: inline-start;
    padding: 0;
    font-weight: 600;
  }
  [part='device'] {
    inline-size: 100%;
    min-inline-size: 0;
    min-block-size: var(--_control);
    padding-inline: 10px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_raised);
    color: var(--_text);
    font: inherit;
    text-overflow: ellipsis;
  }
  [part='processing'] {
    display: flex;
    gap: 8px;
    align-items: center;
    min-block-size: 28px;
    font-size: 13px;
    cursor: pointer;
  }
  [part='processing'] input {
    flex: none;
    inline-size: 18px;
    min-block-size: 18px;
  }
  [part='level'] {
    inline-size: 100%;
    block-size: 14px;
  }
  .volume {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 10px;
    align-items: center;
    color: var(--_muted);
    font-size: 13px;
  }
  .tests {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  [part='test'],
  [part='allow'] {
    font-weight: 500;
  }
  [part='problem'] {
    margin: 12px 0;
    padding: 8px 10px;
    border-radius: calc(var(--_radius) - 2px);
    background: var(--_raised);
    color: var(--_danger-text);
    font-size: 13px;
    text-align: var(--_start);
    unicode-bidi: plaintext;
  }
`;
