import { chromium } from 'playwright-core';
import { chromeArgs } from '../../../scripts/find-chrome.mjs';
import { openDesk, startDeskServer } from './desk.mjs';
import { startKamailio } from './kamailio.mjs';
import { makeNetwork, pbxAddress } from './network.mjs';
import { watched } from './wire.mjs';

/** In the page, before everything else: sound is offered in this codec alone, and telephone-event. */
function preferCodec(mimeType) {
  const { codecs } = RTCRtpReceiver.getCapabilities('audio');
  const only = codecs.filter((codec) =>
    [mimeType, 'audio/telephone-event'].includes(codec.mimeType),
  );
  const native = RTCPeerConnection.prototype.createOffer;
  RTCPeerConnection.prototype.createOffer = function createOffer(...args) {
    for (const transceiver of this.getTransceivers()) transceiver.setCodecPreferences(only);
    return native.apply(this, args);
  };
}

/**
 * Two operators who are a breakable network apart: 101 at the desk's end, 102 beside the telephone system. `kamailio`
 * goes over its options.
 */
export async function startFarNetwork({ delaying = false, nameServer, kamailio: options } = {}) {
  const closing = [];
  const close = async () => {
    while (closing.length > 0) await closing.pop()();
  };
  const keep = (thing) => {
    closing.push(() => thing.close());
    return thing;
  };
  try {
    const network = keep(await makeNetwork({ delaying }));
    if (nameServer) await network.desk.useNameServer(nameServer);
    const desk = keep(await startDeskServer());
    await network.lend(Number(new URL(desk.url).port));
    const where = { host: pbxAddress, netns: network.pbx.name };
    const kamailio = keep(await startKamailio({ ...where, ...options }));
    const [near, far] = await Promise.all(
      [network.desk, network.pbx].map(async (end) =>
        keep(await chromium.launch({ executablePath: await end.chromium(), args: chromeArgs })),
      ),
    );
    const open = (browser, defaults) => (rest) =>
      openDesk(browser, kamailio, { desk, ...defaults, ...rest });
    return {
      network,
      kamailio,
      where,
      close,
      openAlice: open(near, { agent: '101', tone: 440, before: watched }),
      openBob: open(far, { agent: '102', tone: 660, before: watched }),
      /** Alice, who offers one codec. */
      openAliceWith: (mimeType) =>
        open(near, { agent: '101', tone: 440 })({
          before: async (page) => {
            await page.addInitScript(preferCodec, mimeType);
            await watched(page);
          },
        }),
    };
  } catch (error) {
    await close();
    throw error;
  }
}
