import { esbuildPlugin } from '@web/dev-server-esbuild';
import { chromeLauncher } from '@web/test-runner-chrome';
import { fileURLToPath } from 'node:url';
import { chromeArgs, findChrome } from './scripts/find-chrome.mjs';
import { filterBrowserLogs, totalsReporter } from './scripts/tests/browser-reporter.mjs';

export default {
  files: 'test/unit/**/*.test.ts',
  nodeResolve: true,
  staticLogging: true,
  // One page at a time: one behind another draws no frames and takes no mouse input.
  concurrency: 1,
  testsFinishTimeout: 240_000,
  browserStartTimeout: 60_000,
  testFramework: { config: { timeout: 5_000 } },
  plugins: [
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      tsconfig: fileURLToPath(new URL('tsconfig.json', import.meta.url)),
    }),
  ],
  browsers: [chromeLauncher({ launchOptions: { executablePath: findChrome(), args: chromeArgs } })],
  filterBrowserLogs,
  reporters: [totalsReporter()],
  coverageConfig: { include: ['src/**/*.ts'], reporters: ['text-summary', 'html'] },
};
