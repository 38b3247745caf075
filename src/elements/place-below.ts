const gap = 4;

/**
 * Puts a popover that is about to be shown below its anchor, or above where there is more room, always inside the
 * viewport. Browsers with CSS anchor positioning do it by themselves, also while the page scrolls; this is for the
 * others.
 */
export function placeBelow(popover: HTMLElement, anchor: HTMLElement): void {
  const view = anchor.ownerDocument.defaultView;
  if (!view || view.CSS.supports('position-area: block-end')) return;
  const place = (): void => {
    const from = anchor.getBoundingClientRect();
    const { width, height } = popover.getBoundingClientRect();
    const fits = from.bottom + gap + height <= view.innerHeight;
    const top = fits ? from.bottom + gap : Math.max(gap, from.top - gap - height);
    const rtl = view.getComputedStyle(anchor).direction === 'rtl';
    const wanted = rtl ? from.right - width : from.left;
    const left = Math.max(gap, Math.min(wanted, view.innerWidth - width - gap));
    popover.style.setProperty('inset', `${top}px auto auto ${left}px`);
  };
  place();
  // It has no size before it is shown.
  popover.addEventListener('toggle', place, { once: true });
}
