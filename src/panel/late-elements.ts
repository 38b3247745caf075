import { systemClock, type Undo } from '../base/clock.js';
import { CtiError } from '../base/error.js';
import type { CallController, Verdict } from '../controller/call-controller.js';
import { askedForWindow } from '../elements/window-registry.js';
import { together, type PageWindow } from './listen.js';

type Loader = () => Promise<unknown>;

/** By the tag that tells whether they have come. */
const loaders = new Map<string, Loader>();
let underWay: Promise<unknown> | undefined;

/** Makes elements known that nobody needs before the first click: they are loaded when `tag` is first wanted. */
export function registerLateElements(tag: string, load: Loader): void {
  loaders.set(tag, load);
}

/** Asks for those that are not registered yet, again where that has failed; `undefined` when all are there. */
export function loadLateElements(): Promise<unknown> | undefined {
  const missing = [...loaders].filter(([tag]) => !customElements.get(tag));
  if (missing.length === 0) return undefined;
  underWay ??= Promise.all(missing.map(([, load]) => load())).finally(() => {
    underWay = undefined;
  });
  return underWay;
}

/** How long after the line is online, in ms, where the browser cannot tell when it is idle. */
const idleMs = 1_000;

/**
 * Has the late elements of a controller's panel there in time: loaded while the browser is idle after the line came
 * online, and at the latest when the window is asked for. That command waits for them, and is refused when they cannot
 * be loaded: `problem` is what the operator reads. Asking again loads again.
 */
export function attachLateElements(
  controller: CallController,
  view: PageWindow,
  problem: () => string,
): Undo {
  let undoIdle: Undo | undefined;
  const failed = (cause: unknown): Verdict => {
    controller.report(
      new CtiError('service-unavailable', { message: 'The CTI window could not be loaded', cause }),
    );
    return { refuse: problem() };
  };
  const prefetch = (): void => {
    // What fails now is told when it is wanted.
    loadLateElements()?.catch(() => undefined);
  };
  let wasOnline = false;
  const follow = ({ connection, window }: CallController['snapshot']): void => {
    const online = connection === 'online';
    if (online && !wasOnline) undoIdle ??= whenIdle(view, prefetch);
    wasOnline = online;
    // Opened by a verdict of the page's, about which nobody was asked.
    if (window !== undefined) prefetch();
  };
  follow(controller.snapshot);
  return together(
    controller.subscribe(follow),
    controller.intercept(({ command, source, element }) => {
      if (command.type !== 'open-window') return undefined;
      askedForWindow(controller, { source, element });
      return loadLateElements()?.then(() => true, failed);
    }),
    () => undoIdle?.(),
  );
}

function whenIdle(view: PageWindow, work: () => void): Undo {
  // Safari has none.
  if (!('requestIdleCallback' in view)) return systemClock.schedule(idleMs, work);
  const handle = view.requestIdleCallback(work);
  return () => view.cancelIdleCallback(handle);
}
