import { published } from './scripts/manifest/published.mjs';

export default {
  globs: ['src/define.ts', 'src/context/cti-element.ts', 'src/{elements,panel}/cti-*.ts'],
  exclude: ['src/**/*.styles.ts'],
  outdir: '.',
  litelement: true,
  packagejson: false,
  plugins: [published()],
};
