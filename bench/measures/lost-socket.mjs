/** In a call the socket is cut without a closing handshake, while the PBX stays up. */
import { Desk, now, rest, until } from '../desk.mjs';
import { callOperator, watchMessages } from '../far-end.mjs';

/** So long a peer is waited for before it counts as `never`. */
const GIVE_UP_MS = 15_000;
const REST_MS = 600;

const orNever = (promise) => promise.catch(() => NaN);

/** @returns {Promise<{ reregistered: number, byeAnswered: number }>} ms after the cut, ms after the far end's BYE; NaN: never */
export async function measureLostSocket(bench, stack, agent) {
  const { pbx } = bench.demo;
  const desk = await Desk.open(bench, { stack, agent });
  const messages = watchMessages(pbx);
  try {
    await desk.becomes('idle');
    const { call, ear } = callOperator(pbx, agent);
    await desk.becomes('incoming');
    await rest(REST_MS);
    await desk.press('answer');
    await desk.becomes('talking');
    await ear.firstSound(0);
    await rest(REST_MS);
    const cutAt = now();
    bench.sockets.cutNewest();
    const registered = ({ name, user, at }) =>
      name === 'out 200 REGISTER' && user === agent && at > cutAt;
    const registeredAt = await orNever(
      until(() => messages.timeOf(registered), 'registered again', GIVE_UP_MS),
    );
    await rest(REST_MS);
    const byeAt = now();
    pbx.bots.hangUp(call.id);
    const answered = ({ name, at, flow }) => name === 'in 200 BYE' && at > byeAt && flow !== 'bots';
    // Without a way to it, the far end gives up much later; nobody is to wait for that here.
    const patience = Number.isNaN(registeredAt) ? REST_MS : GIVE_UP_MS;
    const answeredAt = await orNever(
      until(() => messages.timeOf(answered), 'BYE answered', patience),
    );
    return { reregistered: registeredAt - cutAt, byeAnswered: answeredAt - byeAt };
  } finally {
    messages.stop();
    await desk.close();
  }
}
