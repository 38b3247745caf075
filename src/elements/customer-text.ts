import { html, nothing, type TemplateResult } from 'lit';
import type { Numbers } from '../context/panel-services.js';
import { plainNumbers } from '../context/panel-services.js';
import type { Customer } from '../directory/customer-directory.js';
import type { RecordedCustomer } from '../history/call-history.js';
import { shownText } from './shown-text.js';

/** A text from outside: plain, and isolated, so that its direction changes nothing around it. */
export function textOf(text: string | undefined): TemplateResult | typeof nothing {
  const shown = shownText(text ?? '');
  return shown ? html`<bdi>${shown}</bdi>` : nothing;
}

/** A number for the eye; its digits read from left to right whatever is around them. */
export function shownNumber(number: string, numbers: Numbers = plainNumbers): string {
  return shownText(numbers.format(number));
}

/** What stands under a name: the company of a contact; what the page calls a type of its own. */
export function customerDetail({ type, typeLabel, account }: RecordedCustomer): string | undefined {
  if (type === 'contact') return account?.name;
  return type === 'account' || type === 'lead' ? undefined : typeLabel;
}

/** A customer where only plain text can stand: the name, and what stands under it. */
export function inWords(customer: RecordedCustomer): string {
  return [customer.name, customerDetail(customer) ?? ''].map(shownText).filter(Boolean).join(', ');
}

/** Tells customers apart: ids are unique within a type only. */
export function customerKey({ type, id }: RecordedCustomer): string {
  return JSON.stringify([type, id]);
}

/** Where the customer's record is, if a browser may be led there: `javascript:` and the like are no address. */
export function customerUrl({ url }: RecordedCustomer, baseUrl: string): string | undefined {
  if (url === undefined || !URL.canParse(url, baseUrl)) return undefined;
  const { protocol, href } = new URL(url, baseUrl);
  return protocol === 'https:' || protocol === 'http:' ? href : undefined;
}

/** Whether this customer, or this number of theirs, is not to be called; a text is the reason. */
export function doNotCall(
  customer: Customer,
  number: string,
  numbers: Numbers = plainNumbers,
): boolean | string {
  if (customer.doNotCall) return customer.doNotCall;
  const marked = customer.numbers?.filter((each) => each.doNotCall === true) ?? [];
  return marked.some((each) => numbers.same(each.number, number));
}

/** A click that asks for nothing special: Ctrl, the middle button and the like are the browser's. */
export function isPlainClick(event: MouseEvent): boolean {
  const { button, altKey, ctrlKey, metaKey, shiftKey } = event;
  return button === 0 && !altKey && !ctrlKey && !metaKey && !shiftKey;
}
