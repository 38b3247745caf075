/**
 * `npm run check`: the gate before every commit. Two steps run at a time; the first that fails stops all of them.
 */
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { root } from './tool.mjs';

const lanes = 2;
const tool = (name, ...args) => [`node_modules/.bin/${name}`, ...args];
const cached = (name) => `node_modules/.cache/check/${name}`;
const script = (name, ...args) => [process.execPath, `scripts/${name}.mjs`, ...args];

/** In the order in which they begin, as soon as those they come `after` have passed. */
const steps = [
  // What tsc and prettier keep decides nothing: each asks the content of every file. ESLint's cache would not
  // see that a type changed in another file.
  {
    name: 'types',
    command: tool(
      'tsc',
      '-p',
      'tsconfig.json',
      '--incremental',
      '--tsBuildInfoFile',
      cached('types'),
    ),
  },
  { name: 'unit tests', command: script('test', 'unit') },
  {
    name: 'format',
    command: tool(
      'prettier',
      ...['--check', '--log-level', 'warn', '--cache', '--cache-strategy', 'content'],
      ...['--cache-location', cached('format'), '.'],
    ),
  },
  { name: 'lint', command: tool('eslint', '--max-warnings', '0', '.') },
  { name: 'manifest', command: script('manifest', '--check') },
  { name: 'elements', command: script('check-elements'), after: ['manifest'] },
  { name: 'build', command: script('build'), after: ['types'] },
  { name: 'unused', command: tool('knip', '--no-progress') },
  { name: 'size', command: script('size'), after: ['build'] },
  { name: 'package', command: script('check-package'), after: ['build'] },
];

const running = new Map();
const passed = new Set();
let waiting = [...steps];
let failed;

function start(step) {
  const began = performance.now();
  const [file, ...args] = step.command;
  const output = [];
  const child = spawn(file, args, {
    cwd: fileURLToPath(root),
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that a browser stops with the runner that started it.
    detached: true,
  });
  running.set(step.name, child);
  child.stdout.on('data', (chunk) => output.push(chunk));
  child.stderr.on('data', (chunk) => output.push(chunk));
  child.once('error', (error) => output.push(Buffer.from(error.message)));
  child.once('close', (code) => {
    running.delete(step.name);
    if (failed) return;
    const seconds = ((performance.now() - began) / 1000).toFixed(1);
    process.stdout.write(`${code === 0 ? '✔' : '✖'} ${step.name} (${seconds} s)\n`);
    if (code === 0) passed.add(step.name);
    else fail(step, Buffer.concat(output).toString());
    fill();
  });
}

function fail(step, text) {
  failed = step.name;
  process.stdout.write(
    `\n${text.trimEnd()}\n\ncheck failed: ${step.name} (${step.command.join(' ')})\n`,
  );
  process.exitCode = 1;
  stopAll();
}

function stopAll() {
  signalAll('SIGTERM');
  // A browser that does not hear it must not keep the answer waiting.
  setTimeout(() => {
    signalAll('SIGKILL');
    process.exit();
  }, 5_000).unref();
}

function signalAll(signal) {
  for (const child of running.values()) {
    try {
      process.kill(-child.pid, signal);
    } catch {
      // It has ended by itself.
    }
  }
}

function fill() {
  if (failed) return;
  while (running.size < lanes) {
    const next = waiting.find(({ after = [] }) => after.every((name) => passed.has(name)));
    if (!next) break;
    waiting = waiting.filter((step) => step !== next);
    start(next);
  }
  if (running.size === 0 && waiting.length === 0) {
    process.stdout.write(`check passed: ${passed.size} steps, ${process.uptime().toFixed(0)} s\n`);
  }
}

for (const signal of ['SIGINT', 'SIGTERM']) {
  process.once(signal, () => {
    failed = signal;
    stopAll();
    process.exitCode = 130;
  });
}
fill();
