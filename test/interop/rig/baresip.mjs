/** A desk phone: baresip, told what to do over its TCP control (netstrings of JSON). */
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { tapRtp } from './capture.mjs';
import { passwordOf } from './kamailio.mjs';
import { freePort, newFolder, startProcess } from './processes.mjs';

const rate = 8_000;
const wavHeaderBytes = 44;
const moduleFolders = ['/usr/lib/baresip/modules', '/usr/local/lib/baresip/modules'];

/** A tone as a WAV file: mono, 16 bits, 8 kHz. */
function wavOf(hertz, seconds) {
  const data = Buffer.alloc(2 * rate * seconds);
  for (let at = 0; at < rate * seconds; at += 1) {
    data.writeInt16LE(Math.round(10_000 * Math.sin((2 * Math.PI * hertz * at) / rate)), 2 * at);
  }
  const header = Buffer.alloc(wavHeaderBytes);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + data.length, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(2 * rate, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}

/** The JSON messages of a stream of netstrings: `length:text,`. */
function readNetstrings(socket, onMessage) {
  let rest = Buffer.alloc(0);
  socket.on('data', (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    for (;;) {
      const colon = rest.indexOf(':');
      const length = Number(rest.subarray(0, colon));
      if (colon < 0 || rest.length < colon + length + 2) return;
      onMessage(JSON.parse(rest.subarray(colon + 1, colon + 1 + length).toString()));
      rest = rest.subarray(colon + length + 2);
    }
  });
}

async function writeConfig(folder, values) {
  for (const name of ['config', 'accounts']) {
    const template = await readFile(new URL(`baresip/${name}`, import.meta.url), 'utf8');
    const text = template.replace(/\{\{(\w+)\}\}/g, (_whole, word) => String(values[word]));
    await writeFile(join(folder, name), text);
  }
}

/**
 * Starts a desk phone and waits until it is registered as `user`. `hertz` is the tone that it plays in calls.
 * `events` holds everything that it has reported, as `{ type: 'CALL_ESTABLISHED', … }`.
 */
export async function startBaresip(kamailio, { user = '105', hertz = 700 } = {}) {
  const folder = newFolder('baresip');
  const controlPort = await freePort();
  const sound = join(folder, 'tone.wav');
  await writeFile(sound, wavOf(hertz, 60));
  const firstPort = 48_000 + 100 * Math.floor(Math.random() * 100);
  const rtpPorts = `${firstPort}-${firstPort + 98}`;
  const tap = await tapRtp(rtpPorts);
  await writeConfig(folder, {
    ...{ folder, sound, controlPort, user, domain: kamailio.domain, proxy: kamailio.sip },
    ...{ password: passwordOf(user), sipPort: await freePort() },
    rtpPorts,
    modules: moduleFolders.find(existsSync) ?? moduleFolders[0],
  });
  const process = await startProcess({
    name: 'baresip',
    file: 'baresip',
    cwd: folder,
    args: ['-f', folder],
    ready: async () => (await kamailio.bindings(user)).length > 0,
  });
  const control = connect(controlPort, '127.0.0.1');
  await once(control, 'connect');
  const events = [];
  readNetstrings(control, (message) => {
    if (message.event) events.push(message);
  });
  return {
    user,
    events,
    log: process.log,
    types: () => events.map(({ type }) => type),
    /** Gives a command of baresip's menu: `dial`, `accept`, `hold`, `resume`, `hangup`. */
    tell(command, params = '') {
      const text = JSON.stringify({ command, params });
      control.write(`${text.length}:${text},`);
    },
    /** What reaches its RTP ports. */
    ear: tap.ear,
    async close() {
      control.destroy();
      await process.stop();
      await tap.close();
    },
  };
}
