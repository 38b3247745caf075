import { callChecks, describeCallTransport } from '../../../contract/call-transport.contract.js';
import { twoPhones } from './support/two-phones.js';

describe('Two real user agents: calls', function () {
  this.timeout(20_000);
  describeCallTransport('SipTransport', () => twoPhones(), callChecks);
});
