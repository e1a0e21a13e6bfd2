import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, Migrator, sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { first } from '../../../src/store/migrations/0001-first.ts';
import { openStore } from '../../../src/store/opening/open.ts';
import { openSqlite } from '../../../src/store/opening/sqlite.ts';
import { anInstance, aRequest, aSpec, fixedClock } from '../samples.ts';

const directory = join(mkdtempSync(join(tmpdir(), 'ecs-chatops-names-')), 'data');
afterAll(() => rmSync(join(directory, '..'), { recursive: true, force: true }));

test('instances of an earlier version are found by their names once this version has started, however many', async () => {
  mkdirSync(directory);
  const old = await openSqlite(join(directory, 'ecs-chatops.db'));
  const up = (db: Kysely<unknown>) => first(db, 'sqlite');
  const provider = { getMigrations: async () => ({ '0001-first': { up } }) };
  await new Migrator({ db: old as Kysely<unknown>, provider }).migrateToLatest();
  // As the first version wrote them.
  await sql`insert into requests (id, version, state, origin, requester, body)
    values ('r-old', 1, 'finished', 'view:1', 'U1', ${JSON.stringify(aRequest('r-old'))})`.execute(old);
  for (let ordinal = 1; ordinal <= 1_203; ordinal++) {
    const cloudId = ordinal === 7 ? null : `i-${ordinal}`;
    const fields = { spec: aSpec({ name: `Web-${ordinal}` }), cloudId, outcome: 'failed' } as const;
    const { heldBy: _heldBy, order: _order, ...earlier } = anInstance('r-old', ordinal, fields);
    await sql`insert into instances (id, request_id, ordinal, version, region, cloud_id, body)
      values (${earlier.id}, 'r-old', ${ordinal}, 1, 'cn-beijing', ${cloudId}, ${JSON.stringify(earlier)})`.execute(
      old,
    );
  }
  await old.destroy();

  const opened = await openStore({ kind: 'embedded', directory }, { log: silentLog, clock: fixedClock });
  if (!opened.ok) throw new Error(opened.error);
  const store = opened.value;
  for (const ordinal of [1, 500, 501, 1_203])
    expect(await store.instancesCalled(`web-${ordinal}`, 5)).toMatchObject([{ id: `r-old-${ordinal}`, order: null }]);
  expect(await store.instancesCalled('web-7', 5)).toEqual([]);
  await store.close();
});
