import { html, nothing, type TemplateResult } from 'lit';
import type { Numbers } from '../context/panel-services.js';
import type { Customer, CustomerNumber } from '../directory/customer-directory.js';
import type { Localizer } from '../i18n/localize.js';
import { doNotCall, shownNumber, textOf } from './customer-text.js';
import { shownText } from './shown-text.js';

/** More numbers of one customer are counted, not shown. */
const mostNumbers = 3;

/** The numbers of a customer, the preferred ones first. */
export function numbersOf({ numbers = [] }: Customer): readonly CustomerNumber[] {
  const rank = (each: CustomerNumber): number => (each.preferred ? 0 : 1);
  return [...numbers].sort((a, b) => rank(a) - rank(b));
}

/** What a row says of a customer: name, type, company, numbers. */
export function customerOption(
  localize: Localizer,
  customer: Customer,
  numbers: Numbers | undefined,
): TemplateResult {
  const { name, type, typeLabel, account } = customer;
  const all = numbersOf(customer);
  const more = all.length - mostNumbers;
  const company = type === 'account' ? undefined : account?.name;
  const mark = customer.doNotCall !== undefined && customer.doNotCall !== false;
  return html`<b part="name">${textOf(name)}</b>
    ${mark ? html`<span part="do-not-call">${localize.term('doNotCall')}</span>` : nothing}
    <span part="type"
      ><bdi>${shownText(typeLabel ?? localize.term('customerType', type))}</bdi></span
    >
    ${company ? html`<span part="company">${textOf(company)}</span>` : nothing}
    ${
      all.length > 0
        ? html`<span part="numbers"
            >${all.slice(0, mostNumbers).map((each) => numberIn(localize, customer, each, numbers))}
            ${more > 0 ? `+${localize.number(more)}` : nothing}</span
          >`
        : nothing
    }`;
}

function numberIn(
  localize: Localizer,
  customer: Customer,
  { number }: CustomerNumber,
  numbers: Numbers | undefined,
): TemplateResult {
  const shown = shownNumber(number, numbers);
  if (customer.doNotCall || !doNotCall(customer, number, numbers)) {
    return html`<bdi dir="ltr">${shown}</bdi> `;
  }
  return html`<bdi dir="ltr">${shown}</bdi>
    <span part="do-not-call">${localize.term('doNotCall')}</span> `;
}
