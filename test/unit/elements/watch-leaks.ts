import type { CallController } from '../../../src/controller/call-controller.js';

/** Counts what is taken from the page and from a controller, and given back. */
export interface Leaks {
  /** What is still held, as text: `['window resize', 'interval', 'subscribe']`. */
  held(): readonly string[];
  /** The controller through which subscriptions are counted. */
  readonly controller: CallController | undefined;
  stop(): void;
}

type Listener = Parameters<EventTarget['addEventListener']>[1];

/** From now on listeners on the window, on documents and on `<html>`, intervals and subscriptions are counted. */
export function watchLeaks(controller?: CallController): Leaks {
  const listeners = new Map<string, Set<Listener>>();
  const intervals = new Set<number>();
  const subscriptions = new Map<symbol, string>();
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  const { setInterval: start, clearInterval: clear } = window;

  function setOf(target: EventTarget, type: string): Set<Listener> | undefined {
    const place = nameOf(target);
    if (place === undefined) return undefined;
    const key = `${place} ${type}`;
    const set = listeners.get(key) ?? new Set();
    listeners.set(key, set);
    return set;
  }
  EventTarget.prototype.addEventListener = function (this: EventTarget, type, listener, options) {
    const isOnce = typeof options === 'object' && options.once === true;
    if (!isOnce) setOf(this, type)?.add(listener);
    if (typeof options === 'object') {
      options.signal?.addEventListener('abort', () => setOf(this, type)?.delete(listener));
    }
    addEventListener.call(this, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function (
    this: EventTarget,
    type,
    listener,
    options,
  ) {
    setOf(this, type)?.delete(listener);
    removeEventListener.call(this, type, listener, options);
  };
  window.setInterval = ((...args: Parameters<typeof start>) => {
    const id = start(...args);
    intervals.add(id);
    return id;
  }) as typeof window.setInterval;
  window.clearInterval = (id) => {
    if (typeof id === 'number') intervals.delete(id);
    clear(id);
  };

  return {
    controller: controller && counting(controller, subscriptions),
    held: () => [
      ...[...listeners].filter(([, set]) => set.size > 0).map(([key]) => key),
      ...[...intervals].map(() => 'interval'),
      ...subscriptions.values(),
    ],
    stop() {
      Object.assign(EventTarget.prototype, { addEventListener, removeEventListener });
      Object.assign(window, { setInterval: start, clearInterval: clear });
    },
  };
}

function nameOf(target: EventTarget | undefined): string | undefined {
  if (target === undefined || target === window) return 'window';
  if (target === document) return 'document';
  if (target === document.documentElement) return 'html';
  return target === document.body ? 'body' : undefined;
}

/** The controller itself, but for its subscriptions, which are noted. */
function counting(controller: CallController, held: Map<symbol, string>): CallController {
  return new Proxy(controller, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name !== 'subscribe' && name !== 'observe' && name !== 'intercept') {
        return value.bind(target) as unknown;
      }
      return (listener: unknown) => {
        const undo = value.call(target, listener) as () => void;
        const key = Symbol(name);
        held.set(key, name);
        return () => {
          held.delete(key);
          undo();
        };
      };
    },
  });
}
