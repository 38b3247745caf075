import { CtiCallHistory } from '../elements/cti-call-history.js';
import { CtiCallNote } from '../elements/cti-call-note.js';
import { CtiCustomerSearch } from '../elements/cti-customer-search.js';
import { CtiTransferForm } from '../elements/cti-transfer-form.js';
import { CtiDeviceMenu } from '../elements/cti-device-menu.js';
import { CtiWindow } from '../elements/cti-window.js';
import { defineElements } from './define-elements.js';

/** Registers what nobody needs before the first click: the CTI window with everything in it. */
export function defineLateElements(): void {
  defineElements({
    'cti-call-history': CtiCallHistory,
    'cti-call-note': CtiCallNote,
    'cti-customer-search': CtiCustomerSearch,
    'cti-transfer-form': CtiTransferForm,
    'cti-device-menu': CtiDeviceMenu,
    'cti-window': CtiWindow,
  });
}
