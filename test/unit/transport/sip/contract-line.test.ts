import {
  transportChecks,
  describeCallTransport,
} from '../../../contract/call-transport.contract.js';
import { twoPhones } from './support/two-phones.js';

describe('Two real user agents: the line', function () {
  this.timeout(20_000);
  describeCallTransport('SipTransport', () => twoPhones(), transportChecks);
});
