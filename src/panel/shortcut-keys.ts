/** A shortcut as it is pressed: `KeyboardEvent.code` (UI Events, the key's place) with exact modifiers. */
export interface ShortcutKeys {
  readonly code: string;
  readonly alt: boolean;
  readonly ctrl: boolean;
  readonly meta: boolean;
  readonly shift: boolean;
}

const modifiers = ['alt', 'ctrl', 'meta', 'shift'] as const;

/** Reads `Alt+Shift+KeyA`. Undefined when it makes no sense: a shortcut of the page's that is mistyped does nothing. */
export function parseShortcut(text: string): ShortcutKeys | undefined {
  const parts = text.split('+').map((part) => part.trim());
  const code = parts.pop() ?? '';
  const held = parts.map((part) => part.toLowerCase().replace('control', 'ctrl'));
  const known = held.every((part) => modifiers.some((modifier) => modifier === part));
  if (!known || !/^[A-Z][A-Za-z]*[0-9]{0,2}$/.test(code)) return undefined;
  const has = (modifier: string): boolean => held.includes(modifier);
  return { code, alt: has('alt'), ctrl: has('ctrl'), meta: has('meta'), shift: has('shift') };
}

/** As `aria-keyshortcuts` has it: `Control+Alt+KeyA`. */
export function shortcutOf(keys: ShortcutKeys): string {
  const names = { ctrl: 'Control', alt: 'Alt', meta: 'Meta', shift: 'Shift' } as const;
  const held = (['ctrl', 'alt', 'meta', 'shift'] as const).filter((modifier) => keys[modifier]);
  return [...held.map((modifier) => names[modifier]), keys.code].join('+');
}

/** Does this press mean that shortcut? AltGr types characters, and on Windows is Ctrl and Alt together. */
export function matches(keys: ShortcutKeys, event: KeyboardEvent): boolean {
  return (
    event.code === keys.code &&
    event.altKey === keys.alt &&
    event.ctrlKey === keys.ctrl &&
    event.metaKey === keys.meta &&
    event.shiftKey === keys.shift &&
    !event.getModifierState('AltGraph')
  );
}

/** Would this press type into a field? With Alt, Ctrl or Meta it is a shortcut anywhere. */
export function isTyping(event: KeyboardEvent): boolean {
  if (event.isComposing) return true;
  if (event.altKey || event.ctrlKey || event.metaKey || /^F\d/.test(event.code)) return false;
  const [target] = event.composedPath() as readonly (Partial<HTMLElement> | undefined)[];
  if (target?.isContentEditable) return true;
  return ['input', 'textarea', 'select'].includes(target?.localName ?? '');
}
