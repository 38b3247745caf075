/**
 * A network of our own that can be broken: two namespaces joined by one wire, the operator's desk at one end, the
 * telephone system and the far end at the other. Nothing of it is seen outside, and all of it goes with `close()`.
 */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants } from 'node:fs';
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { createConnection, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { findChrome } from '../../../scripts/find-chrome.mjs';

const run = promisify(execFile);
const here = fileURLToPath(new URL('.', import.meta.url));

/** Where the telephone system listens, and the desk's addresses: the second is for when its network changes. */
export const pbxAddress = '10.77.0.1';
export const deskAddresses = ['10.77.0.2', '10.77.0.3'];

const wire = 'wire0';
const prefix = 'cti';
let made = 0;
let cleared;

/** Throws an `Error` that says what this machine lacks. */
export async function requireNamespaces() {
  const missing = [];
  if (process.getuid?.() !== 0) missing.push('root (network namespaces)');
  for (const [program, package_] of [
    ['ip', 'iproute2'],
    ['tc', 'iproute2'],
    ['iptables', 'iptables'],
    ['python3', 'python3-minimal'],
  ]) {
    const found = await run('sh', ['-c', `command -v ${program}`]).catch(() => undefined);
    if (!found) missing.push(`${program} (package ${package_})`);
  }
  try {
    accessSync('/dev/net/tun', constants.R_OK | constants.W_OK);
  } catch {
    missing.push('/dev/net/tun (kernel module tun)');
  }
  if (missing.length > 0) throw new Error(`Network tests need: ${missing.join(', ')}.`);
}

/** What a run that was killed has left behind. */
async function removeLeftovers() {
  const { stdout } = await run('ip', ['netns', 'list']);
  const old = stdout.match(new RegExp(`^${prefix}-[0-9]+-\\S+`, 'gm')) ?? [];
  for (const name of old) {
    const [, pid] = name.split('-');
    const alive = await readdir(`/proc/${pid}`).catch(() => undefined);
    if (!alive) await removeNamespace(name);
  }
}

async function removeNamespace(name) {
  await run('ip', ['netns', 'del', name]).catch(() => undefined);
  await rm(`/etc/netns/${name}`, { recursive: true, force: true });
}

async function makeNamespace(name) {
  await run('ip', ['netns', 'add', name]);
  await run('ip', ['-n', name, 'link', 'set', 'lo', 'up']);
}

async function joinByVeth(desk, pbx) {
  const veth = ['link', 'add', wire, 'netns', pbx, 'type', 'veth', 'peer', 'name', wire];
  await run('ip', [...veth, 'netns', desk]);
  for (const [name, address] of [
    [pbx, pbxAddress],
    [desk, deskAddresses[0]],
  ]) {
    await run('ip', ['-n', name, 'addr', 'add', `${address}/24`, 'dev', wire]);
    await run('ip', ['-n', name, 'link', 'set', wire, 'up']);
  }
}

/** A wire that delays; it lives as long as its process. */
async function joinByTunnel(desk, pbx) {
  const program = join(here, 'tunem.py');
  const child = spawn('python3', [program, desk, deskAddresses[0], pbx, pbxAddress], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const said = async (word) => {
    const failed = exited.then(() => Promise.reject(new Error('tunem.py ended')));
    for (;;) {
      const [text] = await Promise.race([once(child.stdout, 'data'), failed]);
      if (String(text).includes(word)) return;
    }
  };
  await said('ready');
  return {
    async set(settings) {
      const taken = said('set');
      child.stdin.write(`${JSON.stringify(settings)}\n`);
      await taken;
    },
    async close() {
      child.stdin.end();
      child.kill('SIGKILL');
      await exited;
    },
  };
}

/** One end of the network: runs programs there. */
class End {
  constructor(name, folder) {
    this.name = name;
    this.folder = folder;
  }

  /** A command and its arguments, as they are to be started to run at this end. */
  command(file, ...args) {
    return { file: 'ip', args: ['netns', 'exec', this.name, file, ...args] };
  }

  async run(file, ...args) {
    const { stdout } = await run('ip', ['netns', 'exec', this.name, file, ...args]);
    return stdout;
  }

  /** The path of a program that is Chromium at this end. */
  async chromium() {
    const path = join(this.folder, `${this.name}-chromium`);
    const script = `#!/bin/sh\nexec ip netns exec ${this.name} ${findChrome()} "$@"\n`;
    await writeFile(path, script);
    await chmod(path, 0o755);
    return path;
  }

  /** Programs started from now on ask this name server. */
  async useNameServer(address) {
    await mkdir(`/etc/netns/${this.name}`, { recursive: true });
    await writeFile(`/etc/netns/${this.name}/resolv.conf`, `nameserver ${address}\n`);
  }
}

/**
 * Makes the network. `delaying`: by a wire whose delay, jitter and loss can be set; else a plain one.
 */
export async function makeNetwork({ delaying = false } = {}) {
  const number = ++made;
  await requireNamespaces();
  await (cleared ??= removeLeftovers());
  const folder = await mkdtemp(join(tmpdir(), 'cti-network-'));
  const [desk, pbx] = ['desk', 'pbx'].map(
    (role) => new End(`${prefix}-${process.pid}-${number}${role}`, folder),
  );
  const closing = [
    () => rm(folder, { recursive: true, force: true }),
    () => removeNamespace(desk.name),
    () => removeNamespace(pbx.name),
  ];
  const close = async () => {
    while (closing.length > 0) await closing.pop()();
  };
  try {
    await makeNamespace(desk.name);
    await makeNamespace(pbx.name);
    if (!delaying) {
      await joinByVeth(desk.name, pbx.name);
      return new Network({ desk, pbx, closing, close });
    }
    const tunnel = await joinByTunnel(desk.name, pbx.name);
    closing.push(() => tunnel.close());
    return new Network({ desk, pbx, closing, close, tunnel });
  } catch (error) {
    await close();
    throw error;
  }
}

class Network {
  #closing;
  #tunnel;

  constructor({ desk, pbx, closing, close, tunnel }) {
    this.desk = desk;
    this.pbx = pbx;
    this.close = close;
    this.#closing = closing;
    this.#tunnel = tunnel;
  }

  /**
   * From now on what matches is thrown away where it arrives: a sender is told nothing. `at`: the end that loses it.
   * Returns what undoes it.
   */
  async drop({ match = [], at = ['desk', 'pbx'] } = {}) {
    const rule = ['INPUT', '-i', wire, ...match, '-j', 'DROP'];
    const ends = [at].flat().map((role) => this[role]);
    for (const end of ends) await end.run('iptables', '-A', ...rule);
    return async () => {
      for (const end of ends) await end.run('iptables', '-D', ...rule);
    };
  }

  /** Loses packets by chance (0-1) in both directions; returns what undoes it. */
  lose(share, { match = [], at } = {}) {
    const chance = ['-m', 'statistic', '--mode', 'random', '--probability', String(share)];
    return this.drop({ match: [...match, ...chance], ...(at ? { at } : {}) });
  }

  /** Narrows the wire in both directions. */
  async limit(kilobitPerSecond) {
    const shape = ['rate', `${kilobitPerSecond}kbit`, 'burst', '3000', 'latency', '400ms'];
    for (const end of [this.desk, this.pbx]) {
      await end.run('tc', 'qdisc', 'replace', 'dev', wire, 'root', 'tbf', ...shape);
    }
    return async () => {
      for (const end of [this.desk, this.pbx]) {
        await end.run('tc', 'qdisc', 'del', 'dev', wire, 'root');
      }
    };
  }

  /** Sets what a delaying wire does; times in ms each way, shares 0-1. */
  async shape(settings) {
    await this.#tunnel.set(settings);
  }

  /** The desk gets another address, as a laptop does that leaves its dock. */
  async moveDesk(from, to) {
    await this.desk.run('ip', 'addr', 'del', `${from}/24`, 'dev', wire);
    await this.desk.run('ip', 'addr', 'add', `${to}/24`, 'dev', wire);
  }

  /** A port of 127.0.0.1 here is that port of 127.0.0.1 at both ends too: pages load also when the wire is cut. */
  async lend(port) {
    const path = join(this.desk.folder, `port-${port}`);
    const server = createServer((socket) => {
      const onward = createConnection(port, '127.0.0.1');
      for (const end of [socket, onward])
        end.on('error', () => [socket, onward].map((it) => it.destroy()));
      socket.pipe(onward).pipe(socket);
    });
    server.listen(path);
    await once(server, 'listening');
    this.#closing.push(() => server.close());
    for (const end of [this.desk, this.pbx]) {
      const { file, args } = end.command(
        process.execPath,
        join(here, 'lend-port.mjs'),
        String(port),
        path,
      );
      const child = spawn(file, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      const exited = once(child, 'exit');
      this.#closing.push(async () => {
        child.kill('SIGKILL');
        await exited;
      });
      await once(child.stdout, 'data');
    }
  }
}
