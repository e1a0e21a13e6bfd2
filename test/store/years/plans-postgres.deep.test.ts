import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { createStore, type StoreHome } from '../../../src/store/create-store.ts';
import { openPostgres } from '../../../src/store/opening/open-postgres.ts';
import type { Tables } from '../../../src/store/schema.ts';
import { startPostgres, type TestPostgres } from '../../support/postgres.ts';
import { everyCall } from '../crash/every-call.ts';
import { fixedClock, NOW } from '../samples.ts';
import { recording, unboundedReads } from './plans.ts';
import { fillYears } from './years.ts';

let postgres: TestPostgres;
let home: StoreHome;
let db: Kysely<Tables>;

beforeAll(async () => {
  postgres = await startPostgres();
  const opened = await openPostgres(await postgres.database(), { log: silentLog, clock: fixedClock });
  if (!opened.ok) throw new Error(opened.error);
  home = opened.value;
  db = home.db;
  await fillYears(db, 'postgres', { requests: 4_000, hashed: false });
  const deliveries = Array.from({ length: 3_000 }, (_, n) => ({ origin: `trigger:${n}`, at: NOW - n }));
  await db.insertInto('deliveries').values(deliveries).execute();
  await sql`analyze`.execute(db);
}, 300_000);

afterAll(async () => {
  await home.close();
  await postgres.stop();
});

test('no statement of the store reads more than it has to on PostgreSQL either, by the figures of years', async () => {
  const { db: recorded, take } = recording(db);
  const store = createStore({ ...home, db: recorded }, { log: silentLog, clock: fixedClock });
  const found: Record<string, string> = {};
  const seen = new Set<string>();
  for (const [name, call] of Object.entries(everyCall(store))) {
    await call();
    for (const sent of take().filter((one) => !seen.has(one.sql))) {
      seen.add(sent.sql);
      for (const says of await unboundedReads(db, 'postgres', sent)) found[`${name}: ${says}`] = sent.sql;
    }
  }
  expect(seen.size).toBeGreaterThan(80);
  expect(found).toEqual({});
}, 120_000);

test('a statement that goes through a table is found', async () => {
  const { db: recorded, take } = recording(db);
  await recorded.selectFrom('instances as i').select('i.id').where('i.body', 'like', '%web%').execute();
  await recorded.selectFrom('instances').select('id').where('channel', '=', 'C1').execute();
  await recorded.selectFrom('events').select('at').where('seq', '>', 7).execute();
  const found = await Promise.all(take().map((sent) => unboundedReads(db, 'postgres', sent)));
  expect(found.map((one) => one.length)).toEqual([1, 1, 1]);
});
