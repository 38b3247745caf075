import { freePort, startProcess } from './processes.mjs';

/** So many ports hold about fifty calls. */
const portSpan = 400;

/**
 * Starts rtpengine in user space: clear RTP on one side, ICE and DTLS-SRTP on the other. `ng` is its control address,
 * for Kamailio.
 */
export async function startRtpengine({ host = '127.0.0.1', netns } = {}) {
  const ng = `${host}:${await freePort(host)}`;
  const first = 20_000 + portSpan * Math.floor(Math.random() * 40);
  const process = await startProcess({
    name: 'rtpengine',
    file: 'rtpengine',
    netns,
    args: [
      // Without the file in /etc, whose further ports would be in the way of a second one.
      ...['--config-file=none', '--table=-1', `--interface=${host}`, `--listen-ng=${ng}`],
      ...[`--port-min=${first}`, `--port-max=${first + portSpan}`],
      ...['--num-threads=2', '--foreground', '--log-stderr', '--log-level=6'],
    ],
    ready: /Startup complete/i,
  });
  return { ng, log: process.log, close: process.stop };
}
