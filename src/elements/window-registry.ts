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

/** Where windows that are kept on top, in a document of their own, come back to. */
const homes = new WeakMap<Element, Node>();

export function setHome(element: Element, home: Node | undefined): void {
  if (home) homes.set(element, home);
  else homes.delete(element);
}

/** The node that stands in the page for a window: itself, or what keeps its place. */
export function placeOf(element: Element): Node {
  return homes.get(element) ?? element;
}

/** Who asked for a window: `element` is opaque, as to the controller. */
export interface WindowAsker {
  readonly source: CommandSource;
  readonly element?: unknown;
}

const askers = new WeakMap<CallController, WindowAsker>();

/** Somebody asks for a controller's window, which may be there only later. */
export function askedForWindow(controller: CallController, asker: WindowAsker): void {
  askers.set(controller, asker);
}

/** Who asked last. */
export function askerForWindow(controller: CallController): WindowAsker | undefined {
  return askers.get(controller);
}
