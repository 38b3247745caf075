/**
 * From an element to its panel: take the line over from the tab of this browser that holds it. The panel puts there
 * how it went; nothing there: nobody has heard it.
 */
export class CtiUseHereEvent extends Event {
  /** Rejects with CtiError `call-live` or `in-use`. */
  outcome?: Promise<void>;

  constructor(type: 'cti-use-here') {
    super(type, { bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'cti-use-here': CtiUseHereEvent;
  }
}
