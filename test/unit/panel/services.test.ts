import { expect } from '@open-wc/testing';
import { LitElement } from 'lit';
import { plainNumbers } from '../../../src/context/panel-services.js';
import { chosenVolume, preferencesOf, ServicesProvider } from '../../../src/panel/services.js';
import { defaultShortcuts, type PanelSettings } from '../../../src/panel/settings.js';

class Host extends LitElement {}
customElements.define('test-services-host', Host);

function memory(): Map<string, string> & Pick<Storage, 'getItem' | 'setItem'> {
  const store = new Map<string, string>();
  return Object.assign(store, {
    getItem: (key: string) => store.get(key) ?? null,
    setItem: (key: string, value: string) => void store.set(key, value),
  });
}

const settings: PanelSettings = {
  userId: 'sip:101@example.com',
  tabs: 'single',
  leave: 'end',
  ring: 'always',
  ringVolume: 0.8,
  initialStatus: 'last',
  shortcuts: defaultShortcuts,
  layout: 'auto',
  screenPop: 'none',
  recordOrigins: [],
  recordTarget: 'cti-record',
};

const deaf = { volumeChanged: () => undefined, devicesChanged: () => Promise.resolve() };

describe('what a panel gives its elements', () => {
  it('is the configuration, until the operator chooses', () => {
    const volumes: number[] = [];
    const store = memory();
    const provider = new ServicesProvider(
      new Host(),
      { ...deaf, volumeChanged: (volume) => volumes.push(volume) },
      store,
    );
    provider.update(settings, { numbers: plainNumbers });
    expect(provider.current?.ringVolume).to.equal(0.8);
    provider.current?.setRingVolume(0.3);
    expect(provider.current?.ringVolume).to.equal(0.3);
    expect(volumes).to.deep.equal([0.3]);
    provider.update({ ...settings, ringVolume: 1 }, { numbers: plainNumbers });
    expect(provider.current?.ringVolume).to.equal(0.3);
  });

  it('is the devices that were chosen, kept per user and checked', async () => {
    const lent = { numbers: plainNumbers };
    const store = memory();
    const used: unknown[] = [];
    const listener = {
      ...deaf,
      devicesChanged: async (devices: unknown) => void used.push(devices),
    };
    const provider = new ServicesProvider(new Host(), listener, store);
    provider.update(settings, lent);
    expect(provider.current?.devices.chosen).to.deep.equal({});
    const chosen = { microphone: { id: 'a', label: 'Headset' }, volume: 0.5 };
    await provider.current?.devices.choose(chosen);
    expect(used).to.deep.equal([chosen]);
    expect(provider.current?.devices.chosen).to.deep.equal(chosen);
    provider.update({ ...settings, userId: 'bob' }, lent);
    expect(provider.current?.devices.chosen).to.deep.equal({});
    for (const stored of ['{', '[]', '{"volume":7}', '{"microphone":{"id":""}}']) {
      preferencesOf('bob', store).set('devices', stored);
      provider.update({ ...settings, userId: 'bob' }, lent);
      expect(provider.current?.devices.chosen, stored).to.deep.equal({});
    }
  });

  it('is kept per user', () => {
    const store = memory();
    preferencesOf('ann', store).set('ring-volume', '0.1');
    expect(preferencesOf('ann', store).get('ring-volume')).to.equal('0.1');
    expect(preferencesOf('bob', store).get('ring-volume')).to.equal(undefined);
  });

  it('does without a store, and with one that throws', () => {
    const throwing = {
      getItem(): string | null {
        throw new DOMException('no', 'SecurityError');
      },
      setItem(): void {
        throw new DOMException('full', 'QuotaExceededError');
      },
    };
    for (const store of [undefined, throwing]) {
      const preferences = preferencesOf('ann', store);
      preferences.set('ring-volume', '0.1');
      expect(preferences.get('ring-volume')).to.equal(undefined);
    }
  });

  it('does not believe a stored volume that is none', () => {
    for (const text of ['', 'loud', '7', '-1', 'NaN']) {
      const store = memory();
      const preferences = preferencesOf('ann', store);
      preferences.set('ring-volume', text);
      expect(chosenVolume(preferences, 0.5), text).to.equal(0.5);
    }
  });
});
