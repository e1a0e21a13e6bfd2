import { readdirSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';

const root = new URL('..', import.meta.url).pathname;
const deep = ['test/**/*.deep.test.ts'];

/** Files that change what their whole process sees (timers, environment, what is hidden), so each has a process of its own. */
const alone = [
  'test/ecs/credentials/*.test.ts',
  'test/ecs/limiter/{limiter-fair,instance-budget}.test.ts',
  'test/ops/crash.test.ts',
];

/** Deep files whose promise has a time in it, or that use the whole machine: nothing runs beside them. */
const undisturbed = [
  'test/process/{approval-storm,create,kill,refused-start,replicas,slack-faults}.deep.test.ts',
  'test/slack/**/*.deep.test.ts',
  'test/store/years/*.deep.test.ts',
  'test/ops/*.deep.test.ts',
];

/** Files that try a sample in `npm test` and everything in the deep suite: they ask `test/support/thorough.ts`. */
const sampled = readdirSync(`${root}test`, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.test.ts') && !name.endsWith('.deep.test.ts'))
  .filter((name) => readFileSync(`${root}test/${name}`, 'utf8').includes('support/thorough.ts'))
  .map((name) => `test/${name}`);

/** A test that asserts nothing fails: all that it would go through may be empty. */
const ASSERTS = { requireAssertions: true };

/** Two files in one process share its modules, and loading those takes longer than most tests. */
const shared = { isolate: false, testTimeout: 60_000, expect: ASSERTS };

// `npm test` runs "fast" and "alone": what a maintainer needs between two thoughts, mostly over one transport and with a
// sample of crash points and seeds. `npm run test:deep` runs "thorough", the sampled files once more with nothing left out,
// and then "deep" and "undisturbed", which need PostgreSQL, Redis and Chromium.
export default defineConfig({
  test: {
    root,
    experimental: { fsModuleCache: true }, // what was transformed is kept in node_modules, by what is in each file
    maxWorkers: '100%', // many tests wait, so the machine's last core is not kept free for others
    projects: [
      { test: { name: 'fast', include: ['test/**/*.test.ts'], exclude: [...deep, ...alone], ...shared } },
      { test: { name: 'alone', include: alone, testTimeout: 60_000, expect: ASSERTS } },
      { test: { name: 'thorough', include: sampled, env: { THOROUGH: '1' }, ...shared, testTimeout: 120_000 } },
      {
        test: {
          name: 'deep',
          include: deep,
          exclude: undisturbed,
          maxWorkers: 3, // most of their time is the cloud's and Slack's, at which the machine rests
          testTimeout: 120_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 1 },
        },
      },
      {
        test: {
          name: 'undisturbed',
          include: undisturbed,
          testTimeout: 120_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          sequence: { groupOrder: 2 },
        },
      },
      // Figures for people to read: `npm run bench:years`, `npm run kills`.
      { test: { name: 'figures', include: ['test/**/*.figures.ts'], disableConsoleIntercept: true } },
    ],
  },
});
