/**
 * A shortcut as `aria-keyshortcuts` and an operator read it: `Alt+KeyA` becomes `Alt+A` (the key is the physical one,
 * named as on a Latin layout).
 */
export function shortcutText(shortcut: string): string {
  return shortcut.replace(/\b(?:Key|Digit|Numpad)(?=[A-Z0-9]\b)/, '');
}
