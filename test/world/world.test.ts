import { expect, test } from 'vitest';
import { upTo } from '../support/thorough.ts';
import { runWorld } from './world.ts';

// Every bug that a seed has found keeps its seed here.
const FOUND: readonly number[] = [];
const COUNT = upTo(3, 60); // the deep test goes on with worlds of its own

const only = process.env.WORLD_SEED;
const seeds = only === undefined ? [...FOUND, ...Array.from({ length: COUNT }, (_, i) => i + 1)] : [Number(only)];

test('in every world the promises hold, whatever fails and whenever the bot dies', { timeout: 240_000 }, async () => {
  const failed: string[] = [];
  for (const seed of seeds) {
    try {
      await runWorld(seed);
    } catch (error) {
      failed.push(`WORLD_SEED=${seed}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  expect(failed).toEqual([]);
});
