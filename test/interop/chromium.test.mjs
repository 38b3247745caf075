import { startBrowser } from '../e2e/support.mjs';
import { openDesk, startDeskServer } from './rig/desk.mjs';
import { startKamailio } from './rig/kamailio.mjs';
import { describeTwoDesks } from './rig/two-desks.mjs';

describeTwoDesks('Chromium and Chromium through Kamailio', async () => {
  const [kamailio, desk, browser] = await Promise.all([
    startKamailio(),
    startDeskServer(),
    startBrowser(),
  ]);
  const pair = await Promise.all([
    openDesk(browser, kamailio, { desk, agent: '101', tone: 440 }),
    openDesk(browser, kamailio, { desk, agent: '102', tone: 660, lang: 'ru' }),
  ]);
  const close = () => Promise.all([browser.close(), desk.close(), kamailio.close()]);
  return { kamailio, pair, close };
});
