/** First letters of the first and the last word of a name; a question mark where it has none. */
export function initialsOf(name: string | undefined, lang: string): string {
  const words = (name ?? '').split(/\s+/).map((word) => /[\p{L}\p{N}]/u.exec(word)?.[0]);
  const letters = words.filter((letter) => letter !== undefined);
  const [first, ...rest] = letters;
  return first === undefined ? '?' : `${first}${rest.at(-1) ?? ''}`.toLocaleUpperCase(lang);
}
