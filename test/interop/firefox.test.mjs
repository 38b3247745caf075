import { startBrowser } from '../e2e/support.mjs';
import { openDesk, startDeskServer } from './rig/desk.mjs';
import { openFoxDesk, startFirefox } from './rig/firefox.mjs';
import { startKamailio } from './rig/kamailio.mjs';
import { describeTwoDesks } from './rig/two-desks.mjs';

describeTwoDesks('Chromium and Firefox through Kamailio', async () => {
  const [kamailio, desk, browser, firefox] = await Promise.all([
    startKamailio(),
    startDeskServer(),
    startBrowser(),
    startFirefox(),
  ]);
  const pair = await Promise.all([
    openDesk(browser, kamailio, { desk, agent: '101', tone: 440 }),
    openFoxDesk(firefox, kamailio, { desk, agent: '103', tone: 660 }),
  ]);
  const close = () =>
    Promise.all([browser.close(), firefox.close(), desk.close(), kamailio.close()]);
  return { kamailio, pair, close };
});
