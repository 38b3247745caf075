import { css } from 'lit';

export default css`
  :host {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 2px 8px;
    min-inline-size: 0;
    font-size: 13px;
  }
  .line {
    display: flex;
    align-items: center;
    gap: 8px;
    min-inline-size: 0;
    min-block-size: 24px;
  }
  [part='dot'] {
    flex: none;
    inline-size: 9px;
    block-size: 9px;
    border: 1px solid transparent;
    border-radius: 50%;
  }
  :host(:state(offline)) [part='dot'],
  :host(:state(elsewhere)) [part='dot'] {
    background: var(--_muted);
  }
  :host(:state(online)) [part='dot'] {
    background: var(--_success-text);
  }
  :host(:state(connecting)) [part='dot'],
  :host(:state(reconnecting)) [part='dot'] {
    background: var(--_warning);
  }
  :host(:state(failed)) [part='dot'] {
    background: var(--_danger-text);
  }
  [part='label'] {
    font-weight: 600;
  }
  [part='time'] {
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
  }
  [part='problem'] {
    flex-basis: 100%;
    margin: 0;
    text-align: start;
    color: var(--_muted);
    overflow-wrap: anywhere;
  }
  :host(:state(failed)) [part='problem'] {
    color: var(--_danger-text);
  }
  button {
    padding-inline: 10px;
    background: none;
    color: var(--_accent);
    font-size: inherit;
  }
  @media (forced-colors: active) {
    [part='dot'] {
      border-color: CanvasText;
    }
  }
`;
