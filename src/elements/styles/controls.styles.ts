import { css } from 'lit';

/**
 * Buttons and fields as all elements have them. A button is quiet grey by itself; `primary` is the one action of a
 * state, with `success` or `danger` for its colour; `quiet` has no ground; `icon` is square; `link` looks like a link.
 */
export default css`
  button {
    position: relative;
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-block-size: var(--_control);
    min-inline-size: 0;
    margin: 0;
    padding-block: 4px;
    padding-inline: 12px;
    border: 1px solid transparent;
    border-radius: var(--_radius);
    background: var(--_raised);
    color: var(--_text);
    font: inherit;
    font-weight: 600;
    line-height: 1.2;
    cursor: pointer;
    touch-action: manipulation;
    user-select: none;
    -webkit-tap-highlight-color: transparent;
  }
  button.primary {
    background: var(--_accent);
    color: var(--_on-accent);
  }
  button.primary.success {
    background: var(--_success);
    color: #fff;
  }
  button.primary.danger {
    background: var(--_danger);
    color: #fff;
  }
  button.quiet {
    background: none;
  }
  button.quiet.success {
    color: var(--_success-text);
  }
  button.quiet.danger {
    color: var(--_danger-text);
  }
  button.icon {
    flex: none;
    inline-size: var(--_control);
    padding: 0;
  }
  button.link {
    min-block-size: 24px;
    padding: 0;
    border-radius: 4px;
    background: none;
    color: var(--_accent);
    font-weight: 500;
    text-align: start;
  }
  button.link:hover {
    text-decoration: underline;
  }
  button:is(:disabled, [aria-disabled]) {
    opacity: 0.5;
    cursor: default;
  }

  @media (hover: hover) {
    button:not(.link, :disabled, [aria-disabled]):hover {
      background: color-mix(in oklab, var(--_text) 8%, var(--_raised));
    }
    button.primary:not(:disabled, [aria-disabled]):hover {
      background: color-mix(in oklab, #000 12%, var(--_accent));
    }
    button.primary.success:not(:disabled, [aria-disabled]):hover {
      background: color-mix(in oklab, #000 12%, var(--_success));
    }
    button.primary.danger:not(:disabled, [aria-disabled]):hover {
      background: color-mix(in oklab, #000 12%, var(--_danger));
    }
  }

  [aria-busy='true'] {
    cursor: progress;
    overflow: clip;
  }
  button[aria-busy='true']::after {
    content: '';
    position: absolute;
    inset-block-end: 0;
    inset-inline: 0;
    block-size: 3px;
    background: currentcolor;
    animation: busy 1.2s ease-in-out infinite alternate;
  }
  @keyframes busy {
    from {
      scale: 0.2 1;
    }
  }

  input {
    min-block-size: var(--_control);
    min-inline-size: 0;
    margin: 0;
    padding-block: 4px;
    padding-inline: 12px;
    border: 1px solid var(--_border);
    border-radius: var(--_radius);
    background: var(--_raised);
    color: var(--_text);
    font: inherit;
  }
  input::placeholder {
    color: var(--_muted);
    opacity: 1;
  }
  input[aria-invalid='true'] {
    border-color: var(--_danger-text);
  }
  input:disabled {
    opacity: 0.6;
  }
  input:is([type='range'], [type='checkbox'], [type='radio']) {
    padding: 0;
    accent-color: var(--_accent);
  }

  :focus-visible {
    outline: 2px solid var(--_focus);
    outline-offset: 2px;
  }
  svg {
    flex: none;
    inline-size: 18px;
    block-size: 18px;
  }

  @media (forced-colors: active) {
    button:not(.link) {
      border-color: ButtonBorder;
    }
    button:is(.primary, .primary.success, .primary.danger) {
      color: ButtonText;
    }
    button:is(:disabled, [aria-disabled]) {
      border-color: GrayText;
      color: GrayText;
      opacity: 1;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    button[aria-busy='true']::after {
      animation: none;
    }
  }
`;
