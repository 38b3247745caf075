import { css } from 'lit';
import tokens from '../elements/styles/tokens.styles.js';
import { bar, narrowBar, narrowestBar } from './bar.styles.js';

export default css`
  ${tokens}
  :host {
    display: block;
    container: cti-panel / inline-size;
    /* An inline-size container has no width of its own; a flexible box would make it vanish. */
    min-inline-size: 220px;
  }
  :host([hidden]),
  slot[hidden] {
    display: none;
  }
  .frame {
    display: grid;
    grid-template:
      'header tools' auto
      'line line' auto
      'call call' auto
      'dial dial' auto
      'extras extras' auto
      'footer footer' auto
      / minmax(0, 1fr) auto;
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) + 2px);
    background: var(--_surface);
    box-shadow:
      0 1px 2px #0000000f,
      0 6px 20px #0000000f;
  }
  [part='header'],
  [part='tools'] {
    display: flex;
    align-items: center;
    gap: 6px;
    min-inline-size: 0;
    padding-block: 5px;
    border-block-end: 1px solid var(--_border);
  }
  [part='header'] {
    grid-area: header;
    padding-inline-start: 6px;
  }
  [part='tools'] {
    grid-area: tools;
    gap: 2px;
    padding-inline-end: 6px;
  }
  [part='tools'] {
    --_tool-label: none;
  }
  cti-action-button::part(button) {
    inline-size: 36px;
    min-block-size: 36px;
    padding: 0;
    color: var(--_muted);
  }
  cti-action-button:not(:state(on))::part(button) {
    background: none;
  }
  [part='line'] {
    grid-area: line;
    padding: 8px 14px;
    border-block-end: 1px solid var(--_border);
    font-size: 13px;
  }
  /* While all is well the status says enough. */
  [part='line']:has(> cti-connection-badge:state(online)) {
    display: none;
  }
  [part='call'] {
    grid-area: call;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 12px;
    padding: 12px;
    outline-offset: -3px;
  }
  [part='dial'] {
    grid-area: dial;
    padding: 12px;
  }
  /* No call takes the caret from an operator who is typing: the field goes when they leave it. */
  .frame:not(.idle) [part='dial']:not(:focus-within),
  .frame:is(.outgoing, .talking) [part='dial'],
  [part='dial']:has(> cti-dial-field:state(absent)) {
    display: none;
  }
  .frame:not(.idle) [part='dial'] {
    padding-block-start: 0;
  }
  [part='call']:not([hidden]) ~ [part='dial'] {
    padding-block-start: 0;
  }
  [part='extras'] {
    grid-area: extras;
  }
  cti-call-list {
    padding-inline: 12px;
    border-block-start: 1px solid var(--_border);
  }
  .bar cti-call-list:first-child {
    border: 0;
  }
  cti-dial-pad {
    padding: 0 12px 12px;
  }
  [part='footer'] {
    grid-area: footer;
  }
  [hidden] {
    display: none;
  }
  @container cti-panel (inline-size < 260px) {
    .idle cti-status-menu::part(time) {
      display: none;
    }
  }
  .bar {
    ${bar}
  }
  @container cti-panel (inline-size < 720px) {
    .bar {
      ${narrowBar}
    }
  }
  @container cti-panel (inline-size < 640px) {
    .bar {
      ${narrowestBar}
    }
  }
  @container cti-panel (inline-size >= 640px) {
    .auto {
      ${bar}
    }
  }
  @container cti-panel (640px <= inline-size < 720px) {
    .auto {
      ${narrowBar}
    }
  }
`;
