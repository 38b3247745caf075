import { ContextProvider } from '@lit/context';
import { expect } from '@open-wc/testing';
import { CtiError } from '../../../src/base/error.js';
import {
  panelServicesContext,
  type DeviceServices,
  type PanelDevices,
} from '../../../src/context/panel-services.js';
import '../../../src/define.js';
import { defineLateElements } from '../../../src/define/late-elements.js';
import { listDevices } from '../../../src/devices/device-list.js';
import type { CtiDeviceMenu } from '../../../src/elements/cti-device-menu.js';
import { panelServices } from '../../support/panel-services.js';
import { until } from '../../support/until.mjs';
import { endPretending, failing, pretend } from '../transport/sip/support/pretend.js';
import { benchIn, type ElementBench } from './bench.js';
import { describeElement } from './suite.js';

defineLateElements();
describeElement('cti-device-menu', { states: ['idle', 'talking'] });

describe('cti-device-menu', () => {
  let bench: ElementBench;
  let host: HTMLElement;
  let menu: CtiDeviceMenu;
  let chosen: PanelDevices[];
  let opened: MediaStreamTrack[];

  async function show(choose: DeviceServices['choose'] = () => Promise.resolve()): Promise<void> {
    bench = await benchIn('idle');
    host = document.createElement('div');
    const devices: { chosen: PanelDevices; choose: DeviceServices['choose'] } = {
      chosen: {},
      choose: (next) => {
        chosen.push(next);
        provider.setValue(panelServices({ devices: { ...devices, chosen: next } }));
        return choose(next);
      },
    };
    const provider = new ContextProvider(host, {
      context: panelServicesContext,
      initialValue: panelServices({ devices }),
    });
    document.body.append(host);
    menu = document.createElement('cti-device-menu');
    menu.controller = bench.controller;
    host.append(menu);
    await until(() => part<HTMLSelectElement>('device'));
  }
  // eslint-disable-next-line @typescript-eslint/no-unnecessary-type-parameters -- what is asked for
  const part = <T extends Element>(name: string): T | undefined =>
    menu.renderRoot.querySelector<T>(`[part~=${name}]`) ?? undefined;
  const open = (): number => opened.filter(({ readyState }) => readyState === 'live').length;

  beforeEach(() => {
    chosen = [];
    opened = [];
    const native = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    pretend(navigator.mediaDevices, 'getUserMedia', async (wanted: MediaStreamConstraints) => {
      const stream = await native(wanted);
      opened.push(...stream.getTracks());
      return stream;
    });
  });
  afterEach(() => {
    host.remove();
    bench.controller.dispose();
    endPretending();
    expect(open(), 'no microphone stays open').to.equal(0);
  });

  it('remembers a device by id and name, and forgets it for the standard one', async () => {
    await show();
    const [, device] = (await listDevices()).microphones;
    const select = part<HTMLSelectElement>('device')!;
    select.value = device!.id;
    select.dispatchEvent(new Event('change'));
    expect(chosen).to.deep.equal([{ microphone: device }]);
    await menu.updateComplete;
    expect(select.selectedOptions[0]?.textContent).to.equal(device!.label);
    select.value = '';
    select.dispatchEvent(new Event('change'));
    expect(chosen.at(-1)).to.deep.equal({});
  });

  it('sets what the browser does to the sound, and how loud calls are', async () => {
    await show();
    const [echo] = menu.renderRoot.querySelectorAll<HTMLInputElement>('[type=checkbox]');
    echo!.click();
    expect(chosen.at(-1)).to.deep.equal({ processing: { echoCancellation: false } });
    await menu.updateComplete;
    const volume = part<HTMLInputElement>('volume')!;
    volume.value = '40';
    volume.dispatchEvent(new Event('change'));
    expect(chosen.at(-1)?.volume).to.equal(0.4);
    expect(chosen.at(-1)?.processing).to.deep.equal({ echoCancellation: false });
  });

  it('shows the level while it is asked for, and closes the microphone with it', async () => {
    await show();
    expect(part('level')).to.equal(undefined);
    const button = part<HTMLButtonElement>('test')!;
    button.click();
    await until(() => (part<HTMLMeterElement>('level')?.value ?? 0) > 0);
    expect(open()).to.equal(1);
    await expect(menu).to.be.accessible();
    button.click();
    await until(() => open() === 0);
    await menu.updateComplete;
    expect(part('level')).to.equal(undefined);
    button.click();
    await until(() => open() === 1);
    menu.remove();
    await until(() => open() === 0);
  });

  it('closes a microphone that comes when the test is over', async () => {
    await show();
    const button = part<HTMLButtonElement>('test')!;
    button.click();
    await menu.updateComplete;
    button.click();
    await until(() => opened.length === 1);
    await until(() => open() === 0);
  });

  for (const [name, words] of [
    ['NotAllowedError', /blocked/],
    ['NotFoundError', /No microphone found/],
    ['NotReadableError', /Another program/],
  ] as const) {
    it(`says what to do: ${name}`, async () => {
      await show();
      pretend(navigator.mediaDevices, 'getUserMedia', failing(name));
      part<HTMLButtonElement>('test')!.click();
      await until(() => words.test(part('problem')?.textContent ?? ''));
      await expect(menu).to.be.accessible();
    });
  }

  it('says why a call in progress cannot use a device', async () => {
    await show(() => Promise.reject(new CtiError('microphone-busy')));
    part<HTMLSelectElement>('device')!.dispatchEvent(new Event('change'));
    await until(() => /Another program/.test(part('problem')?.textContent ?? ''));
  });

  it('asks for the permission without which the browser names no devices', async () => {
    pretend(navigator.mediaDevices, 'enumerateDevices', () => Promise.resolve([]));
    bench = await benchIn('idle');
    host = document.createElement('div');
    new ContextProvider(host, { context: panelServicesContext, initialValue: panelServices() });
    document.body.append(host);
    menu = document.createElement('cti-device-menu');
    menu.controller = bench.controller;
    host.append(menu);
    await menu.updateComplete;
    expect(part('device')).to.equal(undefined);
    part<HTMLButtonElement>('allow')!.click();
    await until(() => opened.length === 1);
    await until(() => open() === 0);
  });
});
