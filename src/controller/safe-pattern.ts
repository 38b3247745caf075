import { CtiError } from '../base/error.js';

/**
 * Regular expressions from configuration run on every number: a page, or a document it loads, must not be able to
 * hang the tab with one. Backtracking grows with the choices a pattern leaves, so these are few: no repeated groups,
 * no look-around, no back-references.
 */
const limits = { length: 200, repeats: 4, groupChoices: 4, choices: 40 };

/** One unit of the permitted language; what does not match is refused. */
const unit =
  /\\(?:[dD]|[^0-9A-Za-z\s])|\[\^?(?:[0-9A-Za-z+*#_,.: -]|\\[d.*+#-])+\]|\((?:\?:)?|\)|\{\d{1,2}(?:,\d{0,2})?\}|[*+?|^$.]|[0-9A-Za-z#_,:@ -]/y;

function refuse(source: string): never {
  throw new CtiError('invalid-configuration', {
    message: `The dial plan has a pattern that is not allowed: ${JSON.stringify(source.slice(0, 80))}`,
  });
}

function units(source: string): string[] {
  const found: string[] = [];
  unit.lastIndex = 0;
  while (unit.lastIndex < source.length) {
    const match = unit.exec(source);
    if (!match) return refuse(source);
    found.push(match[0]);
  }
  return found;
}

function assertHarmless(source: string): void {
  let depth = 0;
  const choices = { repeats: 0, groupChoices: 0, choices: 0 };
  let before = '';
  for (const part of units(source)) {
    if (part.startsWith('(')) depth += 1;
    if (part === ')') depth -= 1;
    if (part === '|') choices[depth > 0 ? 'groupChoices' : 'choices'] += 1;
    if (/^(?:[*+?]|\{)/.test(part)) choices.repeats += 1;
    // `(…)?` is one choice; any other repetition of a group multiplies its own choices.
    if (before === ')' && /^(?:[*+]|\{)/.test(part)) refuse(source);
    before = part;
  }
  const tooMany =
    choices.repeats > limits.repeats ||
    choices.groupChoices > limits.groupChoices ||
    choices.choices > limits.choices;
  if (tooMany || depth !== 0) refuse(source);
}

/**
 * A regular expression that has to match the whole of a number, and does so in no time.
 * @throws CtiError `invalid-configuration`
 */
export function wholeNumberPattern(source: unknown): RegExp {
  if (typeof source !== 'string' || source.length > limits.length) return refuse(String(source));
  assertHarmless(source);
  try {
    return new RegExp(`^(?:${source})$`);
  } catch {
    return refuse(source);
  }
}
