import type { Undo } from '../base/clock.js';
import type { CallController } from '../controller/call-controller.js';
import type { CallSnapshot } from '../controller/snapshot.js';
import { inWords } from '../elements/customer-text.js';
import { listen, type PageWindow } from './listen.js';

/** Longest text of a caller's own that is shown: it is the far end who wrote it. */
const textMax = 80;

export interface NotifierWords {
  incomingCall(): string;
  /** Instead of a number that the caller withholds. */
  anonymous(): string;
}

interface Raised {
  readonly body: string;
  readonly close: Undo;
}

/**
 * A desktop notification for each call that rings while the page is hidden, if the permission was given. A click
 * brings the page to the front and does nothing else: answering stays a deliberate act.
 */
export class Notifier {
  attach(controller: CallController, view: PageWindow, words: NotifierWords): Undo {
    const raised = new Map<string, Raised>();
    const follow = (): void => {
      const wanted = callsToNotify(controller, view);
      for (const [id, { close }] of raised) {
        if (wanted.some((call) => call.id === id)) continue;
        raised.delete(id);
        close();
      }
      for (const call of wanted) {
        const body = describe(call, words);
        if (raised.get(call.id)?.body === body) continue;
        raised.set(call.id, { body, close: raise(view, words.incomingCall(), body, call.id) });
      }
    };
    const unsubscribe = controller.subscribe(follow);
    const stop = listen(view.document, 'visibilitychange', follow);
    follow();
    return () => {
      unsubscribe();
      stop();
      for (const { close } of raised.values()) close();
    };
  }
}

function callsToNotify(controller: CallController, view: PageWindow): readonly CallSnapshot[] {
  // Not there on plain http pages and in some embedded browsers, whatever the types say.
  const { Notification: kind } = view as { Notification?: { readonly permission: string } };
  if (view.document.visibilityState !== 'hidden' || kind?.permission !== 'granted') return [];
  return controller.snapshot.calls.filter(
    ({ phase, silenced }) => phase === 'offered' && !silenced,
  );
}

/** Plain text. The number is isolated, so that it stays left-to-right (Unicode UAX 9, LRI and PDI). */
function describe({ customer, displayName, number }: CallSnapshot, words: NotifierWords): string {
  const name = tidy(customer ? inWords(customer) : (displayName ?? ''));
  const address = number === '' ? words.anonymous() : `\u2066${tidy(number)}\u2069`;
  return name === '' || name === number ? address : `${name}\n${address}`;
}

/** Controls and direction marks (UAX 9) could make one caller look like another. */
const unseen = /[\p{Cc}\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]+/gu;

function tidy(text: string): string {
  return Array.from(text.replace(unseen, ' ').trim()).slice(0, textMax).join('');
}

function raise(view: PageWindow, title: string, body: string, callId: string): Undo {
  try {
    const notification = new view.Notification(title, {
      body,
      tag: `cti-panel:${callId}`,
      requireInteraction: true,
      // The ring tone is ours.
      silent: true,
    });
    notification.onclick = () => {
      view.focus();
      notification.close();
    };
    return () => notification.close();
  } catch {
    // Chrome on Android allows notifications from service workers only.
    return () => undefined;
  }
}
