import { expect } from '@open-wc/testing';
import {
  customerDetail,
  customerUrl,
  doNotCall,
  isPlainClick,
} from '../../../src/elements/customer-text.js';

const account = { id: 'a', name: 'Alfa GmbH' };

describe('customerDetail', () => {
  for (const [customer, expected] of [
    [{ id: '1', type: 'contact', name: 'Anna', account }, 'Alfa GmbH'],
    [{ id: '1', type: 'contact', name: 'Anna' }, undefined],
    [{ id: '1', type: 'account', name: 'Alfa', account }, undefined],
    [{ id: '1', type: 'lead', name: 'Alfa', account }, undefined],
    [{ id: '1', type: 'patient', typeLabel: 'Patient', name: 'Anna', account }, 'Patient'],
  ] as const) {
    it(`${customer.type} → ${expected}`, () => {
      expect(customerDetail(customer)).to.equal(expected);
    });
  }
});

describe('customerUrl', () => {
  for (const [url, expected] of [
    ['https://crm.example/1', 'https://crm.example/1'],
    ['/contacts/1', 'https://page.example/contacts/1'],
    ['javascript:alert(1)', undefined],
    ['JaVaScRiPt:alert(1)', undefined],
    ['data:text/html,x', undefined],
    ['http://[', undefined],
    [undefined, undefined],
  ] as const) {
    it(`${url} → ${expected}`, () => {
      const customer = { id: '1', type: 'lead', name: 'X', ...(url ? { url } : {}) };
      expect(customerUrl(customer, 'https://page.example/app')).to.equal(expected);
    });
  }
});

describe('doNotCall', () => {
  it('is told of a customer, with the reason, and of one of the numbers', () => {
    const numbers = [{ number: '+1' }, { number: '+2', doNotCall: true }];
    const customer = { id: '1', type: 'lead', name: 'X', numbers };
    expect(doNotCall(customer, '+1')).to.equal(false);
    expect(doNotCall(customer, '+2')).to.equal(true);
    expect(doNotCall({ ...customer, doNotCall: 'asked us' }, '+1')).to.equal('asked us');
  });
});

describe('isPlainClick', () => {
  it('leaves clicks with a modifier to the browser', () => {
    expect(isPlainClick(new MouseEvent('click'))).to.equal(true);
    for (const key of ['altKey', 'ctrlKey', 'metaKey', 'shiftKey'] as const) {
      expect(isPlainClick(new MouseEvent('click', { [key]: true })), key).to.equal(false);
    }
    expect(isPlainClick(new MouseEvent('click', { button: 1 }))).to.equal(false);
  });
});
