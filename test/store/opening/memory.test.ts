import { type Kysely, sql } from 'kysely';
import { expect, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { ok } from '../../../src/core/base/result.ts';
import type { AuditEvent } from '../../../src/core/request/event.ts';
import { checkChain } from '../../../src/core/request/hash-chain-check.ts';
import { migrate } from '../../../src/store/opening/migrate.ts';
import { openSqlite } from '../../../src/store/opening/sqlite.ts';
import type { Tables } from '../../../src/store/schema.ts';
import { openMemoryDatabase, scriptOfMigrated } from '../../support/memory-database.ts';
import { storeContract } from '../contract/contract.ts';
import { aRequest, card, fixedClock, NOW } from '../samples.ts';

const deps = { log: silentLog, clock: fixedClock };

// One implementation with the store on a file, which the deep suite holds to the same contract.
storeContract('memory', async () => (await openMemoryDatabase(deps)).open());

test('a store that starts after a crash finds what was committed, and the dead one hears nothing more', async () => {
  const database = await openMemoryDatabase(deps);
  const first = database.open();
  let told = 0;
  first.onCommit(() => {
    told += 1;
  });
  await first.commit({ requests: [{ next: aRequest('r-a', { dueAt: NOW }) }], messages: [card('r-a')], at: NOW });
  const underWay = first.commit({ requests: [{ next: aRequest('r-b') }], at: NOW });
  first.crash();
  const afterwards = first.commit({ requests: [{ next: aRequest('r-c') }], at: NOW });
  const read = first.outbox.depth();

  const second = database.open();
  await second.releaseClaims('everyone');
  expect(await second.request('r-a')).toStrictEqual(aRequest('r-a', { dueAt: NOW }));
  const claim = { owner: 'B', now: NOW, claimUntil: NOW + 1, limit: 9 };
  expect(await second.claimRequests(claim)).toHaveLength(1);
  expect(await second.outbox.claim({ ...claim, skipChannels: [] })).toHaveLength(1);
  expect(await second.request('r-c')).toBeNull();
  const silence = ok('silence');
  const heard = [underWay, afterwards, read].map((answer) => Promise.race([answer, Promise.resolve(silence)]));
  expect(await Promise.all(heard)).toEqual([silence, silence, silence]);
  expect(told).toBe(1);
  await second.close();
  await database.destroy();
});

test('that data were put back shows for as long as the process lives, however much it has written since', async () => {
  const database = await openMemoryDatabase(deps);
  const [store, other] = [database.open(), database.open()];
  const write = (on: typeof store, n: number) => {
    const about = { kind: 'request.refused', actor: 'U1', requestId: 'r-a', instanceId: null } as const;
    return on.commit({ events: [{ at: NOW + n, ...about, data: { n } }], at: NOW });
  };
  await write(store, 1);
  await database.backUp();
  await write(store, 2);
  await write(other, 3);
  await write(store, 4);
  expect([await store.metadata.isWhole(), await other.metadata.isWhole()]).toEqual([true, true]);
  await database.restore();
  for (let n = 5; n < 12; n++) await write(n % 2 === 0 ? store : other, n);
  expect([await store.metadata.isWhole(), await other.metadata.isWhole()]).toEqual([false, false]);
  await store.metadata.acceptLoss();
  await write(store, 12);
  expect([await store.metadata.isWhole(), await other.metadata.isWhole()]).toEqual([true, false]);
  await database.destroy();
});

test('data that is put back to a backup are what they were, under the stores that are open, and go on from there', async () => {
  const database = await openMemoryDatabase(deps);
  const store = database.open();
  const event = (n: number): AuditEvent => ({
    ...{ at: NOW + n, kind: 'request.refused', actor: 'U1', requestId: 'r-a', instanceId: null, data: { n } },
  });
  const thread = (): Promise<unknown> =>
    store.outbox.claim({ owner: 'A', now: NOW, claimUntil: NOW, limit: 9, skipChannels: [] });
  await store.commit({ requests: [{ next: aRequest('r-a') }], events: [event(1)], messages: [card('r-a')], at: NOW });
  const before = [await store.request('r-a'), await store.eventsOf('r-a')];
  await database.backUp();
  const delivered = await thread();
  await store.commit({ requests: [{ next: aRequest('r-b') }], events: [event(2), event(3)], at: NOW });
  const reader = database.open();
  expect([await store.metadata.isWhole(), await reader.metadata.isWhole()]).toEqual([true, true]);

  for (const _ of ['once', 'and once more']) {
    await database.restore();
    expect([await store.request('r-a'), await store.eventsOf('r-a')]).toStrictEqual(before);
    expect([await store.request('r-b'), await store.metadata.isWhole()]).toEqual([null, false]);
    // Also for a process that has only found those events there.
    expect(await reader.metadata.isWhole()).toBe(false);
    expect(await thread()).toEqual(delivered);
  }
  await store.commit({ events: [event(4)], at: NOW });
  const check = checkChain();
  for (const one of await store.eventsOf('r-a')) check.next(one, one.seq);
  expect(check.finish()).toBeNull();
  await database.backUp();
  await store.commit({ events: [event(5)], at: NOW });
  await database.restore();
  expect((await store.eventsOf('r-a')).map(({ data }) => data.n)).toEqual([1, 4]);
  await database.destroy();
});

test('the script that makes one is, in schema and rows, what the migrations make', async () => {
  const migrated = await openSqlite(':memory:');
  await migrate(migrated as Kysely<unknown>, 'sqlite');
  const scripted = await openSqlite(':memory:', await scriptOfMigrated());
  const all = async (db: Kysely<Tables>) => {
    const schema = await sql<{ type: string; name: string }>`
      select type, name, tbl_name, sql from sqlite_master order by type, name`.execute(db);
    const tables = schema.rows.filter(({ type }) => type === 'table').map(({ name }) => name);
    const rows = await Promise.all(tables.map((name) => sql<object>`select * from ${sql.table(name)}`.execute(db)));
    return { schema: schema.rows, rows: tables.map((name, n) => [name, rows[n]?.rows.map(withoutTime)]) };
  };
  expect(await all(scripted)).toEqual(await all(migrated));
});

/** The migrations note when they ran. */
const withoutTime = (row: object) => ({ ...row, timestamp: null });
