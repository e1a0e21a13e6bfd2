import { defineConfig } from 'vitest/config';
import { room } from './rooms.mjs';

const root = new URL('../..', import.meta.url).pathname;

/** The tests that mutants are tried against. Each file loads its own modules: by shared ones Stryker cannot tell what it covers. */
export default defineConfig({
  test: { root, include: room.tests, exclude: ['test/**/*.deep.test.ts'], testTimeout: 60_000 },
});
