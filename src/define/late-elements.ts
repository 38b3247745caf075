import { CtiCallHistory } from '../elements/cti-call-history.js';
import { CtiCustomerSearch } from '../elements/cti-customer-search.js';
import { CtiWindow } from '../elements/cti-window.js';
import { defineElements } from './define-elements.js';

/** Registers what nobody needs before the first click: the CTI window with everything in it. */
export function defineLateElements(): void {
  defineElements({
    'cti-call-history': CtiCallHistory,
    'cti-window': CtiWindow,
    'cti-customer-search': CtiCustomerSearch,
  });
}
