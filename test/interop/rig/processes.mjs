/**
 * Programs of others, started and stopped by tests. Their output goes into one folder per test file, which is kept
 * and named when a test has failed. Whatever still runs at the end is killed, by its process group.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { spawn } from 'node:child_process';
import { createWriteStream, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { createSocket } from 'node:dgram';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const running = new Set();
let runFolder;

/** The folder of this run's logs and working files. */
export function logFolder() {
  runFolder ??= mkdtempSync(join(tmpdir(), 'cti-interop-'));
  return runFolder;
}

/** A new folder within it, for the files of one program. */
export function newFolder(name) {
  return mkdtempSync(join(logFolder(), `${name}-`));
}

function signalGroup(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch {
    // It has ended already.
  }
}

process.once('exit', (code) => {
  for (const { pid } of running) signalGroup(pid, 'SIGKILL');
  if (!runFolder) return;
  if (code === 0) rmSync(runFolder, { recursive: true, force: true });
  else process.stderr.write(`The logs are kept in ${runFolder}\n`);
});
for (const [signal, code] of [
  ['SIGINT', 130],
  ['SIGTERM', 143],
]) {
  process.once(signal, () => process.exit(code));
}

/**
 * Starts a program and waits until it is ready: until `ready`, a RegExp, matches its output or, a function, resolves
 * with true. Rejects with the end of its log when it ends before, or is not ready in `timeoutMs`.
 * `netns` is the name of a network namespace to run it in.
 */
export async function startProcess(options) {
  const {
    name,
    file,
    args = [],
    cwd = logFolder(),
    env,
    netns,
    ready,
    timeoutMs = 15_000,
  } = options;
  const command = netns ? ['ip', 'netns', 'exec', netns, file, ...args] : [file, ...args];
  const logFile = join(logFolder(), `${name}-${running.size}-${Date.now()}.log`);
  const child = spawn(command[0], command.slice(1), {
    cwd,
    // A group of its own: the workers of a killed program go with it.
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  const output = createWriteStream(logFile);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk) => {
      text += chunk;
      output.write(chunk);
    });
  }
  let isOver = false;
  const exited = new Promise((resolve) => {
    const end = (code, signal) => {
      isOver = true;
      running.delete(started);
      output.end();
      resolve({ code, signal });
    };
    child.once('error', (error) => {
      text += `${error.message}\n`;
      end(null, null);
    });
    child.once('exit', end);
  });
  const kill = (signal = 'SIGKILL') => {
    if (!isOver) signalGroup(child.pid, signal);
    return exited;
  };
  const started = {
    pid: child.pid,
    logFile,
    log: () => text,
    exited,
    kill,
    async stop() {
      if (isOver) return;
      signalGroup(child.pid, 'SIGTERM');
      const isLate = Symbol('late');
      if ((await Promise.race([exited, sleep(3_000).then(() => isLate)])) === isLate) await kill();
    },
  };
  if (child.pid !== undefined) running.add(started);
  await untilReady({ name, ready, timeoutMs, log: started.log, isOver: () => isOver, kill });
  return started;
}

async function untilReady({ name, ready, timeoutMs, log, isOver, kill }) {
  if (!ready) return;
  const isReady = typeof ready === 'function' ? ready : async () => ready.test(log());
  const end = Date.now() + timeoutMs;
  while (!(await isReady())) {
    if (isOver()) throw new Error(`${name} ended at its start:\n${log().slice(-2_000)}`);
    if (Date.now() > end) {
      await kill();
      throw new Error(`${name} is not ready in ${timeoutMs} ms:\n${log().slice(-2_000)}`);
    }
    await sleep(25);
  }
}

/** A port of an address that nobody has, neither in TCP nor in UDP. */
export async function freePort(host = '127.0.0.1') {
  for (;;) {
    const server = createServer();
    await new Promise((resolve, reject) => {
      server.once('error', reject).listen(0, host, resolve);
    });
    const { port } = server.address();
    const socket = createSocket('udp4');
    const isFree = await new Promise((resolve) => {
      socket.once('error', () => resolve(false)).bind(port, host, () => resolve(true));
    });
    if (isFree) socket.close();
    await new Promise((resolve) => server.close(resolve));
    if (isFree) return port;
  }
}
