/** Digits of the language, at least `digits` of them, without grouping. */
function numerals(lang: string, digits: number): Intl.NumberFormat {
  return new Intl.NumberFormat(lang, { minimumIntegerDigits: digits, useGrouping: false });
}

/** `mm:ss`, from an hour on `h:mm:ss`. Never negative: clocks of two machines differ. */
export function durationOf(ms: number, lang = 'en'): string {
  return clockText(ms, lang, 2);
}

/** `m:ss`, from an hour on `h:mm:ss`: how long something short has lasted. */
export function elapsedOf(ms: number, lang = 'en'): string {
  return clockText(ms, lang, 1);
}

function clockText(ms: number, lang: string, minuteDigits: number): string {
  const total = Math.max(0, Math.floor(ms / 1_000));
  const [hours, minutes, seconds] = [
    Math.floor(total / 3_600),
    Math.floor(total / 60) % 60,
    total % 60,
  ];
  const one = numerals(lang, 1);
  const two = numerals(lang, 2);
  const text = two.format(seconds);
  if (hours > 0) return `${one.format(hours)}:${two.format(minutes)}:${text}`;
  return `${(minuteDigits === 2 ? two : one).format(minutes)}:${text}`;
}
