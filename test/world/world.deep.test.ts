import { expect, test } from 'vitest';
import { aimsIn } from './aimed.ts';
import { FAULTS, rowOf } from './fault-table.ts';
import { RENEWAL_FAULTS } from './renewals.ts';
import { tryWorld } from './search/try-world.ts';

const FIRST = 10_000;
const FOR_MS = 100_000;
/** Of more worlds in which it is the turn of a fault that has hit nothing yet: something may have come in between. */
const MOST_TURNS = 40;
/** What else goes wrong around the bot. */
const AROUND = [
  ...['death', 'store-away', 'lost-commit', 'store-put-back', 'other-account', 'price-change'],
  ...['slack-refuses', 'slack-answer-lost'],
];

test('the promises hold in as many worlds as there is time for, and every fault comes about', {
  timeout: 240_000,
}, async () => {
  const endAt = Date.now() + FOR_MS;
  const failed: string[] = [];
  const cameAbout = new Set<string>();
  const run = async (seed: number): Promise<void> => {
    const { broken, recording } = await tryWorld(seed);
    if (broken !== null) failed.push(`npm run world -- --seed ${seed}: ${broken}`);
    for (const [what, times] of recording.counts) if (times > 0) cameAbout.add(what);
  };
  let seed = FIRST;
  for (; Date.now() < endAt; seed++) await run(seed);
  const worlds = seed - FIRST;
  let more = 0;
  const faults = [...FAULTS, ...RENEWAL_FAULTS];
  const met = (fault: (typeof faults)[0]): string => `met ${rowOf(fault)}`;
  for (const fault of faults)
    for (let turns = 0; turns < MOST_TURNS && !cameAbout.has(met(fault)); seed++)
      if (aimsIn(seed).includes(fault)) {
        await run(seed);
        [turns, more] = [turns + 1, more + 1];
      }
  console.log(`${worlds} worlds from seed ${FIRST}, and ${more} more for faults that had hit nothing`);
  expect(failed).toEqual([]);
  const wanted = [...AROUND.map((what) => `fault ${what}`), ...faults.map(met)];
  expect(
    wanted.filter((what) => !cameAbout.has(what)),
    'was laid, and hit nothing in any world',
  ).toEqual([]);
});
