import { html, type TemplateResult } from 'lit';
import type { WindowView } from '../controller/snapshot.js';
import { CtiCallHistory } from './cti-call-history.js';
import { CtiCallNote } from './cti-call-note.js';
import { CtiCustomerSearch } from './cti-customer-search.js';
import { CtiDeviceMenu } from './cti-device-menu.js';
import { CtiTransferForm } from './cti-transfer-form.js';
import { exportParts } from './export-parts.js';

/** Parts of the elements in the window, as it passes them on. */
export const partsOfViews: readonly string[] = [
  ...CtiCustomerSearch.parts.map((part) => `customer-search-${part}`),
  ...CtiDeviceMenu.parts.map((part) => `device-menu-${part}`),
  ...CtiTransferForm.parts.map((part) => `transfer-form-${part}`),
  ...CtiCallNote.parts.map((part) => `call-note-${part}`),
  ...CtiCallHistory.parts.map((part) => `call-history-${part}`),
];

/** The views that are an element of their own. */
export function elementOf(view: WindowView): TemplateResult | undefined {
  if (view === 'customers') {
    const parts = exportParts('cti-customer-search', CtiCustomerSearch.parts);
    return html`<cti-customer-search exportparts=${parts}></cti-customer-search>`;
  }
  if (view === 'transfer') {
    const parts = exportParts('cti-transfer-form', CtiTransferForm.parts);
    return html`<cti-transfer-form exportparts=${parts}></cti-transfer-form>`;
  }
  if (view === 'history') {
    const parts = exportParts('cti-call-history', CtiCallHistory.parts);
    return html`<cti-call-history exportparts=${parts}></cti-call-history>`;
  }
  return undefined;
}

/** The first part of the settings. */
export function deviceMenu(): TemplateResult {
  const parts = exportParts('cti-device-menu', CtiDeviceMenu.parts);
  return html`<cti-device-menu exportparts=${parts}></cti-device-menu>`;
}
