export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

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

/** Where the window first opens: beside its panel, below or above one that is a bar, over none of it. */
export function besidePanel(
  panel: DOMRectReadOnly | undefined,
  size: Size,
  viewport: Size,
  rtl = false,
): Point {
  const end = { x: viewport.width - size.width, y: viewport.height - size.height };
  return insideViewport(panel ? beside(panel, size, viewport, rtl) : end, size, viewport);
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
