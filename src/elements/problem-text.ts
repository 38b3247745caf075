import { toCtiError } from '../base/error.js';
import type { Localizer } from '../i18n/localize.js';

/** What an operator is told of a command that failed; nothing when they have taken it back themselves. */
export function problemText(thrown: unknown, localize: Localizer): string | undefined {
  const { reason, operatorText } = toCtiError(thrown);
  if (reason === 'aborted') return undefined;
  return operatorText ?? localize.term('problem', reason);
}
