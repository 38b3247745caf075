import { outsideZones, type Undo } from '../base/clock.js';

/** A window with its constructors, as `document.defaultView` gives it. */
export type PageWindow = Window & typeof globalThis;

interface PageEvents extends WindowEventMap {
  visibilitychange: Event;
  /** Page Lifecycle: the page was frozen and goes on. */
  resume: Event;
  /** Of an `AudioContext`. */
  statechange: Event;
}

/** Listens outside zone.js: what the page has of change detection does not run for events of ours. */
export function listen<K extends keyof PageEvents>(
  target: EventTarget,
  type: K,
  listener: (event: PageEvents[K]) => void,
  options?: AddEventListenerOptions,
): Undo {
  const hear = (event: Event): void => listener(event as PageEvents[K]);
  outsideZones(() => target.addEventListener(type, hear, options));
  return () => target.removeEventListener(type, hear, options);
}

/** One undo for several. */
export function together(...undos: readonly Undo[]): Undo {
  return () => {
    for (const undo of undos) undo();
  };
}
