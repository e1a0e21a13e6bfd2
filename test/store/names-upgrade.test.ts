import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, Migrator } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { silentLog } from '../../src/core/log.ts';
import { first } from '../../src/store/migrations/0001-first.ts';
import { openStore } from '../../src/store/open.ts';
import { newInstanceRow, newRequestRow } from '../../src/store/rows.ts';
import type { Tables } from '../../src/store/schema.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { anInstance, aRequest, aSpec, fixedClock } from './samples.ts';

const directory = join(mkdtempSync(join(tmpdir(), 'ecs-chatops-names-')), 'data');
afterAll(() => rmSync(join(directory, '..'), { recursive: true, force: true }));

test('instances of an earlier version are found by their names once this version has started, however many', async () => {
  mkdirSync(directory);
  const old = await openSqlite(join(directory, 'ecs-chatops.db'));
  const up = (db: Kysely<unknown>) => first(db, 'sqlite');
  const provider = { getMigrations: async () => ({ '0001-first': { up } }) };
  await new Migrator({ db: old as Kysely<unknown>, provider }).migrateToLatest();
  await old
    .insertInto('requests')
    .values(newRequestRow(aRequest('r-old')))
    .execute();
  for (let ordinal = 1; ordinal <= 1_203; ordinal++) {
    const gone = ordinal === 7 ? { outcome: 'failed', cloudId: null } : { cloudId: `i-${ordinal}` };
    const instance = anInstance('r-old', ordinal, { spec: aSpec({ name: `Web-${ordinal}` }), ...gone } as object);
    const { held_at: _held, name_key: _name, body, ...row } = newInstanceRow(instance);
    const { heldBy: _heldBy, order: _order, ...earlier } = JSON.parse(body);
    await (old as Kysely<Tables>)
      .insertInto('instances')
      .values({ ...row, body: JSON.stringify(earlier) })
      .execute();
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
