/** Calls in and out on pages that stay open, one stack after the other in changing order. */
import { callOperator } from '../far-end.mjs';
import { rest } from '../desk.mjs';

/** The panel takes no click on a button that has just changed: longer than its shield. */
const REST_MS = 600;
const ECHO = '600';

/** A call of the PBX: rings, is answered, held, resumed, ended. */
export async function measureIncoming(desk, { pbx }, { withHold = true } = {}) {
  await desk.take();
  const { call, ear } = callOperator(pbx, desk.agent);
  await desk.becomes('incoming');
  await rest(REST_MS);
  await desk.press('answer');
  await desk.becomes('talking');
  const sound = await ear.firstSound(0);
  await rest(REST_MS);
  await desk.take();
  const invited = desk.timeOf('in INVITE');
  const answered = desk.timeOf('click');
  const values = {
    told: desk.timeOf('told') - invited,
    painted: desk.timeOf('painted answer') - invited,
    answerToOk: desk.timeOf('out 200 INVITE') - answered,
    answerToSound: sound - answered,
  };
  if (withHold) Object.assign(values, await measureHold(desk, ear));
  await desk.press('end');
  await desk.becomes('idle');
  await rest(REST_MS);
  if (call.state !== 'ended') throw new Error(`${desk.stack}: the far end heard of no end`);
  return values;
}

async function measureHold(desk, ear) {
  await desk.press('hold');
  await desk.becomes('held');
  const silent = await ear.silence();
  await rest(REST_MS);
  await desk.take();
  const held = desk.timeOf('click');
  await desk.press('resume');
  await desk.becomes('talking');
  const sounds = await ear.firstSound(silent);
  await rest(REST_MS);
  await desk.take();
  return { holdToSilence: silent - held, resumeToSound: sounds - desk.timeOf('click') };
}

/** A call to the PBX's echo. */
export async function measureOutgoing(desk) {
  await desk.type(ECHO);
  await desk.take();
  await desk.press('call');
  await desk.becomes('talking');
  await rest(REST_MS);
  await desk.take();
  const callToInvite = desk.timeOf('out INVITE') - desk.timeOf('click');
  await desk.press('end');
  await desk.becomes('idle');
  await rest(REST_MS);
  return { callToInvite };
}
