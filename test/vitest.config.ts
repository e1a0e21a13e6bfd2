import { defineConfig } from 'vitest/config';

// `npm test` runs the project "fast"; `npm run test:deep` runs "deep", which needs PostgreSQL, Redis and Chromium.
const deep = ['test/**/*.deep.test.ts'];

export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    maxWorkers: '100%', // many tests wait, so the machine's last core is not kept free for others
    projects: [
      { test: { name: 'fast', include: ['test/**/*.test.ts'], exclude: deep, testTimeout: 60_000 } },
      {
        test: {
          name: 'deep',
          include: deep,
          testTimeout: 120_000,
          hookTimeout: 60_000,
          fileParallelism: false,
        },
      },
      // Figures for people to read: `npm run bench:years`.
      { test: { name: 'figures', include: ['test/**/*.figures.ts'], disableConsoleIntercept: true } },
    ],
  },
});
