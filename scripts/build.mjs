/**
 * `npm run build`: src/ → dist/ (ES modules with types and source maps) → dist/cdn/ (one file, two formats).
 */
import { rm } from 'node:fs/promises';
import { root, runTool } from './tool.mjs';

await rm(new URL('dist/', root), { recursive: true, force: true });
await runTool('tsc', ['-p', 'tsconfig.build.json']);
await runTool('rollup', ['--config', '--silent']);
