import type { CallController } from '../controller/call-controller.js';
import type { CommandSource } from '../controller/snapshot.js';

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

const askers = new WeakMap<CallController, CommandSource>();

/** Somebody asks for a controller's window, which may be there only later. */
export function askedForWindow(controller: CallController, source: CommandSource): void {
  askers.set(controller, source);
}

/** Who asked last. */
export function askerForWindow(controller: CallController): CommandSource | undefined {
  return askers.get(controller);
}
