import { expect, test } from 'vitest';
import { tryWorld } from './search/try-world.ts';

const FIRST = 10_000;
const FOR_MS = 100_000;

test('the promises hold in as many worlds as there is time for', { timeout: 180_000 }, async () => {
  const endAt = Date.now() + FOR_MS;
  const failed: string[] = [];
  let seed = FIRST;
  for (; Date.now() < endAt; seed++) {
    const { broken } = await tryWorld(seed);
    if (broken !== null) failed.push(`npm run world -- --seed ${seed}: ${broken}`);
  }
  console.log(`${seed - FIRST} worlds, from seed ${FIRST}`);
  expect(failed).toEqual([]);
});
