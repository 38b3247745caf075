import type { CallCentreEvent, StatusKind } from '../call-centre/call-centre.js';
import { CtiError, type CtiErrorReason } from '../base/error.js';
import type { Customer } from '../directory/customer-directory.js';

/** What a page may hang on a call: enough for keys and a note, too little to make every commit slow. */
const limits = { entries: 64, text: 4_096, note: 20_000 };

function isText(value: unknown, longest = limits.text): boolean {
  return typeof value === 'string' && value.length <= longest;
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const entries = Object.entries(value);
  return (
    entries.length <= limits.entries && entries.every(([key, text]) => isText(key) && isText(text))
  );
}

const isOptionalText = (value: unknown): boolean => value === undefined || isText(value);

/** What JSON has instead of nothing is taken for nothing. */
const absent = (value: unknown): boolean => value === undefined || value === null;

function isAccount(value: unknown): boolean {
  return isRecord(value) && isText(value.id) && isText(value.name);
}

function areNumbers(value: unknown): boolean {
  return (
    Array.isArray(value) &&
    value.length <= limits.entries &&
    value.every((entry) => isRecord(entry) && isText(entry.number))
  );
}

/** As much of a customer as every part of the panel counts on. */
export function isCustomer(value: unknown): value is Customer {
  if (!isRecord(value)) return false;
  const { id, type, name, account, numbers, url } = value;
  return (
    [id, type, name].every((text) => isText(text)) &&
    (absent(account) || isAccount(account)) &&
    (absent(numbers) || areNumbers(numbers)) &&
    (absent(url) || isText(url))
  );
}

const checks: Readonly<Record<string, (value: unknown) => boolean>> = {
  data: isTexts,
  headers: isTexts,
  customer: isCustomer,
  note: (value) => isText(value, limits.note),
};

const statusKinds: { readonly [K in StatusKind]: true } = {
  ...{ available: true, away: true, busy: true, 'wrap-up': true, offline: true },
};

function isStatusOption(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { id, kind, label, reasons = [] } = value;
  return (
    isText(id) &&
    Object.hasOwn(statusKinds, String(kind)) &&
    isOptionalText(label) &&
    Array.isArray(reasons) &&
    reasons.every((reason) => isRecord(reason) && isText(reason.id) && isText(reason.label))
  );
}

function isStatus(value: unknown): boolean {
  if (!isRecord(value)) return false;
  const { id, since, reason, next } = value;
  return isText(id) && Number.isFinite(since) && isOptionalText(reason) && isOptionalText(next);
}

/** A call centre is the page's own: is this news as the port has it? */
export function isCallCentreEvent(event: unknown): event is CallCentreEvent {
  if (!isRecord(event)) return false;
  const { type, statuses, status, id, error } = event;
  if (type === 'status-changed') return isStatus(status);
  if (type === 'status-failed') return isText(id) && error instanceof CtiError;
  return (
    type === 'statuses-changed' &&
    Array.isArray(statuses) &&
    statuses.length <= limits.entries &&
    statuses.every(isStatusOption)
  );
}

/** What a command says in words. */
const words = ['callId', 'target', 'tones', 'id', 'reason', 'view', 'number'];
/** Without these a command says nothing. */
const needed: Readonly<Record<string, string>> = {
  dial: 'target',
  transfer: 'target',
  'send-dtmf': 'tones',
  'set-status': 'id',
};
const aboutCustomer = ['set-customer', 'link-customer', 'open-customer'];

/** Pages are often not typed: why a command cannot be understood, when what it says in words is not text. */
export function wordsObjection(command: { readonly type: string }): CtiErrorReason | undefined {
  const given = command as Readonly<Record<string, unknown>>;
  if (aboutCustomer.includes(command.type) && given.customer === undefined) return 'not-allowed';
  for (const name of words) {
    const value = given[name] ?? undefined;
    if (typeof value === 'string') continue;
    if (value === undefined && needed[command.type] !== name) continue;
    return name === 'target' || name === 'tones' ? 'invalid-target' : 'not-allowed';
  }
  return undefined;
}

/**
 * Pages are often not typed: `data`, `headers`, `customer` and `note` are checked before they become part of a call.
 * @throws CtiError `not-allowed`
 */
export function assertPageData(given: object): void {
  for (const [name, value] of Object.entries(given) as [string, unknown][]) {
    const check = checks[name];
    if (check && value !== undefined && !check(value)) {
      throw new CtiError('not-allowed', { message: `${name}: not text, or too much` });
    }
  }
}
