import type { CallController } from '../controller/call-controller.js';

/** The windows on the page, by whose calls they show, in the order in which they came. */
const windows = new WeakMap<CallController, Set<Element>>();

export function enrolWindow(controller: CallController, element: Element): void {
  const known = windows.get(controller) ?? new Set();
  windows.set(controller, known.add(element));
}

export function dismissWindow(controller: CallController, element: Element): void {
  windows.get(controller)?.delete(element);
}

/** The one that opens when a controller's window is asked for: a controller has one window open, not several. */
export function windowOf(controller: CallController): Element | undefined {
  const [first] = windows.get(controller) ?? [];
  return first;
}
