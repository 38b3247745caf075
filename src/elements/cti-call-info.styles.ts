import { css } from 'lit';

export default css`
  :host {
    display: block;
    min-inline-size: 0;
  }
  :host(:state(empty)) {
    display: none;
  }
  p {
    margin: 0;
  }
  [part='call'] {
    display: grid;
    grid-template-columns: 42px minmax(0, 1fr) auto;
    column-gap: 12px;
    align-items: center;
  }
  [part='phase'],
  [part='hint'],
  [part='devices'],
  [part='problem'] {
    grid-column: 1 / -1;
  }
  [part='phase'] {
    margin-block-end: 10px;
    color: var(--_accent);
    font-size: 12px;
    font-weight: 600;
  }
  [part='avatar'] {
    display: grid;
    grid-row: span 2;
    place-items: center;
    inline-size: 42px;
    block-size: 42px;
    border-radius: 50%;
    background: color-mix(in oklab, var(--_accent) 9%, var(--_surface));
    color: var(--_accent);
    font-weight: 600;
  }
  [part='name'] {
    grid-column: 2;
    place-self: end start;
    max-inline-size: 100%;
    overflow: hidden;
    font-size: 15px;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  [part='duration'] {
    align-self: end;
    font-size: 15px;
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  [part='detail'] {
    grid-column: 2 / -1;
    align-self: start;
    min-block-size: 1.4em;
    overflow: clip;
    overflow-clip-margin: 3px;
    color: var(--_muted);
    font-size: 13px;
  }
  /* The dot before the first of each line lies outside, and is cut off. */
  .facts {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    margin-inline-start: -14px;
  }
  .facts > * {
    position: relative;
    min-inline-size: 0;
    padding-inline-start: 14px;
    overflow: clip;
    overflow-clip-margin: 3px;
    overflow-wrap: anywhere;
    text-overflow: ellipsis;
  }
  .facts > ::before {
    content: '·';
    position: absolute;
    inset-inline-start: 0;
    inline-size: 14px;
    text-align: center;
  }
  /* A line of its own from the first moment, and one below it, also while nothing is in them. */
  .facts:has([part='identity']) {
    align-content: start;
    min-block-size: calc(24px + 1.4em);
  }
  .facts > [part='identity'] {
    display: flex;
    flex: 1 0 100%;
    align-items: center;
    gap: 0 8px;
    min-block-size: 24px;
    white-space: nowrap;
  }
  .facts > [part='identity']:empty {
    order: 1;
  }
  .facts > [part='identity']:empty::before {
    content: none;
  }
  [part='identity'] > * {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  [part='identity'] > button {
    display: block;
    flex: none;
    max-inline-size: 100%;
  }
  button.link {
    border: 0;
    font-size: inherit;
  }
  a[part='name'] {
    border-radius: 4px;
    color: var(--_accent);
    text-decoration: none;
  }
  a[part='name']:hover {
    text-decoration: underline;
  }
  [part='unverified'],
  [part='do-not-call'] {
    padding-inline: 5px;
    border: 1px solid currentcolor;
    border-radius: 5px;
    font-size: 11.5px;
    white-space: nowrap;
  }
  [part='do-not-call'] {
    flex: 0 1 auto;
    color: var(--_danger-text);
    font-weight: 600;
  }
  [part='number'],
  [part='hold'] {
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  [part='hold'] {
    color: var(--_warning);
    font-weight: 600;
  }
  [part='hint'],
  [part='devices'],
  [part='problem'],
  [part='notice'] {
    padding: 8px 10px;
    border-radius: calc(var(--_radius) - 2px);
    background: var(--_raised);
    font-size: 13px;
  }
  [part='hint'],
  [part='devices'],
  [part='problem'],
  [part='call'] + [part='notice'] {
    margin-block-start: 10px;
  }
  [part='devices'] {
    color: var(--_warning);
  }
  [part='problem'] {
    color: var(--_danger-text);
  }
  [part='notice'] {
    color: var(--_muted);
  }
  [part='notice'] bdi {
    color: var(--_text);
    font-weight: 600;
  }
  .time {
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  /* A text in a language of the other direction, where the page's own is not known. */
  :is([part='state'], [part='hold'], [part='via'], [part='customers'], [part='identity'] > *) {
    unicode-bidi: plaintext;
  }
  :is([part='hint'], [part='devices'], [part='problem'], [part='notice'], [part='via']) {
    text-align: var(--_start);
    unicode-bidi: plaintext;
  }
  @container (inline-size < 270px) {
    [part='call'] {
      grid-template-columns: 0 minmax(0, 1fr) auto;
      column-gap: 0;
    }
    [part='avatar'] {
      display: none;
    }
    /* A whole number and an hour's time stand beside each other at 220 px. */
    [part='name'] {
      font-size: 14px;
    }
    [part='duration'] {
      margin-inline-start: 6px;
      font-size: 13.5px;
    }
  }
`;
