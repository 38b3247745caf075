import { ContextEvent, type Context } from '@lit/context';
import type { ReactiveController, ReactiveElement } from 'lit';
import { CarriedLooks } from './carried-looks.js';
import { CarriedSlots } from './carried-slots.js';
import { setHome } from './window-registry.js';

type View = Window & typeof globalThis;

/** Document Picture-in-Picture (WICG), which TypeScript's DOM does not know yet. */
interface PictureInPicture {
  requestWindow(options: { readonly width: number; readonly height: number }): Promise<View>;
}

/** Least width of the window on top, in CSS px. */
const leastWidth = 320;

/**
 * Keeps an element in a small window above all others, by Document Picture-in-Picture, and brings it back to its place
 * in the page when that is closed. It stays the same element: its panel goes on to give it what it asks for.
 */
export class KeepOnTop implements ReactiveController {
  readonly #host: ReactiveElement;
  /** What the window on top is called. */
  readonly #title: () => string;
  #view: View | undefined;
  #home: Comment | undefined;
  #looks: CarriedLooks | undefined;
  #slots: CarriedSlots | undefined;

  constructor(host: ReactiveElement, title: () => string) {
    this.#host = host;
    this.#title = title;
    host.addController(this);
  }

  get isOn(): boolean {
    return this.#view !== undefined;
  }

  /** This browser has such windows, for pages of their own: not in a frame. */
  get isPossible(): boolean {
    return this.isOn || pictureInPicture(this.#host) !== undefined;
  }

  /** The page took away the place to come back to. */
  hostUpdated(): void {
    if (this.#view) this.#view.document.title = this.#title();
    if (this.isOn && !this.#home?.isConnected) this.bringBack();
  }

  /** To be called in a gesture. @throws DOMException `NotAllowedError` when the browser does not want to */
  async open(): Promise<void> {
    const host = this.#host;
    const { width, height } = host.getBoundingClientRect();
    const wanted = { width: Math.max(leastWidth, Math.ceil(width)), height: Math.ceil(height) };
    const view = await pictureInPicture(host)?.requestWindow(wanted);
    if (!view) return;
    if (this.isOn || !host.isConnected) return view.close();
    this.#looks = new CarriedLooks(host, view);
    this.#slots = new CarriedSlots(host);
    this.#view = view;
    this.#home = host.ownerDocument.createComment('');
    setHome(host, this.#home);
    // What the element asks its surroundings for is asked where it came from.
    view.addEventListener('context-request', this.#askAtHome);
    view.addEventListener('pagehide', this.bringBack);
    host.replaceWith(this.#home);
    view.document.title = this.#title();
    view.document.body.append(host);
  }

  /** Back to the page, in the state it is in. */
  readonly bringBack = (): void => {
    const [view, home, host] = [this.#view, this.#home, this.#host];
    if (!view || !home) return;
    this.#view = this.#home = undefined;
    this.#looks?.stop();
    this.#slots?.bringBack();
    setHome(host, undefined);
    view.removeEventListener('context-request', this.#askAtHome);
    view.removeEventListener('pagehide', this.bringBack);
    if (home.isConnected) home.replaceWith(host);
    else host.remove();
    view.close();
  };

  readonly #askAtHome = (event: Event): void => {
    if (!(event instanceof ContextEvent)) return;
    event.stopPropagation();
    const { context, contextTarget, callback, subscribe } = event as ContextEvent<
      Context<unknown, unknown>
    >;
    this.#home?.dispatchEvent(new ContextEvent(context, contextTarget, callback, subscribe));
  };
}

function pictureInPicture({ ownerDocument }: Element): PictureInPicture | undefined {
  const view = ownerDocument.defaultView;
  if (!view || view.top !== view) return undefined;
  return (view as { documentPictureInPicture?: PictureInPicture }).documentPictureInPicture;
}
