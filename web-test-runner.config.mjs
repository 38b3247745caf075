import { esbuildPlugin } from '@web/dev-server-esbuild';
import { chromeLauncher } from '@web/test-runner-chrome';
import { fileURLToPath } from 'node:url';
import { chromeArgs, findChrome } from './scripts/find-chrome.mjs';
import { filterBrowserLogs, totalsReporter } from './scripts/tests/browser-reporter.mjs';

/**
 * A browser of its own with one page at a time: a page behind another draws no frames, takes no mouse input and is
 * served last.
 */
const browsers = () => [
  chromeLauncher({
    concurrency: 1,
    launchOptions: { executablePath: findChrome(), args: chromeArgs },
  }),
];

/** Calls with real sound: they wait more than they work. */
const sounding = 'test/unit/transport/sip/{contract-*,media-calls,media/*}.test.ts';
/** What neither draws nor sounds. */
const unseen = 'test/unit/{base,call-centre,controller,transport}/**/*.test.ts';

/** `--files` runs those alone. */
const chosen = process.argv.includes('--files');

export default {
  files: ['test/unit/**/*.test.ts', `!${unseen}`],
  browsers: browsers(),
  groups: chosen
    ? []
    : [
        { name: 'unseen', files: [unseen, `!${sounding}`], browsers: browsers() },
        { name: 'sounding', files: sounding, browsers: browsers() },
      ],
  concurrentBrowsers: 3,
  nodeResolve: true,
  staticLogging: true,
  testsFinishTimeout: 240_000,
  browserStartTimeout: 60_000,
  testFramework: { config: { timeout: 5_000 } },
  plugins: [
    esbuildPlugin({
      ts: true,
      target: 'es2022',
      define: { CTI_SOAK: String(process.env.CTI_SOAK === '1') },
      tsconfig: fileURLToPath(new URL('tsconfig.json', import.meta.url)),
    }),
  ],
  filterBrowserLogs,
  reporters: [totalsReporter()],
  coverageConfig: { include: ['src/**/*.ts'], reporters: ['text-summary', 'html'] },
};
