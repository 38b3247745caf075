import { html, nothing, type TemplateResult } from 'lit';
import type { PanelServices } from '../context/panel-services.js';
import { isBeingTransferred, openableViews, transferState } from '../controller/selectors.js';
import type { CtiSnapshot, WindowView } from '../controller/snapshot.js';
import type { Localizer } from '../i18n/localize.js';

/** Views that an operator may open and that have something to show now, by what the calls and the line are. */
export function usefulViews(snapshot: CtiSnapshot): readonly WindowView[] {
  const canTransfer = hasTransfer(snapshot);
  return openableViews(snapshot).filter((view) => view !== 'transfer' || canTransfer);
}

/** A call can be sent away, at once or after asking, or is on its way. */
function hasTransfer(snapshot: CtiSnapshot): boolean {
  const { call, asked, canSend, canAsk } = transferState(snapshot);
  const underWay = asked !== undefined || (call !== undefined && isBeingTransferred(call));
  return canSend || canAsk || underWay;
}

/** The views that get a tab: also by what the panel has to serve them with. The one that is shown always has one. */
export function tabsFor(
  useful: readonly WindowView[],
  services: PanelServices | undefined,
  shown: WindowView,
): readonly WindowView[] {
  const served: Readonly<Partial<Record<WindowView, boolean>>> = {
    customers: services?.customers !== undefined,
    history: services?.history !== undefined,
  };
  const views = useful.filter((view) => served[view] ?? true);
  return views.includes(shown) ? views : [...views, shown];
}

/** The list of views, moved through by arrow keys. `choose` opens one. */
export function tabList(
  localize: Localizer,
  views: readonly WindowView[],
  shown: WindowView,
  choose: (view: WindowView) => void,
): TemplateResult {
  return html`<div
    part="tabs"
    class="anchor"
    role="tablist"
    aria-label=${localize.term('windowTitle')}
    @keydown=${tabKey}
  >
    ${views.map(
      (view) =>
        html`<button
          part="tab"
          type="button"
          role="tab"
          aria-selected=${view === shown ? 'true' : 'false'}
          aria-controls="view"
          tabindex=${view === shown ? 0 : -1}
          @click=${() => choose(view)}
        >
          ${localize.term('viewName', view)}
        </button>`,
    )}
  </div>`;
}

function tabKey(event: KeyboardEvent): void {
  const { currentTarget: list, target, key } = event;
  const steps: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };
  const tabs = [...(list as Element).querySelectorAll<HTMLElement>('[part=tab]')];
  const index = tabs.findIndex((tab) => tab === target);
  if (index < 0) return;
  const ends: Readonly<Record<string, number>> = { Home: 0, End: tabs.length - 1 };
  const step = steps[key];
  const forward = (list as Element).matches(':dir(rtl)') ? -1 : 1;
  const to = step === undefined ? ends[key] : (index + step * forward) % tabs.length;
  if (to === undefined) return;
  event.preventDefault();
  const next = tabs.at(to);
  next?.focus();
  next?.click();
}

/** A button with an icon alone; its name is its tooltip too. */
export function iconButton(
  part: string,
  name: string,
  icon: TemplateResult,
  on: { readonly click?: () => void; readonly keydown?: (event: KeyboardEvent) => void },
): TemplateResult {
  return html`<button
    part=${part}
    type="button"
    class="quiet icon"
    aria-label=${name}
    title=${name}
    @click=${on.click ?? nothing}
    @keydown=${on.keydown ?? nothing}
  >
    ${icon}
  </button>`;
}
