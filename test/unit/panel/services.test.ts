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

describe('what a panel gives its elements', () => {
  it('is the configuration, until the operator chooses', () => {
    const volumes: number[] = [];
    const store = memory();
    const provider = new ServicesProvider(new Host(), (volume) => volumes.push(volume), store);
    provider.update(settings, { numbers: plainNumbers });
    expect(provider.current?.ringVolume).to.equal(0.8);
    provider.current?.setRingVolume(0.3);
    expect(provider.current?.ringVolume).to.equal(0.3);
    expect(volumes).to.deep.equal([0.3]);
    provider.update({ ...settings, ringVolume: 1 }, { numbers: plainNumbers });
    expect(provider.current?.ringVolume).to.equal(0.3);
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
