import { setTimeout as sleep } from 'node:timers/promises';
import { startKamailio } from '../interop/rig/kamailio.mjs';
import { atMost } from './check.mjs';
import { makeEngine, sent } from './engines.mjs';
import { startLink } from './link.mjs';

/** The rows' limits are for so many clients; with fewer, chance makes the windows more uneven: 3 standard deviations. */
const rowClients = 300;
const registersPerClient = 2.2;
const outageMs = 60_000;
const firstUser = 200;
const giveUpMs = 180_000;

/** Every connection to Kamailio is reset at once, and a new one with an empty registrar takes over (row 152). */
export async function soakRestart(size) {
  const limits = { peak: 0.25, backS: 10, since: 'cut' };
  const result = await storm(size, limits, async ({ link, kamailio }) => {
    const successor = await startKamailio();
    return () => {
      link.target = successor.ports.ws;
      link.cut();
      return kamailio.kill('SIGKILL').then(() => successor);
    };
  });
  return { name: 'restart', rows: '152', ...result };
}

/** Kamailio is killed under its clients, and a new one started 60 s later (row 153). */
export async function soakOutage(size) {
  const limits = { peak: 0.15, backS: 35, since: 'up' };
  const result = await storm(size, limits, async ({ link, kamailio }) => async () => {
    link.target = undefined;
    link.cut();
    await kamailio.kill('SIGKILL');
    await sleep(outageMs / size.speed);
    const successor = await startKamailio();
    link.target = successor.ports.ws;
    return successor;
  });
  return { name: 'outage', rows: '153', ...result };
}

/** Clients on one server, until `prepare`'s answer takes it down and brings up its successor. */
async function storm({ clients, speed }, limits, prepare) {
  const world = { kamailio: await startKamailio() };
  world.link = await startLink(world.kamailio.ports.ws);
  const engines = makeEngines(world, { clients, speed });
  try {
    await Promise.all(engines.map((engine) => engine.connect()));
    const strike = await prepare(world);
    const cutAt = performance.now();
    const registersBefore = sent.registers.length;
    const lost = engines.map((engine) => reaches(engine, 'reconnecting'));
    const struck = strike().then((successor) => ({ successor, at: performance.now() }));
    await Promise.all(lost);
    const back = Promise.all(engines.map((engine) => reaches(engine, 'online')));
    const { successor, at } = await struck;
    world.kamailio = successor;
    const from = limits.since === 'cut' ? cutAt : at;
    const backMs = (Math.max(...(await back)) - from) * speed;
    const tries = sent.sockets.filter((time) => time >= from);
    const windows = perSecond(tries.map((time) => (time - from) * speed));
    const registers = (sent.registers.length - registersBefore) / clients;
    const bound = await boundUsers(successor);
    return {
      did: `${clients} clients, clock ×${speed}`,
      figures: { windows, backMs, registers, bound },
      checks: [
        atMost(
          'tries in the busiest second',
          Math.max(...windows) / clients,
          peakLimit(limits.peak, clients),
        ),
        atMost('all back (s)', backMs / 1_000, limits.backS),
        atMost('REGISTERs a client', registers, registersPerClient),
        atMost('clients without a binding at the end', clients - bound, 0),
      ],
    };
  } finally {
    for (const engine of engines) engine.dispose();
    await world.link.close();
    await world.kamailio.close();
  }
}

function makeEngines({ kamailio, link }, { clients, speed }) {
  return Array.from({ length: clients }, (_, index) =>
    makeEngine({
      server: `ws://127.0.0.1:${link.port}`,
      domain: kamailio.domain,
      user: String(firstUser + index),
      speed,
      seed: index * 7_919,
    }),
  );
}

/** When the engine's line is in this state, in ms of `performance.now()`. */
function reaches(engine, connection) {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      undo();
    };
    const timer = setTimeout(() => {
      stop();
      const { uri, connection: now } = engine.snapshot;
      reject(new Error(`${uri} is ${now}, not ${connection}`));
    }, giveUpMs);
    const look = (snapshot) => {
      if (snapshot.connection !== connection) return;
      queueMicrotask(stop);
      resolve(performance.now());
    };
    const undo = engine.subscribe(look);
    look(engine.snapshot);
  });
}

function perSecond(times) {
  const windows = new Array(Math.floor(Math.max(...times) / 1_000) + 1).fill(0);
  for (const time of times) windows[Math.floor(time / 1_000)] += 1;
  return windows;
}

function peakLimit(share, clients) {
  const deviation = Math.sqrt(share * (1 - share));
  const more = 3 * deviation * (1 / Math.sqrt(clients) - 1 / Math.sqrt(rowClients));
  return Math.round((share + Math.max(0, more)) * 1_000) / 1_000;
}

/** How many users have a binding. */
async function boundUsers(kamailio) {
  const lines = await kamailio.rpc('stats.get_statistics', 'usrloc:');
  return Number(/location_users = (\d+)/.exec(lines.join('\n'))?.[1]);
}
