import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSqlite, writeUnflushed } from '../../../src/store/opening/sqlite.ts';
import type { Tables } from '../../../src/store/schema.ts';

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
