import { css } from 'lit';
import { unseen } from '../elements/styles/unseen.js';

/** One row for a page's header of 48 px. What does not fit in it floats below. */
export const bar = css`
  & {
    position: relative;
    display: flex;
    align-items: center;
    gap: 10px;
    block-size: 46px;
    padding-inline: 10px;
    border: 0;
    border-radius: 0;
    box-shadow: none;
  }
  [part='header'] {
    flex: none;
    max-inline-size: 30%;
    padding: 0;
    border: 0;
  }
  [part='header']::after {
    content: '';
    inline-size: 1px;
    block-size: 24px;
    background: var(--_border);
  }
  [part='line'] {
    flex: none;
    max-inline-size: 45%;
    padding: 0;
    border: 0;
  }
  cti-connection-badge {
    flex-wrap: nowrap;
    white-space: nowrap;
  }
  cti-connection-badge::part(problem) {
    flex: 0 1 auto;
    overflow: hidden;
    text-overflow: ellipsis;
  }
  [part='dial'] {
    flex: 0 1 300px;
    min-inline-size: 190px;
    padding: 0;
  }
  /* Kept for who was typing when it rang: the caller needs the room more. */
  &:not(.idle) [part='dial'] {
    flex-basis: 120px;
    min-inline-size: 120px;
  }
  [part='call'] {
    display: flex;
    flex: 1 1 auto;
    align-items: center;
    gap: 10px;
    min-inline-size: 0;
    padding: 0;
  }
  [part='call'][hidden] {
    display: none;
  }
  cti-call-info {
    flex: 0 1 auto;
    min-inline-size: 0;
    overflow: hidden;
  }
  cti-call-actions {
    flex: none;
    margin-inline-start: auto;
  }
  [part='tools'] {
    flex: none;
    margin-inline-start: auto;
    padding: 0;
    border: 0;
  }
  [part='call']:not([hidden]) ~ [part='tools'] {
    margin-inline-start: 0;
  }
  [part='extras'] {
    position: absolute;
    inset-block-start: calc(100% + 6px);
    inset-inline-end: 10px;
    z-index: 1;
    /* Beside the CTI window, which opens below the other end. */
    inline-size: clamp(220px, 100% - 402px, 320px);
    border: 1px solid var(--_border);
    border-radius: calc(var(--_radius) + 2px);
    background: var(--_surface);
    box-shadow: 0 6px 24px #0000002e;
  }
  [part='extras'][hidden] {
    display: none;
  }
  cti-dial-pad {
    padding: 12px;
  }
  & {
    --_tool-label: none;
  }
  cti-call-info::part(call) {
    display: flex;
    align-items: center;
    gap: 8px;
    white-space: nowrap;
  }
  cti-call-info::part(avatar) {
    flex: none;
    inline-size: 30px;
    block-size: 30px;
    font-size: 12px;
  }
  cti-call-info::part(name) {
    flex: 0 1 auto;
    min-inline-size: 3em;
    place-self: center;
  }
  cti-call-info::part(phase),
  cti-call-info::part(duration) {
    flex: none;
    align-self: center;
    margin: 0;
  }
  cti-call-info::part(duration) {
    order: 1;
  }
  cti-call-info::part(detail) {
    /* Less than a pixel taken from the name would cost it two letters. */
    flex: 0 99999 auto;
    align-self: center;
    min-inline-size: 0;
    block-size: 24px;
    overflow: hidden;
  }
  cti-call-info::part(identity) {
    flex: 0 1 auto;
  }
  /* Who it is among several is to be seen, and pressed, as much as the number. */
  cti-call-info:state(many)::part(detail) {
    flex-shrink: 4;
  }
  cti-call-info::part(hint),
  cti-call-info::part(problem),
  cti-call-info::part(notice) {
    flex: 0 1 auto;
    min-inline-size: 0;
    margin: 0;
    padding: 5px 10px;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  /* There is one line, and it is the present call's. */
  &:not(.idle) cti-call-info::part(notice) {
    display: none;
  }
  cti-call-actions::part(row) {
    flex-wrap: nowrap;
    align-items: center;
    gap: 6px;
  }
  cti-call-actions::part(tools) {
    flex: none;
    flex-wrap: nowrap;
    gap: 2px;
  }
  cti-call-actions::part(tool),
  cti-call-actions::part(action) {
    flex: none;
  }
  cti-call-actions::part(tool),
  cti-call-actions::part(silence) {
    flex: none;
    inline-size: 36px;
    min-block-size: 34px;
  }
  cti-call-actions::part(hint) {
    flex: 0 1 auto;
    padding: 5px 10px;
    white-space: nowrap;
  }
  cti-call-actions::part(action-button-button),
  cti-dial-field::part(input),
  cti-dial-field::part(call),
  cti-status-menu::part(button),
  cti-connection-badge::part(retry),
  cti-connection-badge::part(use-here) {
    min-block-size: 34px;
    block-size: 34px;
  }
`;

/** Room is short: what can be read elsewhere goes first. Answer and End stay whole. */
export const narrowBar = css`
  cti-status-menu::part(time),
  cti-connection-badge::part(time),
  cti-call-info::part(avatar) {
    display: none;
  }
  &:not(.idle) cti-status-menu::part(label),
  &:not(.idle) cti-connection-badge::part(label),
  cti-call-info::part(phase) {
    ${unseen}
  }
  cti-call-actions::part(action-button-decline),
  cti-call-actions::part(action-button-answer),
  cti-call-actions::part(action-button-end) {
    padding-inline: 10px;
  }
  cti-call-actions::part(hint) {
    inline-size: 140px;
    padding: 2px 8px;
    font-size: 12px;
    line-height: 1.25;
    white-space: normal;
  }
`;
/** A forced bar in a place for a card. */
export const narrowestBar = css`
  & {
    gap: 6px;
  }
  cti-status-menu::part(label) {
    ${unseen}
  }
  [part='call'] {
    gap: 6px;
  }
  cti-call-actions::part(action-button-decline),
  cti-call-actions::part(action-button-end) {
    gap: 0;
    inline-size: 44px;
    padding: 0;
    font-size: 0;
  }
`;
