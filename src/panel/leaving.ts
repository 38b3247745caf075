import type { Undo } from '../base/clock.js';
import type { CallController } from '../controller/call-controller.js';
import { listen, together, type PageWindow } from './listen.js';
import type { PanelSettings } from './settings.js';

/**
 * `leave="end"`: a page that goes away hangs up, and asks first while a call is live. Hiding it does nothing. A page
 * that comes back from the back/forward cache gets its line again.
 */
export class Leaving {
  attach(
    controller: CallController,
    view: PageWindow,
    settings: () => Pick<PanelSettings, 'leave'>,
  ): Undo {
    let wanted = false;
    const ends = (): boolean => settings().leave === 'end';
    return together(
      this.#prompt(controller, view, ends),
      listen(view, 'pagehide', () => {
        if (!ends()) return;
        wanted = controller.snapshot.line.wanted;
        controller.abandon();
      }),
      listen(view, 'pageshow', ({ persisted }) => {
        // Another tab may hold the line by now; then the lock connects when it has it again.
        if (!persisted || !wanted || !ends() || controller.snapshot.elsewhere) return;
        // How the line fails is seen in the snapshot.
        controller.connect().catch(() => undefined);
      }),
    );
  }

  /** Listens only while a call is live: a standing `beforeunload` keeps a page out of the cache (Firefox). */
  #prompt(controller: CallController, view: PageWindow, ends: () => boolean): Undo {
    let stop: Undo | undefined;
    const follow = (): void => {
      const live = controller.snapshot.calls.length > 0;
      if (!live) stop?.();
      if (!live) stop = undefined;
      else {
        stop ??= listen(view, 'beforeunload', (event) => {
          if (ends()) event.preventDefault();
        });
      }
    };
    const unsubscribe = controller.subscribe(follow);
    follow();
    return () => {
      unsubscribe();
      stop?.();
    };
  }
}
