import { runCheck } from '../../../contract/call-transport.contract.js';
import { watchdogChecks } from '../../../contract/checks/watchdogs.js';
import { ManualClock } from '../../../support/manual-clock.js';
import { twoPhones } from './support/two-phones.js';

describe('SipTransport waits for nothing for ever', function () {
  this.timeout(20_000);
  for (const check of watchdogChecks) {
    it(check.name, () => runCheck(check, () => twoPhones(new ManualClock())));
  }
});
