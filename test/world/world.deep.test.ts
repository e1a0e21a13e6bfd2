import { expect, test } from 'vitest';
import { runWorld } from './world.ts';

// `WORLD_SEEDS=20000` runs that many, however long it takes; otherwise as many as fit into the time. `WORLD_FIRST=500000` begins
// there, with worlds that nobody has seen yet.
const asked = process.env.WORLD_SEEDS;
const count = asked === undefined ? 100_000 : Number(asked);
const limitMs = asked === undefined ? 100_000 : Number.POSITIVE_INFINITY;
const FIRST = Number(process.env.WORLD_FIRST ?? 10_000);

test('the promises hold in as many worlds as there is time for', {
  timeout: asked === undefined ? 180_000 : 0,
}, async () => {
  const endAt = Date.now() + limitMs;
  const failed: string[] = [];
  let seed = FIRST;
  for (; seed < FIRST + count && Date.now() < endAt; seed++) {
    try {
      await runWorld(seed);
    } catch (error) {
      failed.push(`WORLD_SEED=${seed}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  console.log(`${seed - FIRST} worlds, from seed ${FIRST}`);
  expect(failed).toEqual([]);
});
