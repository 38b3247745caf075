import { css } from 'lit';

/** The list below a field (`DialSuggestions`). */
export default css`
  [part='suggestions'] {
    inline-size: max-content;
    min-inline-size: min(260px, 100vw - 16px);
    max-block-size: min(340px, 60dvb);
    padding: 4px;
    overflow: auto;
    overscroll-behavior: contain;
    box-shadow: 0 6px 24px rgb(0 0 0 / 18%);
  }
  ul {
    margin: 0;
    padding: 0;
    list-style: none;
  }
  [part='suggestion'] {
    display: flex;
    flex-wrap: wrap;
    align-items: baseline;
    gap: 0 10px;
    max-inline-size: 340px;
    min-block-size: var(--_control);
    padding: 6px 8px;
    border: 1px solid transparent;
    border-radius: calc(var(--_radius) - 4px);
    overflow-wrap: anywhere;
    cursor: pointer;
  }
  [part='suggestion'][aria-selected='true'] {
    border-color: var(--_accent);
    background: color-mix(in oklab, var(--_accent) 12%, var(--_surface));
  }
  @media (hover: hover) {
    [part='suggestion']:hover {
      background: color-mix(in oklab, var(--_text) 8%, var(--_surface));
    }
  }
  [part='suggestion-name'] {
    flex-basis: 100%;
    font-weight: 600;
  }
  [part='suggestion-number'] {
    font-variant-numeric: tabular-nums;
  }
  [part='suggestion-number'],
  [part='suggestion-company'],
  [part='suggestion-status'] {
    color: var(--_muted);
    font-size: 13px;
  }
  [part='suggestion']:not(:has([part='suggestion-name'])) [part='suggestion-number'] {
    align-self: center;
    color: var(--_text);
    font-size: inherit;
  }
  [part='suggestion-status'] {
    margin: 0;
    padding: 6px 8px;
    unicode-bidi: plaintext;
  }
  [part='do-not-call'] {
    padding-inline: 5px;
    border: 1px solid currentcolor;
    border-radius: 5px;
    color: var(--_danger-text);
    font-size: 11.5px;
    font-weight: 600;
    white-space: nowrap;
  }
`;
