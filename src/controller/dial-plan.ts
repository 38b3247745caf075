import { CtiError } from '../base/error.js';
import { immutable } from '../base/immutable.js';
import { wholeNumberPattern } from './safe-pattern.js';

/**
 * What the PBX makes of numbers. Serialisable: patterns are the sources of regular expressions that have to match
 * the whole number, without visual separators; groups may not be repeated, and look-around does not exist here.
 */
export interface DialPlan {
  /** Extensions. 2 to 5 digits by default. */
  readonly internal: string;
  /** Always dialled as they are, also by those who may dial internal numbers only. 112, 911, 999, 110 and 000. */
  readonly emergency: string;
  /** Numbers that tell the PBX something. By default whatever has a star or a hash. */
  readonly featureCodes: string;
  /** What an external number becomes on the wire; the first rule that matches counts. `$1` is a group. */
  readonly outbound: readonly { readonly match: string; readonly replace: string }[];
}

export type NumberKind = 'emergency' | 'feature-code' | 'internal' | 'external';

export const defaultDialPlan: DialPlan = immutable({
  internal: '\\d{2,5}',
  // Not 101 to 104 (Russia) nor 111 (New Zealand): these are extensions nearly everywhere.
  emergency: '112|911|999|110|000',
  featureCodes: '\\+?\\d*[*#][0-9*#]*',
  outbound: [],
});

const limits = { number: 40, outboundRules: 20, replacement: 64 };

interface CompiledPlan {
  readonly emergency: RegExp;
  readonly featureCodes: RegExp;
  readonly internal: RegExp;
  readonly outbound: readonly { readonly match: RegExp; readonly replace: string }[];
}

/** Compiled once per plan: a plan is immutable. */
const compiled = new WeakMap<DialPlan, CompiledPlan>();

function compile(plan: DialPlan): CompiledPlan {
  const known = compiled.get(plan);
  if (known) return known;
  const made: CompiledPlan = {
    emergency: wholeNumberPattern(plan.emergency),
    featureCodes: wholeNumberPattern(plan.featureCodes),
    internal: wholeNumberPattern(plan.internal),
    outbound: plan.outbound.map(({ match, replace }) => ({
      match: wholeNumberPattern(match),
      replace,
    })),
  };
  compiled.set(plan, made);
  return made;
}

function assertOutbound(rules: unknown): void {
  const usable =
    Array.isArray(rules) &&
    rules.length <= limits.outboundRules &&
    rules.every(
      (rule: unknown) =>
        typeof rule === 'object' &&
        rule !== null &&
        'replace' in rule &&
        typeof rule.replace === 'string' &&
        rule.replace.length <= limits.replacement,
    );
  if (usable) return;
  throw new CtiError('invalid-configuration', {
    message: `dialPlan.outbound: at most ${limits.outboundRules} of { match, replace }`,
  });
}

/**
 * The plan with its defaults filled in, checked.
 * @throws CtiError `invalid-configuration`
 */
export function readDialPlan(given: Partial<DialPlan> = {}): DialPlan {
  if (Object.keys(given).length === 0) return defaultDialPlan;
  const plan = immutable({ ...defaultDialPlan, ...given });
  assertOutbound(plan.outbound);
  compile(plan);
  return plan;
}

/** As dialled: without `tel:` and the separators that people write (RFC 3966 section 5.1.1). */
function bare(number: string): string {
  return number.replace(/^\s*(?:tel|sips?):/i, '').replace(/[\s\u2010-\u2015./()-]/g, '');
}

function matches(pattern: RegExp, number: string): boolean {
  return number.length <= limits.number && pattern.test(number);
}

/** Are these the same number, but for the separators that people write? */
export function sameDialled(a: string, b: string): boolean {
  return bare(a) === bare(b);
}

/** What kind of number this is. An address with a host (`user@host`) is external, whatever the host. */
export function classify(number: string, plan: DialPlan = defaultDialPlan): NumberKind {
  const text = bare(number);
  const { emergency, featureCodes, internal } = compile(plan);
  if (matches(emergency, text)) return 'emergency';
  if (matches(featureCodes, text)) return 'feature-code';
  return matches(internal, text) ? 'internal' : 'external';
}

/**
 * May one who is allowed internal numbers only dial this? A feature code only where the plan calls it internal too:
 * `*72` and a number forwards an extension to anywhere.
 */
export function isInternalOnly(number: string, plan: DialPlan): boolean {
  const text = bare(number);
  const { emergency, internal } = compile(plan);
  return matches(emergency, text) || matches(internal, text);
}

/** The number to put on the wire. Only external numbers are changed. */
export function applyOutbound(number: string, plan: DialPlan): string {
  if (plan.outbound.length === 0 || classify(number, plan) !== 'external') return number;
  const text = bare(number);
  const rule = compile(plan).outbound.find(({ match }) => matches(match, text));
  return rule ? text.replace(rule.match, rule.replace) : number;
}
