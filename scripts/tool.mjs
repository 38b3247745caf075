import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** The repository. */
export const root = new URL('../', import.meta.url);

/** Runs a program of node_modules/.bin in the repository; ends this process with its code when it fails. */
export async function runTool(name, args) {
  const bin = fileURLToPath(new URL(`node_modules/.bin/${name}`, root));
  const code = await run(bin, args);
  if (code !== 0) process.exit(code);
}

/** Runs a program in the repository, its output on ours; resolves with its exit code. */
export function run(file, args, env = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, {
      cwd: fileURLToPath(root),
      stdio: 'inherit',
      env: { ...process.env, ...env },
    });
    child.once('error', reject);
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
