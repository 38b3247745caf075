/** The telephone network: sipp, one process a call. The scenarios in sipp/ are templates of `{{words}}`. */
import { createSocket } from 'node:dgram';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { freePort, newFolder, startProcess } from './processes.mjs';

const host = '127.0.0.1';
const fragments = ['answer', 'dialog'];

/** sipp gives up on a call of which something that it expects does not come. */
const longestCallS = 60;

/**
 * Payload type and name of the codec, packet length in ms; payload type of telephone-event, where a callee must take
 * that of the offer: 126 in Chromium; how long it rings, in ms.
 */
const usual = { type: 0, codec: 'PCMU/8000', ptime: 20, event: 126, ring: 300 };

const read = (name) => readFile(new URL(`sipp/${name}.xml`, import.meta.url), 'utf8');

async function scenarioText(name, values) {
  let text = await read(name);
  for (const fragment of fragments) {
    const whole = `{{${fragment}}}`;
    if (text.includes(whole)) text = text.replace(whole, (await read(fragment)).trimEnd());
  }
  return text.replace(/\{\{(\w+)\}\}/g, (_whole, word) => String(values[word]));
}

/**
 * Plays one scenario for one call.
 * - `port`: its SIP port; a callee waits there.
 * - `calls`: whom it calls, through `kamailio`.
 * - `rtp`: the `RtpPort` of its media; without one sipp takes a port and sends back what it hears.
 * - `values`: further words of the scenario, as `status`.
 */
export async function startSipp(scenario, options = {}) {
  const { calls, kamailio, rtp, values = {} } = options;
  const { port = await freePort() } = options;
  const folder = newFolder(`sipp-${scenario}`);
  const file = join(folder, 'scenario.xml');
  const echoPort = await freePort();
  const words = { ...usual, rtp: rtp?.port ?? echoPort, ...values };
  await writeFile(file, await scenarioText(scenario, words));
  const messages = join(folder, 'messages.log');
  const process = await startProcess({
    name: `sipp-${scenario}`,
    file: 'sipp',
    cwd: folder,
    args: [
      ...(calls ? [kamailio.sip, '-s', calls] : []),
      ...['-sf', file, '-i', host, '-p', String(port), '-mi', host],
      ...['-m', '1', '-nostdin', '-timeout', `${longestCallS}s`, '-timeout_error'],
      ...['-mp', String(echoPort), '-rtp_echo'],
      ...['-trace_err', '-error_file', join(folder, 'errors.log')],
      ...['-trace_msg', '-message_file', messages],
    ],
    ready: () => isTaken(port),
  });
  return {
    port,
    /** Where the other side takes RTP, by the first session description that came. */
    async media() {
      const text = await readFile(messages, 'utf8').catch(() => '');
      const port = /^INVITE sip:[^]*?^m=audio (\d+)/m.exec(text)?.[1];
      return port && { address: host, port: Number(port) };
    },
    /** Resolves when the scenario has come to its end; rejects, with sipp's reasons, when it went another way. */
    async done() {
      const { code } = await process.exited;
      if (code === 0) return;
      const errors = await readFile(join(folder, 'errors.log'), 'utf8').catch(() => '');
      throw new Error(`sipp ${scenario} ended with ${code}: ${errors.slice(0, 3_000)}`);
    },
    /** Tells the call what to do next: `REINVITE` (with a direction), `HANGUP`, `GIVEUP`. */
    async tell(order, callId, { direction = 'sendrecv', address = host } = {}) {
      const text = [
        `${order} sip:trunk@${host}:${port} SIP/2.0`,
        `Via: SIP/2.0/UDP ${host}:9;branch=z9hG4bK${order}${Date.now()}`,
        'From: <sip:test@pbx.example>;tag=test',
        'To: <sip:trunk@pbx.example>',
        `Call-ID: ${callId}`,
        `CSeq: 1 ${order}`,
        `X-Direction: ${direction}`,
        `X-Address: ${address}`,
        'Content-Length: 0',
        '\r\n',
      ].join('\r\n');
      const socket = createSocket('udp4');
      await new Promise((resolve, reject) => {
        socket.send(text, port, host, (error) => (error ? reject(error) : resolve()));
      });
      socket.close();
    },
    close: process.stop,
  };
}

/** True when a program has the UDP port, as the kernel tells. */
async function isTaken(port) {
  const wanted = `:${port.toString(16).toUpperCase().padStart(4, '0')} `;
  return (await readFile('/proc/net/udp', 'utf8')).includes(wanted);
}
