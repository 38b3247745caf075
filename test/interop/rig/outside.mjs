/** An operator and the telephone world beyond Kamailio and rtpengine: what the tests of both have in common. */
import assert from 'node:assert/strict';
import { startBrowser, until } from '../../e2e/support.mjs';
import { keptEvents, openDesk, startDeskServer } from './desk.mjs';
import { startKamailio } from './kamailio.mjs';
import { freePort } from './processes.mjs';
import { startRtpengine } from './rtpengine.mjs';

/** What the operator's microphone plays and what the world plays, in Hz: told apart, and no harmonics of each other. */
export const ours = 440;
export const theirs = 700;

/** Loudness (linear, 0-1) of a tone that is there, and of silence. */
export const audible = 0.02;
export const quiet = 0.001;

const toleranceHz = 12;
const pure = 0.9;
/** How long one measurement of sound lasts. */
export const listenMs = 600;

/** Kamailio with rtpengine, and `9…` at the SIP port `trunk`; a browser and its page. */
export async function startOutside(options = {}) {
  const trunk = await freePort();
  const relay = await startRtpengine();
  const route = { 9: `127.0.0.1:${trunk}` };
  const kamailio = await startKamailio({ rtpengine: relay.ng, route, ...options });
  const browser = await startBrowser();
  const desk = await startDeskServer();
  return {
    trunk,
    kamailio,
    /** An operator, signed in, with a tone for a microphone: 101 with ours, unless said otherwise. */
    async signIn(options = {}) {
      const operator = await openDesk(browser, kamailio, {
        ...{ desk, agent: '101', tone: ours },
        ...options,
      });
      await operator.online();
      return operator;
    },
    async close() {
      await browser.close();
      await desk.close();
      await kamailio.close();
      await relay.close();
    },
  };
}

const isNear = (one, other) => Math.abs(one - other) <= toleranceHz;

/** The operator hears this tone, and for the most part nothing else. */
export async function assertOperatorHears(operator, hertz) {
  const { peaks } = await until(
    () => operator.hears(listenMs),
    (heard) => heard.rms > audible && heard.peaks.some((peak) => isNear(peak, hertz)),
  );
  const right = peaks.filter((peak) => isNear(peak, hertz));
  assert.ok(right.length >= peaks.length / 2, `${hertz} Hz among ${peaks.join()}`);
}

export async function assertOperatorHearsNothing(operator) {
  await until(
    () => operator.hears(listenMs),
    ({ rms }) => rms < quiet,
  );
}

/** What reaches a phone is this tone and nothing else. */
export async function assertEarHears(ear, hertz) {
  const heard = await until(
    () => ear.hears(listenMs),
    ({ rms, share }) => rms > audible && share > pure,
  );
  assert.ok(isNear(heard.hertz, hertz), JSON.stringify(heard));
}

/** No packet reaches the phone. */
export async function assertEarIsIdle(ear) {
  await until(
    () => ear.hears(listenMs),
    ({ packets }) => packets === 0,
  );
}

export const snapshotOf = (operator) =>
  operator.page.evaluate(() => document.querySelector('#panel').currentCall);

/** The detail of `cti-call-ended`, of which there is one. */
export async function endOf(operator, timeoutMs = 10_000) {
  const ends = await until(
    () => keptEvents(operator, 'cti-call-ended'),
    ({ length }) => length > 0,
    timeoutMs,
  );
  assert.equal(ends.length, 1);
  return ends[0].detail;
}

/** The operator declines by the button, which takes no press in its first moment. */
export async function decline(operator) {
  await operator.becomes('mode', 'incoming');
  await until(async () => {
    if (await operator.button('decline').count()) await operator.button('decline').click();
    return (await keptEvents(operator, 'cti-call-ended')).length;
  });
}

/** Nothing is left of the call, and nothing went wrong in the page. */
export async function assertNothingLeft(operator) {
  await until(
    () => operator.peerConnections(),
    (count) => count === 0,
  );
  assert.equal(await operator.openMicrophones(), 0);
  assert.deepEqual(operator.problems, [], 'nothing on the console');
}
