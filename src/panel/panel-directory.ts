import { systemClock, type Clock } from '../base/clock.js';
import { CheckedDirectory } from '../directory/checked-directory.js';
import type {
  Customer,
  CustomerDirectory,
  DirectoryPage,
  LookupContext,
  SearchContext,
} from '../directory/customer-directory.js';
import type { PhoneNumbers } from '../directory/phone-numbers.js';

/** Longest that a lookup waits for the numbering plans. */
const plansMs = 1_000;

/** Numbers whose plans may still have to be loaded. */
export type LoadableNumbers = Pick<PhoneNumbers, 'normalize' | 'load'>;

type Signalled = { readonly signal: AbortSignal };

/** The directory that a panel was given, made safe, and asked in E.164 where the panel can tell. */
export class PanelDirectory implements CustomerDirectory {
  /** Absent where the directory does not know how. */
  readonly unlink?: NonNullable<CustomerDirectory['unlink']>;
  /** Absent where the directory does not know how. */
  readonly create?: NonNullable<CustomerDirectory['create']>;
  readonly #checked: CheckedDirectory;
  readonly #numbers: LoadableNumbers;
  readonly #clock: Clock;

  constructor(given: CustomerDirectory, numbers: LoadableNumbers, clock: Clock = systemClock) {
    const checked = new CheckedDirectory(given, clock);
    this.#checked = checked;
    this.#numbers = numbers;
    this.#clock = clock;
    if (checked.canUnlink) {
      this.unlink = async (number, customer, context) =>
        checked.unlink(await this.#known(number), customer, context);
    }
    if (checked.canCreate) {
      this.create = async (number, context) => checked.create(await this.#known(number), context);
    }
  }

  async lookup(number: string, context: LookupContext): Promise<DirectoryPage> {
    return this.#checked.lookup(await this.#known(number), context);
  }

  search(text: string, context: SearchContext): Promise<DirectoryPage> {
    return this.#checked.search(text, context);
  }

  async link(number: string, customer: Customer, context: Signalled): Promise<void> {
    await this.#checked.link(await this.#known(number), customer, context);
  }

  /** Another operator: nothing of what was found is kept. */
  forget(): void {
    this.#checked.forget();
  }

  /** In E.164, if that can be told soon. With its country code a number waits for nothing. */
  async #known(number: string): Promise<string> {
    if (!number.trim().startsWith('+')) await this.#plans();
    return this.#numbers.normalize(number);
  }

  #plans(): Promise<void> {
    return new Promise((resolve) => {
      const stop = this.#clock.schedule(plansMs, resolve);
      const settle = (): void => {
        stop();
        resolve();
      };
      this.#numbers.load().then(settle, settle);
    });
  }
}
