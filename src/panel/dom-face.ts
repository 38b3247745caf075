import type { Undo } from '../base/clock.js';
import { CtiEvent, CtiRequestEvent, type CtiEventDetails } from '../context/events.js';
import type {
  CallController,
  CtiNotification,
  GuardedRequest,
  Verdict,
} from '../controller/call-controller.js';

/** A panel, as its controller sees it. */
export interface PanelFace {
  /** Where the events are dispatched. */
  readonly target: EventTarget;
  /** This panel is the first of its controller: what there may be only one of goes with it, until undone. */
  lead(): Undo;
}

/** Panels of one controller, the first of which speaks for all: an event is heard once. */
class DomFace {
  readonly #panels: PanelFace[] = [];
  /** Speaks on while its calls outlive its place in the document: a guard must not be escaped by removing it. */
  #last: PanelFace | undefined;
  #leader: PanelFace | undefined;
  #stopLeading: Undo | undefined;

  constructor(controller: CallController) {
    controller.observe((notification) => this.#tell(notification));
    controller.intercept((request) => this.#ask(request));
  }

  add(panel: PanelFace): Undo {
    this.#panels.push(panel);
    this.#follow();
    return () => {
      const index = this.#panels.indexOf(panel);
      if (index < 0) return;
      this.#panels.splice(index, 1);
      if (this.#panels.length === 0) this.#last = panel;
      this.#follow();
    };
  }

  get #speaker(): PanelFace | undefined {
    return this.#panels[0] ?? this.#last;
  }

  #follow(): void {
    const [first] = this.#panels;
    if (first) this.#last = undefined;
    if (first === this.#leader) return;
    this.#stopLeading?.();
    this.#leader = first;
    this.#stopLeading = first?.lead();
  }

  #tell({ type, detail }: CtiNotification): void {
    this.#speaker?.target.dispatchEvent(notificationEvent(`cti-${type}`, detail));
  }

  #ask({
    command,
    source,
    element,
    signal,
  }: GuardedRequest): Verdict | Promise<Verdict> | undefined {
    const asker = element instanceof Element ? { element } : {};
    const event = new CtiRequestEvent(Object.freeze({ command, source, ...asker }), signal);
    this.#speaker?.target.dispatchEvent(event);
    const answer = event.settle();
    return answer === undefined || answer === false ? answer : answer.then(decided);
  }
}

function notificationEvent(
  type: keyof CtiEventDetails,
  detail: CtiNotification['detail'],
): CtiEvent<keyof CtiEventDetails> {
  // The notification's type and detail belong together: by their union in `CtiNotification`.
  return new CtiEvent(type, Object.freeze(detail));
}

/** A listener that answers and then says nothing has not allowed anything. */
function decided(verdict: Verdict | undefined): Verdict {
  if (verdict === undefined) throw new TypeError('respondWith() was given no verdict');
  return verdict;
}

const faces = new WeakMap<CallController, DomFace>();

/**
 * Shows a controller on a panel: its notifications as events, its guard as `cti-request`. Of several panels with the
 * same controller the one that came first dispatches them.
 */
export function showOn(controller: CallController, panel: PanelFace): Undo {
  let face = faces.get(controller);
  if (!face) faces.set(controller, (face = new DomFace(controller)));
  return face.add(panel);
}
