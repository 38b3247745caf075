import { html, nothing, type TemplateResult } from 'lit';
import { state } from 'lit/decorators.js';
import { deviceNotice } from '../controller/selectors.js';
import type { Undo } from '../base/clock.js';
import { type CtiErrorReason, toCtiError } from '../base/error.js';
import { CallState } from '../context/call-state.js';
import { CtiElement } from '../context/cti-element.js';
import { LentServices } from '../context/lent-services.js';
import type { PanelDevices } from '../context/panel-services.js';
import { type ChosenDevice, processingNames } from '../devices/device-choice.js';
import {
  type DeviceList,
  findDevice,
  listDevices,
  onDeviceChange,
} from '../devices/device-list.js';
import { openMicrophone } from '../devices/microphone.js';
import styles from './cti-device-menu.styles.js';
import { type Check, SoundCheck } from './sound-check.js';
import controls from './styles/controls.styles.js';
import tokens from './styles/tokens.styles.js';

type Device = 'microphone' | 'speaker' | 'ringer';

/**
 * What the operator speaks into and hears by, remembered for them in this browser, and ways to try it. The microphone is
 * open only while it is being tried.
 *
 * @tag cti-device-menu
 * @summary Microphone, speaker and ringer, with level and tests.
 * @status experimental
 * @since 0.1
 * @csspart base - all of it
 * @csspart group - one device with what belongs to it
 * @csspart device - the choice of a device
 * @csspart processing - what the browser does to the microphone's sound
 * @csspart volume - loudness of calls
 * @csspart level - how loud the microphone is, while it is tried
 * @csspart test - tries a device
 * @csspart allow - asks the browser for the microphone
 * @csspart problem - why a device cannot be used, and what to do
 */
export class CtiDeviceMenu extends CtiElement {
  static override readonly styles = [tokens, controls, styles];
  static readonly parts = [
    ...(['base', 'group', 'device', 'processing', 'volume', 'level'] as const),
    ...(['test', 'allow', 'problem'] as const),
  ];

  readonly #notice = new CallState(this, deviceNotice);
  readonly #services = new LentServices(this);
  readonly #check = new SoundCheck(this, () => this.#chosen);
  #undo: Undo | undefined;

  @state() private devices: DeviceList = { microphones: [], speakers: [] };
  @state() private problem: CtiErrorReason | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#undo = onDeviceChange(() => void this.#list());
    void this.#list();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#undo?.();
  }

  override render(): TemplateResult {
    const { microphones, speakers } = this.devices;
    return html`<div part="base">
      <fieldset part="group">
        <legend>${this.localize.term('microphone')}</legend>
        ${microphones.length > 0 ? this.#choice('microphone', microphones) : this.#allow()}
        ${processingNames.map((name) => this.#processing(name))} ${this.#level()}
        <div class="tests">
          ${this.#test('testMicrophone', 'level', () => this.#check.showLevel())}
          ${this.#test('recordTest', 'recording', () => this.#check.recordAndPlay())}
        </div>
      </fieldset>
      <fieldset part="group">
        <legend>${this.localize.term('speaker')}</legend>
        ${speakers.length > 0 ? this.#choice('speaker', speakers) : nothing} ${this.#volume()}
        <div class="tests">${this.#tone('speaker')}</div>
      </fieldset>
      ${speakers.length > 0 && 'setSinkId' in AudioContext.prototype ? this.#ringer(speakers) : nothing}
      <div role="alert">${this.#trouble()}</div>
    </div>`;
  }

  get #chosen(): PanelDevices {
    return this.#services.value?.devices.chosen ?? {};
  }

  get #isDead(): boolean {
    return this.activeController === undefined || this.#services.value === undefined;
  }

  #ringer(speakers: readonly ChosenDevice[]): TemplateResult {
    return html`<fieldset part="group">
      <legend>${this.localize.term('ringer')}</legend>
      ${this.#choice('ringer', speakers)}
      <div class="tests">${this.#tone('ringer')}</div>
    </fieldset>`;
  }

  #choice(kind: Device, devices: readonly ChosenDevice[]): TemplateResult {
    const chosen = this.#chosen[kind];
    const found = chosen && findDevice(chosen, devices);
    const choose = ({ target }: Event): void => {
      const id = target instanceof HTMLSelectElement ? target.value : '';
      const { [kind]: _before, ...others } = this.#chosen;
      const device = devices.find((each) => each.id === id);
      this.#choose(device ? { ...others, [kind]: device } : others);
    };
    return html`<select
      part="device"
      aria-label=${this.localize.term(kind)}
      ?disabled=${this.#isDead}
      @change=${choose}
    >
      <option value="" ?selected=${!chosen}>${this.localize.term('standardDevice')}</option>
      ${devices
        .filter(({ id }) => id !== 'default' && id !== 'communications')
        .map(
          ({ id, label }) =>
            html`<option value=${id} ?selected=${id === found?.id}>${label || id}</option>`,
        )}
      ${chosen && !found ? html`<option value=${chosen.id} selected disabled>${chosen.label}</option>` : nothing}
    </select>`;
  }

  #processing(name: (typeof processingNames)[number]): TemplateResult {
    const set = ({ target }: Event): void => {
      const on = target instanceof HTMLInputElement && target.checked;
      this.#choose({ ...this.#chosen, processing: { ...this.#chosen.processing, [name]: on } });
    };
    return html`<label part="processing"
      ><input
        type="checkbox"
        .checked=${this.#chosen.processing?.[name] ?? true}
        ?disabled=${this.#isDead}
        @change=${set}
      />
      <span>${this.localize.term('soundProcessing', name)}</span></label
    >`;
  }

  #level(): TemplateResult | typeof nothing {
    if (this.#check.check !== 'level') return nothing;
    return html`<meter
      part="level"
      min="0"
      max="1"
      aria-label=${this.localize.term('microphoneLevel')}
      .value=${this.#check.level}
    ></meter>`;
  }

  #volume(): TemplateResult {
    const volume = this.#chosen.volume ?? 1;
    const shown = this.localize.number(volume, { style: 'percent' });
    const set = ({ target }: Event): void => {
      if (!(target instanceof HTMLInputElement)) return;
      this.#choose({ ...this.#chosen, volume: target.valueAsNumber / 100 });
    };
    return html`<label class="volume"
      ><span>${this.localize.term('callVolume')}</span>
      <input
        part="volume"
        type="range"
        min="0"
        max="100"
        step="5"
        aria-valuetext=${shown}
        .value=${String(Math.round(volume * 100))}
        ?disabled=${this.#isDead}
        @change=${set}
    /></label>`;
  }

  #tone(output: 'speaker' | 'ringer'): TemplateResult {
    return this.#test('testTone', output, () => this.#check.playTone(output));
  }

  #test(
    name: 'testMicrophone' | 'recordTest' | 'testTone',
    check: Exclude<Check, 'playing'>,
    start: () => Promise<void>,
  ): TemplateResult {
    const now = this.#check.check;
    const on = now === check || (check === 'recording' && now === 'playing');
    const toggle = (): void => (on ? this.#check.stop() : this.#try(start));
    return html`<button part="test" type="button" ?disabled=${this.#isDead} @click=${toggle}>
      ${this.localize.term(on ? 'stopTest' : name, now)}
    </button>`;
  }

  #allow(): TemplateResult {
    const ask = (): void =>
      this.#try(async () => {
        (await openMicrophone()).stop();
      });
    return html`<button part="allow" type="button" ?disabled=${this.#isDead} @click=${ask}>
      ${this.localize.term('chooseDevices')}
    </button>`;
  }

  #trouble(): TemplateResult | typeof nothing {
    const notice = this.#notice.value;
    if (!this.problem && !notice) return nothing;
    const text = this.problem
      ? this.localize.term('problem', this.problem)
      : notice && this.localize.term('deviceNotice', notice);
    return html`<p part="problem">${text}</p>`;
  }

  #choose(devices: PanelDevices): void {
    const level = this.#check.check === 'level';
    this.#check.stop();
    this.#try(async () => {
      await this.#services.value?.devices.choose(devices);
      if (level) await this.#check.showLevel();
    });
  }

  /** What works now is no problem any more. */
  #try(work: () => Promise<void>): void {
    this.problem = undefined;
    work()
      .catch((thrown: unknown) => (this.problem = toCtiError(thrown).reason))
      .finally(() => void this.#list());
    this.requestUpdate();
  }

  async #list(): Promise<void> {
    this.devices = await listDevices();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'cti-device-menu': CtiDeviceMenu;
  }
}
