import { expect } from '@open-wc/testing';
import '../../../src/define.js';
import type { CtiActionButton } from '../../../src/elements/cti-action-button.js';
import { missedRecord } from '../../support/call-records.js';
import { fakeHistory, lend } from '../../support/fake-history.js';
import { until } from '../../support/until.mjs';
import { benchIn, providerOf } from './bench.js';

describe('missed calls on the button of the CTI window', () => {
  it('are counted in a badge and in its description, and its name stays', async () => {
    const { controller } = await benchIn('idle');
    const host = providerOf(controller);
    const { memory, services } = fakeHistory([missedRecord({ id: 'a' })]);
    lend(host, { history: services });
    const make = (action: 'open-window' | 'keypad'): CtiActionButton => {
      const button = document.createElement('cti-action-button');
      button.action = action;
      host.append(button);
      return button;
    };
    const [button, other] = [make('open-window'), make('keypad')];
    const badge = (): string | undefined =>
      button.shadowRoot!.querySelector('[part=badge]')?.textContent;
    const described = (): string | undefined => {
      const id = button.shadowRoot!.querySelector('button')?.getAttribute('aria-describedby');
      return id ? button.shadowRoot!.getElementById(id)?.textContent : undefined;
    };
    await until(() => badge() === '1');
    expect(described()).to.equal('1 missed call');
    expect(button.shadowRoot!.querySelector('button')!.ariaLabel).to.equal('Open CTI window');
    expect(other.shadowRoot!.querySelector('[part=badge]')).to.equal(null);
    await expect(button).to.be.accessible();
    await memory.save(missedRecord({ id: 'b' }));
    await until(() => described() === '2 missed calls');
    await memory.markSeen();
    await until(() => badge() === undefined);
    expect(described()).to.equal(undefined);
    host.remove();
    controller.dispose();
  });
});
