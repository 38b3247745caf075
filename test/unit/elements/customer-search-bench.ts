import { sendKeys } from '@web/test-runner-commands';
import type { CustomerServices, HistoryServices } from '../../../src/context/panel-services.js';
import type { Customer } from '../../../src/directory/customer-directory.js';
import type { CtiCustomerSearch } from '../../../src/elements/cti-customer-search.js';
import { ScriptedDirectory } from '../../support/scripted-directory.js';
import { benchIn, mount, settle, type BenchOptions, type ElementBench } from './bench.js';
import { customerServices, lend, spacedNumbers } from './showing.js';

export interface SearchOptions extends BenchOptions {
  readonly customers?: Partial<CustomerServices>;
  readonly history?: Partial<HistoryServices>;
  /** Who has the caller's number. */
  readonly matches?: readonly Customer[];
  readonly total?: number;
  readonly record?: CtiCustomerSearch['record'];
}

/** The customer search on a page, with a controller whose directory answers when a test says so. */
export class CustomerSearchBench {
  bench!: ElementBench;
  search!: CtiCustomerSearch;
  place!: HTMLElement;
  directory!: ScriptedDirectory;

  constructor() {
    const { now } = Date;
    afterEach(() => {
      Date.now = now;
      this.place.remove();
      this.bench.controller.dispose();
    });
  }

  readonly show = async (
    state: Parameters<typeof benchIn>[0],
    options: SearchOptions = {},
  ): Promise<void> => {
    const { customers, history, matches, total, record, settings, ...rest } = options;
    this.directory = new ScriptedDirectory();
    const { directory } = this;
    this.bench = await benchIn(state, { ...rest, settings: { ...settings, directory } });
    const { controller, clock } = this.bench;
    Date.now = () => clock.now();
    clock.advance(1_000);
    if (matches) {
      const page = total === undefined ? matches : { customers: matches, total };
      this.directory.lookups.at(-1)!.answer(page);
    }
    this.place = document.body.appendChild(document.createElement('div'));
    lend(this.place, {
      numbers: spacedNumbers,
      customers: customerServices({
        retry: (callId) => controller.identify(callId),
        unlink: (number, customer, callId) =>
          controller.unlinkCustomer({ number, customer, ...(callId ? { callId } : {}) }),
        ...customers,
      }),
      ...(history ? { history: history as HistoryServices } : {}),
    });
    await settle();
    this.search = await mount('cti-customer-search', controller, this.place);
    if (record) this.search.record = record;
    await this.updated();
    clock.advance(1_000);
  };

  readonly updated = async (): Promise<void> => {
    for (let turn = 0; turn < 3; turn += 1) {
      await settle();
      await this.search.updateComplete;
    }
  };

  readonly part = (name: string): string | undefined => {
    const found = this.search.shadowRoot!.querySelector(`[part='${name}']`);
    return found?.textContent.replace(/\s+/g, ' ').trim();
  };

  readonly button = (name: string): HTMLButtonElement =>
    this.search.shadowRoot!.querySelector(`button[part=${name}]`)!;

  readonly input = (): HTMLInputElement => this.search.shadowRoot!.querySelector('input')!;

  readonly options = (): HTMLElement[] => [
    ...this.search.shadowRoot!.querySelectorAll<HTMLElement>('[role=option]'),
  ];

  readonly rows = (): string[] =>
    this.options().map(({ textContent }) => textContent.replace(/\s+/g, ' ').trim());

  /** The row that `aria-activedescendant` names. */
  readonly active = (): string | undefined => {
    const id = this.input().getAttribute('aria-activedescendant');
    const row = id === null ? null : this.search.shadowRoot!.getElementById(id);
    return row?.querySelector('b')?.textContent.trim();
  };

  readonly press = async (...keys: readonly string[]): Promise<void> => {
    this.input().focus();
    for (const press of keys) await sendKeys({ press });
    await this.updated();
  };

  readonly type = async (text: string): Promise<void> => {
    this.input().focus();
    await sendKeys({ type: text });
    await this.updated();
  };
}
