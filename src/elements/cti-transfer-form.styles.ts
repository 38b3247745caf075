import { css } from 'lit';

export default css`
  :host {
    display: flex;
    flex-direction: column;
    gap: 10px;
    min-inline-size: 0;
    padding-block: 10px;
  }
  p {
    margin: 0;
    overflow-wrap: anywhere;
    unicode-bidi: plaintext;
  }
  [part='party'] {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 10px;
    padding: 8px 10px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
  }
  [part='who'] {
    font-weight: 600;
    overflow-wrap: anywhere;
  }
  [part='phase'] {
    color: var(--_muted);
    font-size: 13px;
    font-variant-numeric: tabular-nums;
  }
  form {
    display: flex;
    flex-direction: column;
    gap: 8px;
  }
  input {
    inline-size: 100%;
    direction: ltr;
    text-align: start;
  }
  :host(:dir(rtl)) input {
    text-align: end;
  }
  [part='buttons'] {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  [part='buttons'] button {
    flex: 1 1 auto;
  }
  [part='status']:empty,
  [part='problem']:empty {
    display: none;
  }
  [part='status'] {
    color: var(--_muted);
  }
  [part='problem'] {
    color: var(--_danger-text);
  }
`;
