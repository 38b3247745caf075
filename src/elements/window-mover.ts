import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { Preferences } from '../context/panel-services.js';
import { besidePanel, insideViewport, sheetBelow, type Point, type Size } from './window-place.js';

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

/** What hangs from a panel over the page. */
function flyoutOf(panel: Element | undefined): HTMLElement | null | undefined {
  const extras = panel?.shadowRoot?.querySelector<HTMLElement>('[part=extras]');
  const hangs = extras && panel?.ownerDocument.defaultView?.getComputedStyle(extras).position;
  return hangs === 'absolute' ? extras : undefined;
}

/**
 * Where the window is: docked beside its panel, wherever that goes, until it is dragged by its header or moved by arrow
 * keys; then it floats, the next time too, until it is docked again. Always inside the viewport. Positions are CSS px
 * from the viewport's left and top, whatever the writing direction.
 */
export class WindowMover implements ReactiveController {
  readonly #host: Host;
  readonly #preferences: () => Preferences | undefined;
  readonly #panel: () => Element | undefined;
  readonly #sizes: ResizeObserver;
  /** Of the document the host is in: it may be moved to another. */
  #page: Window | null = null;
  #at: Point | undefined;
  #docked = true;
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
    this.#sizes = new ResizeObserver(() => this.#follow());
    host.addController(this);
  }

  /** It stays beside its panel. */
  get docked(): boolean {
    return this.#docked;
  }

  hostConnected(): void {
    this.#page = this.#host.ownerDocument.defaultView;
    this.#page?.addEventListener('resize', this.#follow);
    // Also what scrolls inside the page moves the panel.
    this.#page?.addEventListener('scroll', this.#follow, { capture: true, passive: true });
  }

  hostDisconnected(): void {
    this.#sizes.disconnect();
    this.#page?.removeEventListener('resize', this.#follow);
    this.#page?.removeEventListener('scroll', this.#follow, { capture: true });
    this.#grip = undefined;
  }

  /** Before it is shown: what it renders depends on that. */
  hostUpdate(): void {
    if (!this.#isShown) this.#docked = this.#remembered === undefined;
  }

  /** The window has just been shown. */
  place(): void {
    this.#at = this.#remembered;
    const panel = this.#panel();
    this.#sizes.disconnect();
    for (const each of [this.#host, panel, flyoutOf(panel)]) if (each) this.#sizes.observe(each);
    this.#follow();
  }

  /** Back beside the panel, for the next time too. */
  readonly dock = (): void => {
    this.#preferences()?.set(preference, '');
    this.#setDocked(true);
    this.#follow();
  };

  readonly pointerDown = (event: PointerEvent): void => {
    const onControl = event.composedPath().some((target) => target instanceof HTMLButtonElement);
    if (event.button !== 0 || onControl || !this.#isMovable) return;
    if (!this.#at || !(event.currentTarget instanceof Element)) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    this.#grip = { x: this.#at.x - event.clientX, y: this.#at.y - event.clientY };
  };

  readonly pointerMove = (event: PointerEvent): void => {
    if (!this.#grip) return;
    this.#setDocked(false);
    this.#moveTo({ x: event.clientX + this.#grip.x, y: event.clientY + this.#grip.y });
  };

  readonly pointerUp = (): void => {
    if (!this.#grip) return;
    this.#grip = undefined;
    if (!this.#docked) this.#remember();
  };

  readonly keyDown = (event: KeyboardEvent): void => {
    const direction = directions[event.key];
    if (!direction || !this.#at || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const step = event.shiftKey ? 1 : keyStep;
    this.#setDocked(false);
    this.#moveTo({ x: this.#at.x + direction.x * step, y: this.#at.y + direction.y * step });
    this.#remember();
  };

  get #remembered(): Point | undefined {
    return readPoint(this.#preferences()?.get(preference));
  }

  get #isShown(): boolean {
    return this.#host.matches(':popover-open');
  }

  /** A sheet, and a window of its own, stay where they are. */
  get #isMovable(): boolean {
    return this.#isShown && this.#viewport().width >= sheetBelow;
  }

  #viewport(): Size {
    return { width: this.#page?.innerWidth ?? 0, height: this.#page?.innerHeight ?? 0 };
  }

  #size(): Size {
    const { offsetWidth: width, offsetHeight: height } = this.#host;
    return { width, height };
  }

  #setDocked(docked: boolean): void {
    if (docked === this.#docked) return;
    this.#docked = docked;
    this.#host.requestUpdate();
  }

  /** Content, viewport and panel change while it is open; what is remembered stays as it was. */
  readonly #follow = (): void => {
    if (!this.#isShown) return;
    if (this.#docked) this.#moveTo(this.#besidePanel());
    else if (this.#at) this.#moveTo(this.#at);
  };

  #besidePanel(): Point {
    const panel = this.#panel();
    const flyout = flyoutOf(panel)?.getBoundingClientRect();
    return besidePanel(panel?.getBoundingClientRect(), this.#size(), this.#viewport(), {
      rtl: this.#host.matches(':dir(rtl)'),
      // Hidden, it has no size.
      ...(flyout && flyout.height > 0 ? { flyout } : {}),
    });
  }

  #moveTo(wanted: Point): void {
    this.#at = insideViewport(wanted, this.#size(), this.#viewport());
    this.#host.style.setProperty('--_left', `${this.#at.x}px`);
    this.#host.style.setProperty('--_top', `${this.#at.y}px`);
  }

  #remember(): void {
    if (this.#at) this.#preferences()?.set(preference, `${this.#at.x} ${this.#at.y}`);
  }
}
