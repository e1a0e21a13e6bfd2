import { expect, test } from 'vitest';
import { FAULTS, rowOf } from './fault-table.ts';
import { RENEWAL_FAULTS } from './renewals.ts';
import { tryWorld } from './search/try-world.ts';

const FIRST = 10_000;
const FOR_MS = 100_000;
/** In so many every fault of the table has its turn twice. */
const AT_LEAST = 6 * FAULTS.length;
/** What else goes wrong around the bot. */
const AROUND = [
  ...['death', 'store-away', 'lost-commit', 'store-put-back', 'other-account', 'price-change'],
  ...['slack-refuses', 'slack-answer-lost'],
].map((what) => `fault ${what}`);

test('the promises hold in as many worlds as there is time for, and every fault comes about', {
  timeout: 180_000,
}, async () => {
  const endAt = Date.now() + FOR_MS;
  const failed: string[] = [];
  const cameAbout = new Set<string>();
  let seed = FIRST;
  for (; Date.now() < endAt || seed < FIRST + AT_LEAST; seed++) {
    const { broken, recording } = await tryWorld(seed);
    if (broken !== null) failed.push(`npm run world -- --seed ${seed}: ${broken}`);
    for (const [what, times] of recording.counts) if (times > 0) cameAbout.add(what);
  }
  console.log(`${seed - FIRST} worlds, from seed ${FIRST}`);
  expect(failed).toEqual([]);
  const wanted = [...AROUND, ...[...FAULTS, ...RENEWAL_FAULTS].map((fault) => `met ${rowOf(fault)}`)];
  expect(
    wanted.filter((what) => !cameAbout.has(what)),
    'was laid, and hit nothing in any world',
  ).toEqual([]);
});
