import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { createStore } from '../../../src/store/create-store.ts';
import { migrate } from '../../../src/store/opening/migrate.ts';
import { embeddedHome } from '../../../src/store/opening/open-embedded.ts';
import { openSqlite, writeUnflushed } from '../../../src/store/opening/sqlite.ts';
import type { Tables } from '../../../src/store/schema.ts';
import { anInstance, aRequest, card, fixedClock, NOW } from '../samples.ts';

/** SQLite's own numbers. */
const [NORMAL, FULL] = [1, 2];

const directory = mkdtempSync(join(tmpdir(), 'ecs-chatops-unflushed-'));
let db: Kysely<Tables>;
beforeAll(async () => {
  db = await openSqlite(join(directory, 'store.db'));
});
afterAll(async () => {
  await db.destroy();
  rmSync(directory, { recursive: true, force: true });
});

const level = async (on: Kysely<Tables>): Promise<number | undefined> =>
  (await sql<{ synchronous: number }>`pragma synchronous`.execute(on)).rows[0]?.synchronous;

test('what is written beside a claim reaches the disk before it is answered, however the claim ends', async () => {
  const levels = await Promise.all([
    db.transaction().execute(level),
    writeUnflushed(db, level),
    db.transaction().execute(level),
    writeUnflushed(db, async (transaction) => {
      await level(transaction);
      throw new Error('no row');
    }).catch(() => 'failed'),
    db.transaction().execute(level),
  ]);
  expect(levels).toEqual([FULL, NORMAL, FULL, 'failed', FULL]);
});

test('that a message may have been sent reaches the disk before it is sent; that it was sent, and that a look has shown nothing new, can be found out again', async () => {
  await migrate(db as never, 'sqlite');
  let waits: string[] = [];
  const home = embeddedHome(db, () => {});
  const store = createStore(
    {
      ...home,
      writeUnflushed(run) {
        waits = ['no'];
        return writeUnflushed(db, run);
      },
    },
    { log: silentLog, clock: fixedClock },
  );
  const flushed = async <T>(act: () => Promise<T>): Promise<[T, boolean]> => {
    waits = [];
    return [await act(), waits.length === 0];
  };
  const request = aRequest('r-1');
  const instances = [{ next: anInstance('r-1', 1) }];
  await store.commit({ requests: [{ next: request }], instances, messages: [card('r-1')], at: NOW });
  const claim = { owner: 'A', now: NOW, claimUntil: NOW + 60_000, limit: 100 };
  const [[delivery], ofDelivery] = await flushed(() => store.outbox.claim({ ...claim, skipChannels: [] }));
  if (delivery === undefined) throw new Error('nothing was due');
  const [, ofAnswer] = await flushed(() => store.outbox.delivered(delivery, { channel: 'C1', ts: '1.1' }, NOW));
  const [, ofInstances] = await flushed(() => store.claimInstances(claim));
  expect({ ofDelivery, ofAnswer, ofInstances }).toEqual({ ofDelivery: true, ofAnswer: false, ofInstances: false });

  const seenBefore = { status: 'Pending', at: NOW } as const;
  const seen = (version: number, at: number) =>
    [1, 2].map((n) => ({ next: anInstance('r-1', n, { version, observed: { status: 'Pending', at } }) }));
  await store.commit({ instances: [{ next: anInstance('r-1', 2) }], at: NOW });
  const [, ofFirstLook] = await flushed(() => store.commit({ instances: seen(2, NOW), at: NOW }));
  const again = seen(3, NOW + 1).map((write) => ({ ...write, seenBefore }));
  const [, ofSameLook] = await flushed(() => store.commit({ instances: again, events: [], messages: [], at: NOW }));
  const more = seen(4, NOW + 2).map((write) => ({ ...write, seenBefore: { ...seenBefore, at: NOW + 1 } }));
  const [, withMessage] = await flushed(() => store.commit({ instances: more, messages: [card('r-1')], at: NOW }));
  expect({ ofFirstLook, ofSameLook, withMessage }).toEqual({ ofFirstLook: true, ofSameLook: false, withMessage: true });
});
