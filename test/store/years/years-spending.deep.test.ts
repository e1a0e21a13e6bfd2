import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { allOf } from '../../../src/core/approval/budget.ts';
import { silentLog } from '../../../src/core/base/log.ts';
import { gatherHome } from '../../../src/slack/home/gather-home.ts';
import { createStore } from '../../../src/store/create-store.ts';
import { migrate } from '../../../src/store/opening/migrate.ts';
import { openSqlite } from '../../../src/store/opening/sqlite.ts';
import type { Store } from '../../../src/store/store.ts';
import { fixedClock, NOW } from '../samples.ts';
import { BUSY_PERSON, FIVE_YEARS, fillYears, QUIET_PERSON } from './years.ts';

/** What a month and a home cost on the embedded store that holds the history of a large team. */

let store: Store;

beforeAll(async () => {
  const db = await openSqlite(':memory:');
  await migrate(db as never, 'sqlite');
  await fillYears(db, 'sqlite', { ...FIVE_YEARS, hashed: false });
  await sql`pragma optimize`.execute(db);
  const nothing = async () => null;
  store = createStore(
    {
      ...{ db, kind: 'sqlite', exclusive: true, announce: nothing, listen: () => () => undefined },
      close: () => db.destroy(),
    },
    { log: silentLog, clock: fixedClock },
  );
}, 900_000);

afterAll(() => store.close());

/** The fastest of several: what it costs, and not what else the machine does. */
async function msOf(run: () => Promise<unknown>): Promise<number> {
  let least = Number.POSITIVE_INFINITY;
  for (let n = 0; n < 15; n += 1) {
    const from = performance.now();
    await run();
    least = Math.min(least, performance.now() - from);
  }
  return least;
}

test('what counts in a month is read in 20 ms, of everybody and of one person', async () => {
  const month = await store.month(NOW);
  expect(month.spending.filter((one) => allOf(one) > 0).length).toBeGreaterThan(300);
  expect(await msOf(() => store.month(NOW))).toBeLessThan(20);
  expect(await msOf(() => store.month(NOW, BUSY_PERSON))).toBeLessThan(20);
});

test('a home is gathered in 20 ms, of who asks for much and of who asks for little', async () => {
  for (const person of [BUSY_PERSON, QUIET_PERSON, 'U900']) {
    const took = await msOf(() => gatherHome(store, person, NOW, null));
    expect({ person, isFast: took < 20, took }).toMatchObject({ person, isFast: true });
  }
});
