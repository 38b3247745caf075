/**
 * The programs that the interop tests start. `node test/interop/rig/install.mjs` installs what is missing on Debian as
 * root, and elsewhere says what is missing and ends with code 1.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Debian package → a file that it brings: a program by its name, or a path. */
const needed = {
  kamailio: 'kamailio',
  'kamailio-websocket-modules': 'kamailio/modules/websocket.so',
  'kamailio-outbound-modules': 'kamailio/modules/outbound.so',
  'rtpengine-daemon': 'rtpengine',
  'sip-tester': 'sipp',
  'baresip-core': 'baresip',
  coturn: 'turnserver',
  'firefox-esr': 'firefox-esr',
  // Firefox's AudioContext never runs on a machine without a sound device.
  pulseaudio: 'pulseaudio',
  iptables: 'iptables',
  iproute2: 'ip',
  tcpdump: 'tcpdump',
  // Delay, jitter and loss on a wire: tunem.py.
  'python3-minimal': 'python3',
};

const programFolders = [
  ...(process.env.PATH ?? '').split(delimiter),
  ...['/usr/sbin', '/sbin', '/usr/bin'],
];
const libraryFolders = ['/usr/lib', '/usr/lib64', '/usr/lib/x86_64-linux-gnu'].concat(
  '/usr/lib/aarch64-linux-gnu',
);

function missing() {
  return Object.keys(needed).filter((name) => {
    const folders = needed[name].includes('/') ? libraryFolders : programFolders;
    return !folders.some((folder) => existsSync(join(folder, needed[name])));
  });
}

function apt(...args) {
  const { status } = spawnSync('apt-get', args, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
  return status === 0;
}

const before = missing();
if (before.length > 0) {
  if (process.getuid?.() === 0 && existsSync('/etc/debian_version')) {
    process.stdout.write(`Installing ${before.join(', ')}.\n`);
    if (apt('update', '-qq')) apt('install', '-y', '-qq', '--no-install-recommends', ...before);
  }
  const lacking = missing();
  if (lacking.length > 0) {
    process.stderr
      .write(`The interop tests need these (names of Debian packages): ${lacking.join(', ')}.
  Debian, Ubuntu  sudo apt-get install --no-install-recommends ${lacking.join(' ')}\n`);
    process.exitCode = 1;
  }
}
