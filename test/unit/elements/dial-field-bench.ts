import { sendKeys } from '@web/test-runner-commands';
import type { CtiDialField } from '../../../src/elements/cti-dial-field.js';
import { mount, settle, type ElementBench } from './bench.js';

/** A dial field on the page, and what an operator does with it, for the tests of one `describe`. */
export class DialFieldBench {
  bench!: ElementBench;
  field!: CtiDialField;
  place!: HTMLElement;

  constructor() {
    const { now } = Date;
    beforeEach(() => {
      this.place = document.body.appendChild(document.createElement('div'));
    });
    afterEach(() => {
      Date.now = now;
      this.place.remove();
      this.bench.controller.dispose();
    });
  }

  readonly show = async (made: ElementBench): Promise<void> => {
    this.bench = made;
    Date.now = () => this.bench.clock.now();
    this.field = await mount('cti-dial-field', this.bench.controller, this.place);
  };

  readonly input = (): HTMLInputElement => this.field.shadowRoot!.querySelector('[part=input]')!;
  readonly call = (): HTMLButtonElement => this.field.shadowRoot!.querySelector('[part=call]')!;

  readonly updated = async (): Promise<void> => {
    await settle();
    await this.field.updateComplete;
    await settle();
    await this.field.updateComplete;
  };

  readonly type = async (text: string): Promise<void> => {
    this.input().focus();
    await sendKeys({ type: text });
    await this.updated();
  };

  readonly dialled = (): string | undefined => this.bench.controller.snapshot.calls.at(-1)?.number;

  /** @param detail as in `UIEvent`: 0 is a click without a pointer */
  readonly press = (detail: number): void => {
    const click = { detail, bubbles: true, cancelable: true };
    this.call().dispatchEvent(new PointerEvent('pointerdown', { bubbles: true }));
    this.call().dispatchEvent(new MouseEvent('click', click));
  };
}
