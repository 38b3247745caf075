import { css } from 'lit';

export default css`
  :host {
    display: block;
    min-inline-size: 0;
  }
  :host(:state(absent)) {
    display: none;
  }
  form {
    display: flex;
    gap: 8px;
  }
  input {
    flex: 1;
    inline-size: 0;
    direction: ltr;
    text-align: start;
    text-overflow: ellipsis;
    font-variant-numeric: tabular-nums;
  }
  @container (inline-size < 260px) {
    input {
      padding-inline: 8px;
      font-size: 13px;
    }
  }
  :host(:dir(rtl)) input {
    text-align: end;
  }
  button {
    flex: none;
    min-inline-size: var(--_control);
  }
  p {
    margin: 0;
    padding-block-start: 6px;
    color: var(--_danger-text);
    font-size: 13px;
    overflow-wrap: anywhere;
  }
  p:empty {
    display: none;
  }
`;
