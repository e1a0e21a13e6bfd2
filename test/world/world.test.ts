import { expect, test } from 'vitest';
import { upTo } from '../support/thorough.ts';
import { tryWorld } from './search/try-world.ts';

// Every bug that a seed has found keeps its seed here, also one of the promises themselves.
const FOUND: readonly number[] = [501_348, 601_390, 3_103, 10_532, 901_511, 907_915, 913_153, 950_118, 950_612];
const COUNT = upTo(3, 60); // the deep test goes on with worlds of its own

test('in every world the promises hold, whatever fails and whenever the bot dies', { timeout: 240_000 }, async () => {
  const failed: string[] = [];
  for (const seed of [...FOUND, ...Array.from({ length: COUNT }, (_, i) => i + 1)]) {
    const { broken } = await tryWorld(seed);
    if (broken !== null) failed.push(`npm run world -- --seed ${seed}: ${broken}`);
  }
  expect(failed).toEqual([]);
});
