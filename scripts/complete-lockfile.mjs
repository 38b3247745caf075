/**
 * Run after `npm install` where a mirror offers only this machine's builds of native packages: npm then leaves the
 * others out of the lockfile, and `npm ci` refuses it, here and on every other system. This writes them in. An
 * argument names another lockfile: `test/apps/vue/package-lock.json`.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { root } from './tool.mjs';

const file = new URL(process.argv[2] ?? 'package-lock.json', root);
const lock = JSON.parse(readFileSync(file, 'utf8'));
const { packages } = lock;

/** Names end in system, processor and C library, such as `linux-x64-musl`. */
function platformOf(name) {
  const [, os, cpu, abi] =
    /-(android|darwin|freebsd|linux|openbsd|openharmony|win32)-(\w+?)(?:-(\w+))?$/.exec(name);
  const libc = { gnu: 'glibc', musl: 'musl' }[abi];
  return { cpu: [cpu], os: [os], ...(os === 'linux' && libc ? { libc: [libc] } : {}) };
}

const missing = Object.values(packages)
  .flatMap(({ dev, optionalDependencies = {} }) =>
    Object.entries(optionalDependencies).map(([name, version]) => ({ name, version, dev })),
  )
  // Exact versions only: native builds are published in step with the package that wants them.
  .filter(({ name, version }) => /^\d/.test(version) && !(`node_modules/${name}` in packages));

for (const { name, version, dev } of missing) {
  const { cpu, os, libc } = platformOf(name);
  packages[`node_modules/${name}`] = {
    version,
    cpu,
    ...(dev ? { dev } : {}),
    ...(libc ? { libc } : {}),
    optional: true,
    os,
  };
}

const [rootEntry, ...others] = Object.entries(packages);
others.sort(([a], [b]) => a.localeCompare(b, 'en'));
lock.packages = Object.fromEntries([rootEntry, ...others]);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
process.stdout.write(`${missing.length} entries added\n`);
