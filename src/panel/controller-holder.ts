import type { Undo } from '../base/clock.js';
import type { Logger } from '../base/logger.js';
import type { CallController } from '../controller/call-controller.js';
import { LocalCallController } from '../controller/local-call-controller.js';
import { findDesk } from './controller-desk.js';
import { controllerRegistry as registry } from './controller-registry.js';
import { showOn } from './dom-face.js';
import { Leaving } from './leaving.js';
import { together, type PageWindow } from './listen.js';
import { PageSignals } from './page-signals.js';
import { RecordOpener } from './record-opener.js';
import { ScreenPop } from './screen-pop.js';
import type { PanelSettings } from './settings.js';

export interface ControllerHolderHost {
  /** Its `controller` is the one that is shown; events are dispatched on it. */
  readonly element: EventTarget & { controller?: CallController | undefined };
  readonly logger: Logger;
  readonly view: () => PageWindow;
  readonly uri: () => string | undefined;
  readonly settings: () => PanelSettings;
  /** Shows another controller from now on. */
  shown(controller: CallController): void;
  /** A commit of the controller that is shown. */
  committed(controller: CallController): void;
  /** This panel is the first of its controller: its sound, keys and notifications are this panel's, until undone. */
  lead(controller: CallController): Undo;
}

/** Controllers that panels made; the others are the page's. */
const ours = new WeakSet<CallController>();

/** Which controller a panel shows: the page's, its own, or one that outlived another panel. */
export class ControllerHolder {
  readonly #host: ControllerHolderHost;
  #own: CallController | undefined;
  #shown: CallController | undefined;
  #undo: Undo | undefined;
  #stopWaiting: Undo | undefined;

  constructor(host: ControllerHolderHost) {
    this.#host = host;
  }

  connect(): void {
    this.#show(this.#host.element.controller ?? this.#make());
    this.#stopWaiting = registry.onLeft((left) => {
      if (left !== this.#own && left.snapshot.uri) this.adopt(left.snapshot.uri);
    });
  }

  owns(controller: CallController): boolean {
    return controller === this.#own;
  }

  /** The page has set `controller`, or taken it back. Whether that changes anything. */
  follow(): boolean {
    const { controller } = this.#host.element;
    if (!this.#undo || controller === this.#shown) return false;
    this.#show(controller ?? this.#own ?? this.#make());
    return true;
  }

  disconnect(): void {
    this.#stopWaiting?.();
    this.#leave();
    if (this.#own) this.#discardUnused(this.#own);
  }

  /** Takes over the controller of this line that no panel shows, unless there is a call here, or a line of the page's. */
  adopt(uri: string): void {
    const own = this.#own;
    if (!own || own !== this.#shown || own.snapshot.calls.length > 0) return;
    if (own.snapshot.uri === uri && own.snapshot.connection === 'online') return;
    const kept = registry.adopt(uri);
    if (!kept || kept === own || this.#host.uri() !== uri) return;
    this.#show(kept);
    registry.discard(own);
    this.#own = kept;
  }

  #make(): CallController {
    const host = this.#host;
    const controller = new LocalCallController({ logger: host.logger });
    const forget = (): void => {
      findDesk(controller)?.unlock();
      if (this.#own === controller) this.#own = undefined;
      if (host.element.controller === controller) host.element.controller = undefined;
    };
    ours.add(controller);
    registry.own(controller, together(companions(controller, host), forget));
    this.#own = controller;
    return controller;
  }

  #show(controller: CallController): void {
    const before = this.#shown;
    this.#leave();
    const host = this.#host;
    this.#shown = controller;
    host.element.controller = controller;
    host.shown(controller);
    this.#undo = together(
      registry.show(controller),
      controller.subscribe(() => host.committed(controller)),
      showOn(controller, { target: host.element, lead: () => this.#lead(controller) }),
    );
    host.committed(controller);
    // One that never had a line has nothing to be kept for.
    if (before && before !== controller) this.#discardUnused(before);
  }

  #lead(controller: CallController): Undo {
    const host = this.#host;
    const undo = host.lead(controller);
    return ours.has(controller) ? undo : together(undo, companions(controller, host));
  }

  #leave(): void {
    this.#undo?.();
    this.#undo = undefined;
  }

  #discardUnused(controller: CallController): void {
    if (controller === this.#own) this.#own = undefined;
    const { uri, calls } = controller.snapshot;
    if (uri === undefined && calls.length === 0) registry.discard(controller);
  }
}

/** What goes on with a controller of ours while no panel shows it. */
function companions(controller: CallController, { view, settings }: ControllerHolderHost): Undo {
  // Another panel may have taken it over: then what that one says counts.
  const now = (): PanelSettings => findDesk(controller)?.source.settings ?? settings();
  return together(
    new PageSignals().attach(controller, view()),
    new Leaving().attach(controller, view(), now),
    () => findDesk(controller)?.records.dispose(),
    new RecordOpener().attach(controller, view(), now),
    new ScreenPop().attach(controller, () => now().screenPop),
  );
}
