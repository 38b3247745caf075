import type { Undo } from '../base/clock.js';
import { CtiError } from '../base/error.js';
import type { CallController } from '../controller/call-controller.js';
import type { Customer } from '../directory/customer-directory.js';
import type { PageWindow } from './listen.js';
import { defaultRecordTarget, type PanelSettings } from './settings.js';

type RecordSettings = Pick<PanelSettings, 'recordOrigins' | 'recordTarget'>;

/** Where a customer's record is, if a browser may be led there: the page's own origin, or one that it has named. */
export function recordUrl(
  { url }: Pick<Customer, 'url'>,
  { baseURI, defaultView }: Pick<Document, 'baseURI' | 'defaultView'>,
  origins: readonly string[],
): string | undefined {
  if (url === undefined || !URL.canParse(url, baseURI)) return undefined;
  const { protocol, origin, href } = new URL(url, baseURI);
  if (protocol !== 'https:' && protocol !== 'http:') return undefined;
  return origin === defaultView?.origin || origins.includes(origin) ? href : undefined;
}

/** Names of this window and of those it is in: leaving one of them is leaving this page. */
function namesOfHere(view: Window): readonly string[] {
  const names = ['_self', '_parent', '_top'];
  for (let each = view; ; each = each.parent) {
    try {
      if (each.name) names.push(each.name);
    } catch {
      // Of another origin: its name is not ours to see.
    }
    if (each === each.parent) return names;
  }
}

/**
 * Opens the record of a customer where the page has let the command pass: in a tab that is always the same, and never
 * in the place of a page that carries a call. It runs within the operator's click, as browsers demand.
 */
export class RecordOpener {
  attach(controller: CallController, view: PageWindow, settings: () => RecordSettings): Undo {
    return controller.observe(({ type, detail }) => {
      if (type !== 'customer-opened') return;
      const { recordOrigins, recordTarget } = settings();
      const url = recordUrl(detail.customer, view.document, recordOrigins);
      if (url === undefined) return;
      const isLive = controller.snapshot.calls.length > 0;
      const leaves = isLive && namesOfHere(view).includes(recordTarget);
      if (open(view, url, leaves ? defaultRecordTarget : recordTarget)) return;
      const message = 'The browser has not let the record of a customer be opened';
      controller.report(new CtiError('not-allowed', { message }));
    });
  }
}

/** Not `noopener`, which would make a new tab each time; a nameless one needs no opener. */
function open(view: Window, url: string, target: string): boolean {
  if (target === '_blank') {
    view.open(url, target, 'noopener');
    return true;
  }
  const tab = view.open(url, target);
  // One that was there already may be behind others.
  tab?.focus();
  return tab !== null;
}
