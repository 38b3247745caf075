import { css } from 'lit';

export default css`
  :host {
    display: block;
    padding: 12px;
    border-radius: 14px;
    color: CanvasText;
    background: Canvas;
    font-family: system-ui, sans-serif;
  }
`;
