import { systemClock, type Clock, type Undo } from '../base/clock.js';
import type { CallController } from '../controller/call-controller.js';
import type { Command } from '../controller/commands.js';
import { asQuestion } from '../controller/rule.js';
import { commandState, currentCall } from '../controller/selectors.js';
import { listen, together, type PageWindow } from './listen.js';
import type { PanelSettings, Shortcuts as ShortcutTable } from './settings.js';
import { isTyping, matches, parseShortcut } from './shortcut-keys.js';

/** As long as a finger needs to notice that the call it meant is over: what it then presses is not for the next one. */
const shieldMs = 400;

type Action = keyof ShortcutTable;
const actions = ['answer', 'end', 'hold', 'mute', 'dial', 'window'] as const satisfies Action[];

/** What an action means now. `dial` is the panel's own: it brings the caret into the number field. */
function commandFor(action: Exclude<Action, 'dial'>, controller: CallController): Command {
  const { snapshot } = controller;
  const call = currentCall(snapshot);
  switch (action) {
    case 'answer':
    case 'end':
      return { type: action };
    case 'hold':
      return { type: 'set-hold', held: !call?.holdWanted };
    case 'mute':
      return { type: 'set-mute', muted: !call?.muted };
    case 'window':
      return { type: snapshot.window ? 'close-window' : 'open-window' };
  }
}

/**
 * The panel's keys, by their place on the keyboard, so that they are the same in a Russian layout. Heard on the window
 * before anyone else: an open modal dialog of the page does not matter. A press that means nothing now is the page's.
 */
export class Shortcuts {
  readonly #clock: Clock;

  constructor(clock: Clock = systemClock) {
    this.#clock = clock;
  }

  /**
   * @param focusDialField brings the caret into the number field; false when there is none to be seen
   * @param failed hears how a command failed
   */
  attach(
    controller: CallController,
    view: PageWindow,
    settings: () => Pick<PanelSettings, 'shortcuts'>,
    focusDialField: () => boolean,
    failed: (thrown: unknown) => void,
  ): Undo {
    let current = controller.snapshot.currentCallId;
    let shieldedUntil = -Infinity;
    const unsubscribe = controller.subscribe(({ currentCallId }) => {
      if (current !== undefined && currentCallId !== current) {
        shieldedUntil = this.#clock.now() + shieldMs;
      }
      current = currentCallId;
    });
    const press = (action: Action): boolean => {
      if (action === 'dial') return focusDialField();
      const command = commandFor(action, controller);
      if (!controller.can(command)) return false;
      if (action !== 'window' && this.#clock.now() < shieldedUntil) return true;
      // As on the button: while the page thinks about it, the second press takes the first back.
      const { requestId } = commandState(controller.snapshot, asQuestion(command));
      if (requestId === undefined) controller.send(command, { source: 'shortcut' }).catch(failed);
      else controller.abort(requestId);
      return true;
    };
    const hear = (event: KeyboardEvent): void => {
      const action = actionOf(event, settings().shortcuts);
      if (!action || event.defaultPrevented || isTyping(event)) return;
      // Held down it repeats: it neither acts again nor reaches the page.
      if (!event.repeat && !press(action)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    return together(unsubscribe, listen(view, 'keydown', hear, { capture: true }));
  }
}

function actionOf(event: KeyboardEvent, table: ShortcutTable | false): Action | undefined {
  if (!table) return undefined;
  return actions.find((action) => {
    const keys = parseShortcut(table[action] ?? '');
    return keys !== undefined && matches(keys, event);
  });
}
