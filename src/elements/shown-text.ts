/** Longer texts from outside are cut: nobody reads more, and a flood must not move the buttons. */
const mostCharacters = 120;

/** Control characters, lone surrogates, and what breaks lines (Unicode categories Cc, Cs, Zl, Zp). */
const unprintable = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]+/gu;

/** A text from outside as it is shown: on one line, nothing that cannot be printed, at most 120 characters. */
export function shownText(text: string): string {
  const clean = text
    .slice(0, mostCharacters * 4)
    .replace(unprintable, ' ')
    .trim();
  const characters = Array.from(clean);
  if (characters.length <= mostCharacters) return clean;
  return `${characters
    .slice(0, mostCharacters - 1)
    .join('')
    .trimEnd()}…`;
}
