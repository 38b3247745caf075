export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A viewport narrower than this, in CSS px, has the window as a sheet: its styles say the same. */
export const sheetBelow = 480;

/** Kept free between the window and what is around it, in CSS px. */
const gap = 8;

/** The nearest place at which all of the window is inside the viewport; its top left corner where it is too small. */
export function insideViewport({ x, y }: Point, size: Size, viewport: Size): Point {
  const within = (value: number, most: number): number =>
    Math.max(gap, Math.min(value, most - gap));
  return {
    x: within(x, viewport.width - size.width),
    y: within(y, viewport.height - size.height),
  };
}

/**
 * Where a docked window is: beside its panel, below or above one that is a bar, over none of it. `flyout` hangs from
 * the panel over the page: nothing covers it either.
 */
export function besidePanel(
  panel: DOMRectReadOnly | undefined,
  size: Size,
  viewport: Size,
  { rtl = false, flyout }: { readonly rtl?: boolean; readonly flyout?: DOMRectReadOnly } = {},
): Point {
  const end = { x: viewport.width - size.width, y: viewport.height - size.height };
  const at = (around: DOMRectReadOnly): Point =>
    insideViewport(beside(around, size, viewport, rtl), size, viewport);
  if (!panel) return insideViewport(end, size, viewport);
  const place = at(panel);
  return flyout && covers(place, size, flyout) ? at(both(panel, flyout)) : place;
}

function covers({ x, y }: Point, { width, height }: Size, other: DOMRectReadOnly): boolean {
  return x < other.right && other.left < x + width && y < other.bottom && other.top < y + height;
}

/** The smallest rectangle around two. */
function both(one: DOMRectReadOnly, other: DOMRectReadOnly): DOMRectReadOnly {
  const left = Math.min(one.left, other.left);
  const top = Math.min(one.top, other.top);
  const right = Math.max(one.right, other.right);
  return new DOMRectReadOnly(left, top, right - left, Math.max(one.bottom, other.bottom) - top);
}

function beside(panel: DOMRectReadOnly, size: Size, viewport: Size, rtl: boolean): Point {
  const before = panel.left - gap - size.width;
  const after = panel.right + gap;
  if (panel.width <= size.width) {
    if (before >= gap) return { x: before, y: panel.top };
    if (after + size.width + gap <= viewport.width) return { x: after, y: panel.top };
  }
  const below = panel.bottom + gap;
  const fits = below + size.height + gap <= viewport.height;
  return {
    // What a bar has no room for floats below its end.
    x: rtl ? panel.right - size.width : panel.left,
    y: fits ? below : panel.top - gap - size.height,
  };
}
