import type { Preferences } from '../context/panel-services.js';
import type { Suggestion } from './dial-suggestions.js';

const key = 'transfer-targets';
const most = 5;
const longest = 80;

/** The numbers that this operator transferred calls to, the last one first. What is stored may be anything. */
export function recentTargets(preferences: Preferences | undefined): readonly Suggestion[] {
  return read(preferences).map((number) => ({ number }));
}

export function rememberTarget(preferences: Preferences | undefined, number: string): void {
  const others = read(preferences).filter((known) => known !== number);
  preferences?.set(key, JSON.stringify([number, ...others].slice(0, most)));
}

function read(preferences: Preferences | undefined): readonly string[] {
  try {
    const stored: unknown = JSON.parse(preferences?.get(key) ?? '[]');
    if (!Array.isArray(stored)) return [];
    return stored.filter(isNumber).slice(0, most);
  } catch {
    return [];
  }
}

function isNumber(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= longest;
}
