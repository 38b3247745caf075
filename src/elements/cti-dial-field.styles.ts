import { css } from 'lit';
import suggestions from './styles/suggestions.styles.js';

const styles = css`
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
  [part='call'] {
    flex: none;
    min-inline-size: var(--_control);
  }
  [part='call-anyway'] {
    margin-block-start: 6px;
  }
  [part='problem'] {
    margin: 0;
    padding-block-start: 6px;
    color: var(--_danger-text);
    font-size: 13px;
    overflow-wrap: anywhere;
  }
  [part='problem']:empty {
    display: none;
  }
  @media (forced-colors: active) {
    [part='suggestion'][aria-selected='true'] {
      border-color: Highlight;
      outline: 1px solid Highlight;
    }
  }
`;

export default [suggestions, styles];
