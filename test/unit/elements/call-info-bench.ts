import type { CustomerServices } from '../../../src/context/panel-services.js';
import type { CallSnapshot } from '../../../src/controller/snapshot.js';
import type { CtiCallInfo } from '../../../src/elements/cti-call-info.js';
import { benchIn, mount, settle, type BenchOptions, type ElementBench } from './bench.js';
import { customerServices, lend, showing, spacedNumbers } from './showing.js';

export interface CallInfoOptions extends BenchOptions {
  /** What the call is in place of what the line says. */
  readonly call?: Partial<CallSnapshot>;
  /** The directory that is lent to it. */
  readonly customers?: Partial<CustomerServices>;
}

/** The call info on a page, for the tests of one `describe`. */
export class CallInfoBench {
  bench!: ElementBench;
  info!: CtiCallInfo;
  place!: HTMLElement;

  constructor() {
    const { now } = Date;
    afterEach(() => {
      Date.now = now;
      this.clear();
    });
  }

  readonly show = async (
    state: Parameters<typeof benchIn>[0],
    { call, customers, ...rest }: CallInfoOptions = {},
  ): Promise<void> => {
    this.bench = await benchIn(state, rest);
    Date.now = () => this.bench.clock.now();
    this.place = document.body.appendChild(document.createElement('div'));
    if (customers) {
      lend(this.place, { customers: customerServices(customers), numbers: spacedNumbers });
    }
    this.info = await mount('cti-call-info', this.bench.controller, this.place);
    if (call) this.become(call);
    await this.updated();
  };

  /** The same call, with something else known of it. */
  readonly become = (call: Partial<CallSnapshot>): void => {
    this.info.controller = showing(this.bench.controller, ({ calls }) => ({
      calls: calls.map((each) => ({ ...each, ...call })),
    }));
  };

  readonly clear = (): void => {
    this.place.remove();
    this.bench.controller.dispose();
  };

  readonly updated = async (): Promise<void> => {
    await settle();
    this.info.requestUpdate();
    await this.info.updateComplete;
  };

  readonly part = (name: string): string | undefined => {
    const found = this.info.shadowRoot!.querySelector(`[part='${name}']`);
    return found?.textContent.replace(/\s+/g, ' ').trim();
  };

  readonly button = (name: string): HTMLButtonElement =>
    this.info.shadowRoot!.querySelector(`button[part=${name}]`)!;

  readonly facts = (): string[] =>
    [...this.info.shadowRoot!.querySelectorAll('.facts > *')].map(({ textContent }) =>
      textContent.replace(/\s+/g, ' ').trim(),
    );
}
