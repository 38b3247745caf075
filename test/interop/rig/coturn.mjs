import { join } from 'node:path';
import { newFolder, startProcess } from './processes.mjs';

const port = 3478;
const realm = 'pbx.example';

/** A user that the server knows. */
export const turnUser = { username: 'operator', credential: 'dev-only-turn' };

/** Starts a STUN and TURN server (UDP and TCP) on an address of a network namespace. */
export async function startCoturn({ host, netns }) {
  const folder = newFolder('coturn');
  const { username, credential } = turnUser;
  const process = await startProcess({
    name: 'coturn',
    file: 'turnserver',
    netns,
    args: [
      ...['-n', '--no-cli', '--no-tls', '--no-dtls', '--fingerprint', '--lt-cred-mech'],
      ...[`--listening-ip=${host}`, `--relay-ip=${host}`, `--listening-port=${port}`],
      ...[`--user=${username}:${credential}`, `--realm=${realm}`],
      ...['--min-port=40000', '--max-port=40100', '--log-file=stdout', '--simple-log'],
      ...[`--pidfile=${join(folder, 'pid')}`, `--userdb=${join(folder, 'db')}`, '--verbose'],
    ],
    ready: /UDP listener opened/,
  });
  return {
    stun: `stun:${host}:${port}`,
    turn: (protocol) => `turn:${host}:${port}?transport=${protocol}`,
    log: process.log,
    close: process.stop,
  };
}
