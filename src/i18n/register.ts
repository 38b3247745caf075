import { update } from '@shoelace-style/localize';
import { en } from './en.js';
import type { Messages } from './messages.js';
import { ru } from './ru.js';

/**
 * A language of the page's own: `$code` (BCP 47, for example `de` or `pt-br`), `$name`, `$dir`, and its texts. A text
 * that is left out is shown in English.
 */
export type Language = Pick<Messages, '$code' | '$name' | '$dir'> & Partial<Messages>;

/** Ours alone: the registry of the localize library is shared with every other library on the page that uses it. */
const languages = new Map<string, Language>();
/** Complete sets of texts, by the language asked for. */
const complete = new Map<string, Messages>();

function add(language: Language): void {
  const code = language.$code.toLowerCase();
  languages.set(code, { ...languages.get(code), ...language });
  complete.clear();
}

[en, ru].forEach(add);

/** Makes languages known, or replaces texts of one that is known; elements on the page show them at once. */
export function registerLanguage(...added: readonly Language[]): void {
  added.forEach(add);
  update();
}

/** The texts of that language, what it lacks from its base language (`pt` for `pt-BR`), and the rest in English. */
export function messagesIn(lang: string): Messages {
  const code = lang.toLowerCase();
  const [base = ''] = code.split('-');
  const known = complete.get(code);
  if (known) return known;
  const messages = { ...en, ...languages.get(base), ...languages.get(code) };
  complete.set(code, messages);
  return messages;
}
