import { type Kysely, sql } from 'kysely';
import { beforeAll, expect, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { createStore } from '../../../src/store/create-store.ts';
import { migrate } from '../../../src/store/opening/migrate.ts';
import { embeddedHome } from '../../../src/store/opening/open-embedded.ts';
import { openSqlite } from '../../../src/store/opening/sqlite.ts';
import type { Tables } from '../../../src/store/schema.ts';
import { everyCall } from '../crash/every-call.ts';
import { fixedClock } from '../samples.ts';
import { recording, unboundedReads } from './plans.ts';
import { fillYears } from './years.ts';

let db: Kysely<Tables>;
/** Asked for plans: a statement that was explained would still be open at the next commit. */
let asked: Kysely<Tables>;

beforeAll(async () => {
  db = await openSqlite(':memory:');
  asked = await openSqlite(':memory:');
  for (const one of [db, asked]) await migrate(one as Kysely<unknown>, 'sqlite');
  await fillYears(db, 'sqlite', { requests: 400, hashed: false });
  return async () => {
    await db.destroy();
    await asked.destroy();
  };
});

// Without figures on its tables SQLite takes all of them for large.
test('no statement of the store reads more than it has to, whatever there is', async () => {
  const { db: recorded, take } = recording(db);
  const store = createStore(
    embeddedHome(recorded, () => {}),
    { log: silentLog, clock: fixedClock },
  );
  const found: Record<string, readonly string[]> = {};
  const seen = new Set<string>();
  for (const [name, call] of Object.entries(everyCall(store))) {
    await call();
    for (const sent of take().filter((one) => !seen.has(one.sql))) {
      seen.add(sent.sql);
      for (const says of await unboundedReads(asked, 'sqlite', sent)) found[`${name}: ${says}`] = [sent.sql];
    }
  }
  expect(found).toEqual({});
});

test('a statement that goes through a table is found', async () => {
  const { db: recorded, take } = recording(db);
  await recorded.selectFrom('instances as i').select('i.id').where('i.body', 'like', '%web%').execute();
  await sql`select count(*) from outbox`.execute(recorded);
  await recorded.selectFrom('instances').select('id').where('channel', '=', 'C1').execute();
  await recorded.selectFrom('events').select('at').where('seq', '>', 7).execute();
  const found = await Promise.all(take().map((sent) => unboundedReads(asked, 'sqlite', sent)));
  expect(found.map((one) => one.length)).toEqual([1, 1, 1, 1]);
});
