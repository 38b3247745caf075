import { css } from 'lit';

/**
 * The public tokens with what they are by default; a page sets them on the panel, or anywhere above it. Elements use
 * the private names only. `light-dark()` follows the `color-scheme` in force at the element; browsers without it
 * (Safari before 17.5) get the light colours. Pairs of text and ground keep 4.5:1 in both schemes.
 */
export default css`
  :host {
    --_surface: var(--cti-surface, #fff);
    --_raised: var(--cti-surface-raised, #f4f6f9);
    --_text: var(--cti-text, #16202c);
    --_muted: var(--cti-text-muted, #5b6675);
    --_border: var(--cti-border, #dfe4ea);
    --_accent: var(--cti-accent, #1a66dd);
    --_on-accent: var(--cti-on-accent, #fff);
    --_success: var(--cti-success, #12803c);
    --_success-text: var(--cti-success-text, #12803c);
    --_danger: var(--cti-danger, #c8261d);
    --_danger-text: var(--cti-danger-text, #c8261d);
    --_warning: var(--cti-warning, #925d00);
    --_focus: var(--cti-focus, var(--_accent));
    --_radius: var(--cti-radius, 10px);
    --_control: var(--cti-control-size, 40px);
    --_font: var(--cti-font, 14px/1.4 system-ui, 'Segoe UI', Roboto, 'DejaVu Sans', sans-serif);
    /* Where lines begin on this page, also those in a language of the other direction. */
    --_start: left;
    font: var(--_font);
    color: var(--_text);
  }

  @supports (color: light-dark(#fff, #000)) {
    :host {
      --_surface: var(--cti-surface, light-dark(#fff, #191e25));
      --_raised: var(--cti-surface-raised, light-dark(#f4f6f9, #222932));
      --_text: var(--cti-text, light-dark(#16202c, #e8edf3));
      --_muted: var(--cti-text-muted, light-dark(#5b6675, #97a3b2));
      --_border: var(--cti-border, light-dark(#dfe4ea, #2b333d));
      --_accent: var(--cti-accent, light-dark(#1a66dd, #5b9bff));
      --_on-accent: var(--cti-on-accent, light-dark(#fff, #0b1524));
      --_success: var(--cti-success, light-dark(#12803c, #15803d));
      --_success-text: var(--cti-success-text, light-dark(#12803c, #4cc97f));
      --_danger: var(--cti-danger, light-dark(#c8261d, #c93a32));
      --_danger-text: var(--cti-danger-text, light-dark(#c8261d, #ff8078));
      --_warning: var(--cti-warning, light-dark(#925d00, #e0a63b));
    }
  }

  @media (forced-colors: active) {
    :host {
      --_surface: Canvas;
      --_raised: ButtonFace;
      --_text: CanvasText;
      --_muted: CanvasText;
      --_border: ButtonBorder;
      --_accent: LinkText;
      --_on-accent: Canvas;
      --_success: ButtonFace;
      --_success-text: CanvasText;
      --_danger: ButtonFace;
      --_danger-text: CanvasText;
      --_warning: CanvasText;
      --_focus: Highlight;
    }
  }

  :host(:dir(rtl)) {
    --_start: right;
  }

  :host([hidden]) {
    display: none;
  }

  *,
  ::before,
  ::after {
    box-sizing: border-box;
  }
`;
