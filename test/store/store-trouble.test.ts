import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { afterAll, expect, test } from 'vitest';
import { silentLog } from '../../src/core/base/log.ts';
import { ok } from '../../src/core/base/result.ts';
import { createStore } from '../../src/store/create-store.ts';
import { migrate } from '../../src/store/opening/migrate.ts';
import { embeddedHome } from '../../src/store/opening/open-embedded.ts';
import { openSqlite } from '../../src/store/opening/sqlite.ts';
import { StoreUnavailable } from '../../src/store/store.ts';
import { unavailable } from '../../src/store/store-trouble.ts';
import { anEvent, anInstance, aRequest, card, fixedClock, line, NOW } from './samples.ts';

const root = mkdtempSync(join(tmpdir(), 'ecs-chatops-trouble-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));

let files = 0;
async function openWithHandle() {
  files += 1;
  const db = await openSqlite(join(root, `${files}.db`));
  await migrate(db as Kysely<unknown>, 'sqlite');
  const store = createStore(
    embeddedHome(db, () => {}),
    { log: silentLog, clock: fixedClock },
  );
  return { store, pragma: (text: string) => sql`pragma ${sql.raw(text)}`.execute(db) };
}

const big = (n: number) => {
  const id = `r-${n}`;
  return {
    requests: [{ next: aRequest(id, { origin: `view:${'x'.repeat(3_000)}${n}` }) }],
    instances: [{ next: anInstance(id, 1) }],
    events: [anEvent(id, { data: { note: 'y'.repeat(2_000) } })],
    messages: [card(id), line(id, 1)],
    at: NOW,
  };
};

test('on a full disk a commit fails with a sentence, changes nothing, and works again once there is room', async () => {
  const { store, pragma } = await openWithHandle();
  await pragma('max_page_count = 140');
  let n = 0;
  let failure: unknown = null;
  while (failure === null) {
    n += 1;
    expect(n).toBeLessThan(100);
    await store.commit(big(n)).catch((error: unknown) => {
      failure = error;
    });
  }
  expect(failure).toBeInstanceOf(StoreUnavailable);
  expect((failure as Error).message).toMatch(/disk is full\. Free some space.*SQLITE_FULL/);
  expect((failure as Error).cause).toBeUndefined();
  expect(await store.request(`r-${n}`)).toBeNull();
  expect(await store.instancesOf(`r-${n}`)).toEqual([]);
  expect(await store.eventsOf(`r-${n}`)).toEqual([]);
  expect(await store.outbox.depth()).toMatchObject({ waiting: (n - 1) * 2 });
  expect(await store.request(`r-${n - 1}`)).not.toBeNull();
  await pragma('max_page_count = 10000');
  expect(await store.commit(big(n))).toEqual(ok(null));
  await store.close();
});

test('a check notices a store that can be read but not written', async () => {
  const { store, pragma } = await openWithHandle();
  await store.check();
  await pragma('query_only = on');
  await expect(store.check()).rejects.toBeInstanceOf(StoreUnavailable);
  expect(await store.request('r-a')).toBeNull();
  await pragma('query_only = off');
  await store.check();
  await store.close();
});

test('a message of a request that does not exist is refused, whole', async () => {
  const { store } = await openWithHandle();
  const change = { requests: [{ next: aRequest('r-a') }], messages: [card('r-nobody')], at: NOW };
  await expect(store.commit(change)).rejects.toBeInstanceOf(StoreUnavailable);
  expect(await store.request('r-a')).toBeNull();
  await store.close();
});

test('a mistake of the program shows itself as one', async () => {
  const { store } = await openWithHandle();
  await expect(store.commit({ requests: [{ next: aRequest('r-a', { version: 0 }) }], at: NOW })).rejects.toThrow(
    /r-a cannot be written as version 0/,
  );
  await store.close();
});

test('nothing of a database error but its code goes any further', () => {
  const secret = 'postgres://bot:hunter2@db.internal/x';
  const errors = [
    Object.assign(new Error(`password authentication failed: ${secret}`), { code: '28P01' }),
    Object.assign(new Error(secret), { code: 'ECONNREFUSED' }),
    Object.assign(new Error(secret), { code: secret }),
    Object.assign(new Error(secret), { code: 'SQLITE_IOERR_WRITE' }),
    new Error(secret),
    secret,
    null,
  ];
  for (const error of errors) {
    const shown = unavailable(error);
    expect(shown).toBeInstanceOf(StoreUnavailable);
    expect(`${shown.message} ${shown.stack} ${JSON.stringify(shown)}`).not.toMatch(/hunter2|db\.internal/);
    expect(shown.message).toMatch(/^The store cannot be used: .+/);
    expect(shown.cause).toBeUndefined();
  }
});
