import * as v from 'valibot';
import { CtiError } from '../base/error.js';
import { immutable } from '../base/immutable.js';
import type { Customer, DirectoryPage } from './customer-directory.js';

/** In entries and characters. What identifies is refused when it is longer, what is read is cut. */
const limits = { customers: 200, numbers: 50, id: 256, text: 500, url: 2_048, cursor: 4_096 };
const dataLimits = { depth: 6, entries: 64, text: 4_096 };

/**
 * Text for the eye on one line: no control characters, and no half of a surrogate pair where it was cut.
 * Marks of direction stay: names need them, and an element isolates them.
 */
function plainText(text: string): string {
  const line = text.slice(0, limits.text * 2).replace(/[\p{Cc}\u2028\u2029]+/gu, ' ');
  return line
    .trim()
    .slice(0, limits.text)
    .replace(/[\uD800-\uDBFF]$/, '');
}

/** An object with these properties. What is `null` is absent, as many servers write it; nothing else is read. */
function record<const E extends v.ObjectEntries>(entries: E) {
  return v.pipe(
    v.custom<object>((given) => typeof given === 'object' && given !== null),
    v.transform((given) => {
      const said = Object.keys(entries).map((name) => [name, Reflect.get(given, name) as unknown]);
      return Object.fromEntries(said.filter(([, value]) => (value ?? undefined) !== undefined)) as {
        [name: string]: unknown;
      };
    }),
    v.object(entries),
  );
}

const id = v.pipe(v.string(), v.nonEmpty(), v.maxLength(limits.id));
const text = v.pipe(v.string(), v.transform(plainText));
const optional = v.exactOptional;

/** A name nobody wrote down is not nothing to look at, nor a link without words. */
const named = <C extends { readonly id: string; readonly name: string }>(given: C): C =>
  given.name === '' ? { ...given, name: given.id } : given;

const numberSchema = record({
  number: text,
  label: optional(text),
  preferred: optional(v.boolean()),
  doNotCall: optional(v.boolean()),
});

/** Only what leads to a page of the web; `javascript:` and the like are as good as absent. */
function isWebAddress(url: string): boolean {
  return (
    url.length <= limits.url &&
    URL.canParse(url, 'https://relative.invalid') &&
    /^https?:$/.test(new URL(url, 'https://relative.invalid').protocol)
  );
}

const webAddress = v.pipe(
  v.string(),
  v.transform((url) => (isWebAddress(url) ? url : undefined)),
);

/** A page's own data, as JSON has it: nothing that runs, nothing that a prototype could be made of. */
function plainData(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return value.slice(0, dataLimits.text);
  if (value === null || typeof value === 'boolean' || Number.isFinite(value)) return value;
  if (typeof value !== 'object' || depth >= dataLimits.depth) return undefined;
  if (Array.isArray(value)) {
    return value.slice(0, dataLimits.entries).map((item) => plainData(item, depth + 1) ?? null);
  }
  const entries = Object.entries(value)
    .filter(([name]) => !['__proto__', 'constructor', 'prototype'].includes(name))
    .slice(0, dataLimits.entries)
    .map(([name, item]: [string, unknown]) => [name, plainData(item, depth + 1)]);
  return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
}

const customerSchema = v.pipe(
  record({
    id,
    type: id,
    typeLabel: optional(text),
    name: v.exactOptional(text, ''),
    account: optional(v.pipe(record({ id, name: v.exactOptional(text, '') }), v.transform(named))),
    numbers: optional(
      v.pipe(
        v.array(v.unknown()),
        v.transform((numbers) => numbers.slice(0, limits.numbers)),
        v.array(numberSchema),
        v.transform((numbers) => numbers.filter(({ number }) => number !== '')),
      ),
    ),
    doNotCall: optional(v.union([v.boolean(), text])),
    url: optional(webAddress),
    photo: optional(webAddress),
    data: optional(
      v.pipe(
        v.custom<object>((given) => typeof given === 'object' && !Array.isArray(given)),
        v.transform((given) => plainData(given) as Record<string, unknown>),
      ),
    ),
  }),
  v.transform(named),
  v.transform(({ url, photo, ...rest }) => ({
    ...rest,
    ...(url !== undefined && { url }),
    ...(photo !== undefined && { photo }),
  })),
);

const count = v.pipe(v.number(), v.integer(), v.minValue(0));

const pageSchema = record({
  customers: v.pipe(v.array(v.unknown())),
  total: optional(count),
  next: optional(v.pipe(v.string(), v.maxLength(limits.cursor))),
});

/** Paths only: what is wrong may be somebody's data. */
function placesOf(issues: readonly v.GenericIssue[]): string {
  return [...new Set(issues.map((issue) => v.getDotPath(issue) ?? 'all of it'))].join(', ');
}

function parse<S extends v.GenericSchema>(schema: S, given: unknown): v.InferOutput<S> {
  const parsed = v.safeParse(schema, given);
  if (parsed.success) return parsed.output;
  const message = `The directory's answer is not valid: ${placesOf(parsed.issues)}`;
  throw new CtiError('service-unavailable', { message });
}

/** A customer as a directory gave it, checked. @throws CtiError `service-unavailable` */
export function readCustomer(given: unknown): Customer {
  return immutable(parse(customerSchema, given));
}

/** Each customer once; ids are those of their type. */
function distinct(customers: readonly Customer[]): readonly Customer[] {
  const byId = new Map<string, Customer>();
  for (const customer of customers) {
    const key = JSON.stringify([customer.type, customer.id]);
    if (!byId.has(key)) byId.set(key, customer);
  }
  return [...byId.values()];
}

/**
 * What a directory has found, checked: a list or a page. One customer that makes no sense spoils the answer, for
 * without it another could pass for the only one. Of more than 200 the rest is counted only.
 * @throws CtiError `service-unavailable`: the message names what is wrong
 */
export function readPage(given: unknown): DirectoryPage {
  const page = parse(pageSchema, Array.isArray(given) ? { customers: given } : given);
  const list = page.customers.slice(0, limits.customers);
  const read = parse(v.array(customerSchema), list);
  const customers = distinct(read);
  const all = (page.total ?? page.customers.length) - (read.length - customers.length);
  return immutable({
    customers,
    total: Math.max(all, customers.length),
    ...(page.next && { next: page.next }),
  });
}
