import { room } from './rooms.mjs';

const CACHE = 'node_modules/.cache/mutation';

/** `npm run mutation`; tested are the mutants whose source or tests have changed since the last run. */
export default {
  packageManager: 'npm',
  plugins: ['./test/mutation/runner.mjs'],
  testRunner: 'room',
  // It would be read by an API that TypeScript 7 does not have, only to move its paths.
  tsconfigFile: 'none',
  mutate: room.mutate,
  coverageAnalysis: 'perTest',
  ignoreStatic: true,
  ignorePatterns: ['dist', 'docs', 'deploy', '/data', '.sandbox'],
  tempDirName: `${CACHE}/sandbox`,
  incremental: true,
  incrementalFile: `${CACHE}/${room.file}.json`,
  reporters: ['clear-text', 'progress-append-only'],
  clearTextReporter: { allowColor: false, logTests: false, reportTests: false },
  thresholds: { high: 90, low: 70, break: null },
};
