import type { Undo } from '../base/clock.js';
import { CtiError } from '../base/error.js';
import { Listeners } from '../base/listeners.js';
import type { NumberReader, WorldNumber } from './numbering-plan.js';

export interface PhoneNumbersOptions {
  /** ISO 3166, two letters: where national numbers are from. */
  readonly country?: string | undefined;
  /**
   * Whether the dial plan takes a number for one of the outside world: extensions, feature codes and emergency numbers
   * are no numbers of the world's plan, whatever they look like (`1234` would be a valid +49 number).
   */
  readonly isExternal: (number: string) => boolean;
}

const longest = 64;
const mostKnown = 1_000;

async function loadReader(): Promise<NumberReader> {
  const { loadNumberReader } = await import('./numbering-plan.js');
  return loadNumberReader();
}

/** One way to write digits: full-width ones and marks of direction come with what is pasted. */
function written(number: string): string {
  return number
    .normalize('NFKC')
    .replace(/\p{Cf}/gu, '')
    .trim()
    .replace(/^tel:/i, '');
}

/** An address or a number without scheme and separators: to compare what no numbering plan knows. */
function bare(number: string): string {
  const text = written(number).replace(/^sips?:/i, '');
  return (text.includes('@') ? text : text.replace(/[\s\u2010-\u2015./()-]/g, '')).toLowerCase();
}

/** What a `+` says by itself: E.164, whatever stands between the digits, and the 0 that is not dialled. */
function plain(text: string): WorldNumber | undefined {
  const digits = text.replace(/\(0\)/, '').replace(/[\s\u2010-\u2015./()-]/g, '');
  if (!/^\+[1-9]\d{6,14}$/.test(digits)) return undefined;
  return { e164: digits, international: text, national: text };
}

/**
 * Numbers as people read, write and dial them. Until the world's numbering plans are loaded, and when they cannot be,
 * a number with a `+` is compared by its digits, and everything is shown as it is.
 */
export class PhoneNumbers {
  #options: PhoneNumbersOptions;
  #reader: NumberReader | undefined;
  #loading: Promise<void> | undefined;
  readonly #known = new Map<string, WorldNumber | undefined>();
  readonly #listeners: Listeners<void>;
  readonly #load: () => Promise<NumberReader>;

  /** @param report hears what a listener threw */
  constructor(
    options: PhoneNumbersOptions,
    report: (thrown: unknown) => void,
    load: () => Promise<NumberReader> = loadReader,
  ) {
    this.#options = options;
    this.#listeners = new Listeners(report);
    this.#load = load;
  }

  /** Another country, or another dial plan. */
  configure(options: PhoneNumbersOptions): void {
    this.#options = options;
    this.#changed();
  }

  /**
   * Loads the numbering plans, once; a failure is tried again at the next call.
   * @throws CtiError `service-unavailable`
   */
  load(): Promise<void> {
    this.#loading ??= this.#load().then(
      (reader) => {
        this.#reader = reader;
        this.#changed();
      },
      (cause: unknown) => {
        this.#loading = undefined;
        const message = 'The numbering plans could not be loaded';
        throw new CtiError('service-unavailable', { message, cause });
      },
    );
    return this.#loading;
  }

  /** Tells when numbers are read in another way than before. */
  subscribe(listener: () => void): Undo {
    return this.#listeners.add(listener);
  }

  /**
   * For the eye: with its country code where it came with one, as it is written at home where it did not. What is no
   * number of the world's plan stays as it is.
   */
  format(number: string): string {
    const found = this.#read(number);
    if (!found) return number;
    return written(number).startsWith('+') ? found.international : found.national;
  }

  /** E.164 without an extension where that can be told, otherwise what was given. */
  normalize(number: string): string {
    return this.#read(number)?.e164 ?? number;
  }

  /** Two ways to write the same number? */
  same(a: string, b: string): boolean {
    return a === b || bare(this.normalize(a)) === bare(this.normalize(b));
  }

  #read(number: string): WorldNumber | undefined {
    if (!this.#known.has(number)) {
      if (this.#known.size >= mostKnown) this.#known.clear();
      this.#known.set(number, this.#parse(number));
    }
    return this.#known.get(number);
  }

  #parse(number: string): WorldNumber | undefined {
    if (number.length > longest) return undefined;
    const text = written(number);
    if (!this.#options.isExternal(text)) return undefined;
    if (!this.#reader) return text.startsWith('+') ? plain(text) : undefined;
    return this.#reader.read(text, this.#options.country?.toUpperCase());
  }

  #changed(): void {
    this.#known.clear();
    this.#listeners.emit();
  }
}
