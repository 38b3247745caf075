import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Preferences } from '../context/panel-services.js';
import { besidePanel, insideViewport, type Point, type Size } from './window-place.js';

type Host = ReactiveControllerHost & HTMLElement;

const preference = 'window-position';
/** Arrow keys move the window by this many CSS px; with Shift by one. */
const keyStep = 24;
const directions: Readonly<Record<string, Point>> = {
  ArrowLeft: { x: -1, y: 0 },
  ArrowRight: { x: 1, y: 0 },
  ArrowUp: { x: 0, y: -1 },
  ArrowDown: { x: 0, y: 1 },
};

function readPoint(text: string | undefined): Point | undefined {
  const [x, y] = (text ?? '').split(' ').map(Number);
  if (x === undefined || y === undefined) return undefined;
  return Number.isFinite(x) && Number.isFinite(y) && text?.trim() ? { x, y } : undefined;
}

/**
 * Where the window is: dragged by its header, moved by arrow keys, always inside the viewport, and the next time
 * where the operator left it. Positions are CSS px from the viewport's left and top, whatever the writing direction.
 */
export class WindowMover implements ReactiveController {
  readonly #host: Host;
  readonly #preferences: () => Preferences | undefined;
  readonly #panel: () => Element | undefined;
  readonly #sizes: ResizeObserver;
  /** Of the document the host is in: it may be moved to another. */
  #page: Window | null = null;
  #at: Point | undefined;
  /** From the pointer to the window's corner, while it is dragged. */
  #grip: Point | undefined;

  constructor(
    host: Host,
    parts: {
      readonly preferences: () => Preferences | undefined;
      readonly panel: () => Element | undefined;
    },
  ) {
    this.#host = host;
    this.#preferences = parts.preferences;
    this.#panel = parts.panel;
    this.#sizes = new ResizeObserver(() => this.#keepInside());
    host.addController(this);
  }

  hostConnected(): void {
    this.#sizes.observe(this.#host);
    this.#page = this.#host.ownerDocument.defaultView;
    this.#page?.addEventListener('resize', this.#keepInside);
  }

  hostDisconnected(): void {
    this.#sizes.disconnect();
    this.#page?.removeEventListener('resize', this.#keepInside);
    this.#grip = undefined;
  }

  /** The window has just been shown. */
  place(): void {
    const size = this.#size();
    const remembered = readPoint(this.#preferences()?.get(preference));
    const rtl = this.#host.matches(':dir(rtl)');
    const panel = this.#panel()?.getBoundingClientRect();
    this.#moveTo(remembered ?? besidePanel(panel, size, this.#viewport(), rtl));
  }

  readonly pointerDown = (event: PointerEvent): void => {
    const onControl = event.composedPath().some((target) => target instanceof HTMLButtonElement);
    if (event.button !== 0 || onControl || !this.#at || !(event.currentTarget instanceof Element)) {
      return;
    }
    event.currentTarget.setPointerCapture(event.pointerId);
    this.#grip = { x: this.#at.x - event.clientX, y: this.#at.y - event.clientY };
  };

  readonly pointerMove = (event: PointerEvent): void => {
    if (!this.#grip) return;
    this.#moveTo({ x: event.clientX + this.#grip.x, y: event.clientY + this.#grip.y });
  };

  readonly pointerUp = (): void => {
    if (!this.#grip) return;
    this.#grip = undefined;
    this.#remember();
  };

  readonly keyDown = (event: KeyboardEvent): void => {
    const direction = directions[event.key];
    if (!direction || !this.#at || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const step = event.shiftKey ? 1 : keyStep;
    this.#moveTo({ x: this.#at.x + direction.x * step, y: this.#at.y + direction.y * step });
    this.#remember();
  };

  #viewport(): Size {
    return { width: this.#page?.innerWidth ?? 0, height: this.#page?.innerHeight ?? 0 };
  }

  #size(): Size {
    const { offsetWidth: width, offsetHeight: height } = this.#host;
    return { width, height };
  }

  /** Content and viewport change while it is open; what is remembered stays as it was. */
  readonly #keepInside = (): void => {
    if (this.#at && this.#host.matches(':popover-open')) this.#moveTo(this.#at);
  };

  #moveTo(wanted: Point): void {
    this.#at = insideViewport(wanted, this.#size(), this.#viewport());
    this.#host.style.setProperty('--_left', `${this.#at.x}px`);
    this.#host.style.setProperty('--_top', `${this.#at.y}px`);
  }

  #remember(): void {
    if (this.#at) this.#preferences()?.set(preference, `${this.#at.x} ${this.#at.y}`);
  }
}
