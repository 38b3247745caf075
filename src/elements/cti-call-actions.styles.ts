import { css } from 'lit';
import { unseen } from './styles/unseen.js';

export default css`
  :host {
    display: block;
    min-inline-size: 0;
  }
  :host(:state(empty)) {
    display: none;
  }
  [part='row'] {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  slot {
    display: contents;
  }
  [part='tools'] {
    display: flex;
    flex: 1 1 100%;
    flex-wrap: wrap;
    gap: 5px;
    min-inline-size: 0;
  }
  /* As many in a row as have room for their labels: all, or two, without a query of the width. */
  [part='tool'] {
    flex: 1 1 max(100% / var(--_count) - 5px, min(100% / 2 - 5px, (var(--_room) - 100%) * 999));
  }
  .three {
    --_count: 3;
    --_room: 200px;
  }
  .three.long {
    --_room: 240px;
  }
  .four {
    --_count: 4;
    --_room: 268px;
  }
  .four.long {
    --_room: 330px;
  }
  /* Side by side and equal; with no room for that beside them, Silence gets a line of its own. */
  [part='action'] {
    flex: 1000 1 0;
    min-inline-size: max-content;
  }
  .alone {
    flex-basis: 100%;
  }
  /* As wide as its icon beside the others; with its name on a line of its own where they leave no room. */
  [part='silence'] {
    container-type: inline-size;
    flex: 1 0 40px;
    min-block-size: var(--_control);
  }
  /* What would move into its place is Answer. */
  span[part='silence'] {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    color: var(--_muted);
    font-size: 13px;
    unicode-bidi: plaintext;
  }
  svg {
    flex: none;
    inline-size: 18px;
    block-size: 18px;
  }
  @container (inline-size < 100px) {
    .unseen {
      ${unseen}
    }
  }
  ::slotted(*) {
    flex: 1 1 auto;
    min-block-size: var(--_control);
  }
  [part='hint'] {
    flex: 1 1 100%;
    margin: 0;
    padding: 8px 10px;
    border-radius: calc(var(--_radius) - 2px);
    background: var(--_raised);
    color: var(--_muted);
    font-size: 13px;
    text-align: var(--_start);
    unicode-bidi: plaintext;
  }
`;
