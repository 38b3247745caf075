import { css } from 'lit';

export default css`
  :host {
    display: block;
  }
  form {
    display: flex;
    gap: 8px;
  }
  input {
    flex: 1;
    min-inline-size: 0;
    min-block-size: 40px;
    padding-inline: 12px;
    border: 1px solid color-mix(in srgb, currentcolor 25%, transparent);
    border-radius: 10px;
    background: transparent;
    color: inherit;
    font: inherit;
  }
  button {
    min-block-size: 40px;
    min-inline-size: 44px;
    border: 0;
    border-radius: 10px;
    background: #15803d;
    color: #fff;
    font: inherit;
    cursor: pointer;
  }
  button:disabled {
    opacity: 0.5;
    cursor: default;
  }
`;
