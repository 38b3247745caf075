import { execFile } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort, newFolder, startProcess } from './processes.mjs';

const domain = 'pbx.example';

/** The password of a user: 101, 102 and so on, three or four digits of which the first is 1 to 8. */
export const passwordOf = (user) => `dev-only-${user}`;

const fill = (template, values) =>
  template.replace(/\{\{(\w+)\}\}/g, (_whole, name) => String(values[name]));

/**
 * Starts a Kamailio of its own ports, with its files in a folder of its own.
 * - `rtpengine`: address of the ng socket, where media between browsers and telephones is bridged. `dtls` is what it
 *   is told of DTLS toward browsers that are called, `answerDtls` toward those that call.
 * - `route`: numbers that begin with the key go to the address: `{ '9': '127.0.0.1:5090' }`.
 * - `peers`: `host:port` of other Kamailios that share registrations, by DMQ.
 * - `ports`: `{ sip, ws }`, to start one again where it was.
 * - `handleLostTcp`: whether a binding goes with its connection; true by default.
 * - `maxExpires`, `nonceExpires` in seconds. `netns`: the network namespace it runs in.
 */
export async function startKamailio(options = {}) {
  const { host = '127.0.0.1', netns, rtpengine, peers = [], route = {} } = options;
  const { folder = newFolder('kamailio'), dtls = 'DTLS=passive' } = options;
  const { sip: sipPort = await freePort(), ws: wsPort = await freePort() } = options.ports ?? {};
  const routes = Object.entries(route).map(
    ([prefix, to]) =>
      `\tif ($rU =~ "^${prefix}[0-9]*$") { $ru = "sip:" + $rU + "@${to}"; route(RELAY); exit; }`,
  );
  const template = await readFile(new URL('kamailio.cfg', import.meta.url), 'utf8');
  const config = fill(template, {
    ...{ HOST: host, SIP_PORT: sipPort, WS_PORT: wsPort, DOMAIN: domain, FOLDER: folder },
    ...{
      RTPENGINE: rtpengine,
      DTLS: dtls,
      ANSWER_DTLS: options.answerDtls ?? '',
      ROUTES: routes.join('\n'),
    },
    PEERS: peers.map((peer) => `modparam("dmq", "notification_address", "sip:${peer}")`).join('\n'),
    MAX_EXPIRES: options.maxExpires ?? 3_600,
    NONCE_EXPIRES: options.nonceExpires ?? 300,
    HANDLE_LOST_TCP: (options.handleLostTcp ?? true) ? 1 : 0,
  });
  const file = join(folder, 'kamailio.cfg');
  await writeFile(file, config);
  const daemon = await startProcess({
    name: 'kamailio',
    file: 'kamailio',
    netns,
    args: [
      ...['-f', file, '-DD', '-E', '-Y', folder, '-w', folder, '-P', join(folder, 'pid')],
      ...['-m', '64', '-M', '8'],
      ...(rtpengine ? ['-A', 'WITH_RTPENGINE'] : []),
      ...(peers.length > 0 ? ['-A', 'WITH_PEERS'] : []),
    ],
    ready: async () => (await rpc('core.uptime').catch(() => undefined)) !== undefined,
  });

  /** Asks Kamailio by JSON-RPC; what it does not find is undefined. */
  async function rpc(method, ...params) {
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
    const url = `http://${host}:${wsPort}/rpc`;
    const answer = await post(url, body, netns);
    if (answer.error && !/not found/i.test(answer.error.message))
      throw new Error(answer.error.message);
    return answer.result;
  }

  return {
    ws: `ws://${host}:${wsPort}`,
    sip: `${host}:${sipPort}`,
    ports: { sip: sipPort, ws: wsPort },
    domain,
    pid: daemon.pid,
    exited: daemon.exited,
    log: daemon.log,
    rpc,
    /** The lines of the log that begin with `CTI ` and match, from a length of the log on. */
    lines(pattern, from = 0) {
      const all =
        daemon
          .log()
          .slice(from)
          .match(/CTI .*/g) ?? [];
      return all.filter((line) => pattern.test(line));
    },
    /** The contact addresses that are registered for a user. */
    async bindings(user) {
      const found = await rpc('ul.lookup', 'location', user);
      return (found?.Contacts ?? []).map(({ Contact }) => Contact.Address);
    },
    kill: daemon.kill,
    close: daemon.stop,
  };
}

/** Only questions are asked, so one that was lost with its connection can be asked again. */
async function post(url, body, netns, tries = 3) {
  try {
    return netns ? await postWithin(netns, url, body) : await postHere(url, body);
  } catch (error) {
    if (tries <= 1) throw error;
    return post(url, body, netns, tries - 1);
  }
}

async function postHere(url, body) {
  const headers = { connection: 'close' };
  const signal = AbortSignal.timeout(3_000);
  return (await fetch(url, { method: 'POST', headers, body, signal })).json();
}

async function postWithin(netns, url, body) {
  const ask = `fetch(${JSON.stringify(url)}, { method: 'POST', body: ${JSON.stringify(body)} })
    .then((response) => response.text()).then((text) => process.stdout.write(text))`;
  const args = ['netns', 'exec', netns, process.execPath, '-e', ask];
  const { stdout } = await promisify(execFile)('ip', args, { timeout: 5_000 });
  return JSON.parse(stdout);
}
