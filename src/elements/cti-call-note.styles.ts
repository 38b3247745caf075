import { css } from 'lit';

export default css`
  :host {
    display: block;
    min-inline-size: 0;
  }
  [part='note'] {
    display: block;
    inline-size: 100%;
    min-block-size: var(--_control);
    margin: 0;
    padding: 8px 10px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_raised);
    color: var(--_text);
    font: inherit;
    resize: vertical;
  }
  [part='note']::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  [part='problem'] {
    margin: 2px 0 0;
    color: var(--_danger-text);
    font-size: 13px;
  }
`;
