/**
 * From an element to its panel: take the line over from the tab of this browser that holds it, or try again to open
 * it. The panel puts there how it went; nothing there: nobody has heard it.
 */
export class CtiLineEvent extends Event {
  /** Rejects with CtiError `call-live` or `in-use`, or how the line failed. */
  outcome?: Promise<void>;

  constructor(type: 'cti-use-here' | 'cti-retry') {
    super(type, { bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'cti-use-here': CtiLineEvent;
    'cti-retry': CtiLineEvent;
  }
}
