import type { Undo } from '../base/clock.js';
import type { CtiElement } from '../context/cti-element.js';
import type { CtiCallLink } from '../elements/cti-call-link.js';

/** How `enableClickToCall()` finds its panel. */
export interface ClickToCallOptions {
  /** The panel that calls; by default the nearest one to the link, in its document or in the page's. */
  readonly panel?: CtiElement;
}

/** What of a link's `data-cti-…` is the customer; the rest is the page's own data. */
const customerNames = {
  ctiCustomerId: 'customerId',
  ctiCustomerType: 'customerType',
  ctiCustomerName: 'customerName',
  ctiAccountName: 'accountName',
} as const;

/**
 * Makes the `tel:` links in `root` call by a panel, those too that come later. `root` may be the document of an iframe of
 * the same origin. `data-cti-customer-id`, `-customer-type`, `-customer-name` and `data-cti-account-name` of a link say
 * whose number it is, what else begins with `data-cti-` goes with the call as data. A link does what it always did when a
 * key is held, when the page has handled the click, and when there is no panel, or none with a line; why a line cannot
 * call now is said beside the link.
 * @returns the undo
 */
export function enableClickToCall(
  root: Document | Element | ShadowRoot = document,
  { panel }: ClickToCallOptions = {},
): Undo {
  let standIn: CtiCallLink | undefined;
  const clicked = (event: Event): void => {
    const link = callLinkOf(event);
    const number = link && numberOf(link.href);
    const controller = link && (panel ?? nearestPanel(link))?.controller;
    if (!link || !number || !controller || !customElements.get('cti-call-link')) return;
    const { connection, elsewhere } = controller.snapshot;
    if (connection === 'offline' && !elsewhere) return;
    event.preventDefault();
    standIn?.remove();
    // Of this document, whose elements are registered: in another it is adopted.
    standIn = Object.assign(document.createElement('cti-call-link'), {
      ...{ number, controller },
      ...facts(link),
    });
    standIn.standFor(link);
    link.ownerDocument.body.append(standIn);
    void standIn.call();
  };
  root.addEventListener('click', clicked);
  return () => {
    root.removeEventListener('click', clicked);
    standIn?.remove();
  };
}

/** The link of a plain click on a number; also one inside open shadow trees. */
function callLinkOf(event: Event): HTMLAnchorElement | undefined {
  const { button, altKey, ctrlKey, metaKey, shiftKey } = event as MouseEvent;
  if (event.defaultPrevented || button !== 0) return undefined;
  if (altKey || ctrlKey || metaKey || shiftKey) return undefined;
  // Not by `instanceof`: it may be of another document.
  return event
    .composedPath()
    .find(
      (target): target is HTMLAnchorElement =>
        'matches' in target && (target as Element).matches('a[href^="tel:" i]'),
    );
}

/** The number of RFC 3966 without its visual separators and parameters. */
function numberOf(href: string): string | undefined {
  try {
    const [number = ''] = decodeURIComponent(href.slice('tel:'.length)).split(';');
    return number.replace(/[\s().-]/g, '') || undefined;
  } catch {
    // Not a URL that anybody can read.
    return undefined;
  }
}

/** Around the link, or beside it or what is around it, the closest first. */
function nearestPanel(link: Element): CtiElement | undefined {
  for (let node: Node | null = link; node; node = parentOf(node)) {
    const around = node as Partial<Element>;
    const near = around.closest?.('cti-panel') ?? around.querySelector?.('cti-panel');
    if (near) return near;
  }
  return document.querySelector('cti-panel') ?? undefined;
}

function parentOf(node: Node): Node | null {
  return node.parentNode ?? ('host' in node ? (node as ShadowRoot).host : null);
}

function facts({ dataset }: HTMLElement): Partial<CtiCallLink> {
  const customer: Record<string, string> = {};
  const data: Record<string, string> = {};
  for (const [name, text = ''] of Object.entries(dataset)) {
    if (name in customerNames) customer[customerNames[name as keyof typeof customerNames]] = text;
    else if (/^cti[A-Z]/.test(name)) data[`${name.charAt(3).toLowerCase()}${name.slice(4)}`] = text;
  }
  return { ...customer, ...(Object.keys(data).length > 0 ? { data } : {}) };
}
