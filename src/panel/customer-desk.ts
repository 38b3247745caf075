import { toCtiError } from '../base/error.js';
import { defaultFetch, type PageFetch } from '../base/page-fetch.js';
import type { CallController } from '../controller/call-controller.js';
import { classify, type DialPlan } from '../controller/dial-plan.js';
import type { CustomerDirectory } from '../directory/customer-directory.js';
import { HttpDirectory } from '../directory/http-directory.js';
import { PhoneNumbers } from '../directory/phone-numbers.js';
import { PanelDirectory } from './panel-directory.js';

export interface DirectorySettings {
  /** The page's own; it beats `src`. */
  readonly directory: CustomerDirectory | undefined;
  readonly src: string | undefined;
  /** What a relative `src` is relative to. */
  readonly baseUrl: string;
  /** Who is asking: another operator finds nothing that this one has found. */
  readonly userId: string;
}

/** What a controller's desk has of customers: the directory, and how numbers are read. */
export class CustomerDesk {
  readonly numbers: PhoneNumbers;
  readonly #controller: CallController;
  readonly #fetch: () => PageFetch | undefined;
  #country: string | undefined;
  #dialPlan: DialPlan;
  #key: readonly unknown[] = [];
  #directory: PanelDirectory | undefined;

  constructor(controller: CallController, fetch: () => PageFetch | undefined) {
    this.#controller = controller;
    this.#fetch = fetch;
    this.#dialPlan = controller.snapshot.dialPlan;
    this.numbers = new PhoneNumbers({ isExternal: this.#isExternal }, (thrown) =>
      controller.report(toCtiError(thrown)),
    );
  }

  /** The one in use. */
  get directory(): PanelDirectory | undefined {
    return this.#directory;
  }

  /**
   * The directory of these settings, the same as long as they are the same.
   * @throws CtiError `invalid-configuration`, once: then there is none
   */
  use({ directory, src, baseUrl, userId }: DirectorySettings): PanelDirectory | undefined {
    // The address of a page with a router changes all the time; what it makes of `src` seldom does.
    const url = src !== undefined && URL.canParse(src, baseUrl) ? new URL(src, baseUrl) : src;
    const key = [directory ?? (url instanceof URL ? url.href : url), userId];
    if (key.every((part, index) => part === this.#key[index])) return this.#directory;
    this.#key = key;
    this.#directory = undefined;
    const given = directory ?? (url === undefined ? undefined : this.#http(url));
    this.#directory = given && new PanelDirectory(given, this.numbers);
    return this.#directory;
  }

  /** How numbers are read, once the controller has its dial plan. Without the world's plans they stay as they are. */
  read(country: string | undefined): void {
    const { dialPlan } = this.#controller.snapshot;
    if (country !== this.#country || dialPlan !== this.#dialPlan) {
      this.#country = country;
      this.#dialPlan = dialPlan;
      this.numbers.configure({ country, isExternal: this.#isExternal });
    }
    this.numbers.load().catch(() => undefined);
  }

  /** The operator has signed out. */
  forget(): void {
    this.#directory?.forget();
  }

  readonly #isExternal = (number: string): boolean =>
    classify(number, this.#dialPlan) === 'external';

  #http(src: URL | string): CustomerDirectory {
    // Frameworks set another function with each rendering: the directory stays.
    const fetch: PageFetch = (request, context) =>
      (this.#fetch() ?? defaultFetch)(request, context);
    return new HttpDirectory({ src, fetch });
  }
}
