import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, Migrator, sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../src/core/log.ts';
import { first } from '../../src/store/migrations/0001-first.ts';
import { chain } from '../../src/store/migrations/0002-chain.ts';
import { freeze } from '../../src/store/migrations/0003-freeze.ts';
import { lastRequest } from '../../src/store/migrations/0004-last-request.ts';
import { openStore } from '../../src/store/open.ts';
import { openSqlite } from '../../src/store/sqlite.ts';
import { aRequest, fixedClock, NOW } from './samples.ts';

test('what an earlier version has written counts against the budgets of its month', async () => {
  const directory = join(mkdtempSync(join(tmpdir(), 'ecs-chatops-')), 'data');
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  mkdirSync(directory);
  const old = (await openSqlite(join(directory, 'ecs-chatops.db'))) as unknown as Kysely<unknown>;
  const up = (step: typeof first) => ({ up: (db: Kysely<unknown>) => step(db, 'sqlite') });
  const getMigrations = async () => ({
    '0001-first': up(first),
    '0002-chain': up(chain),
    '0003-freeze': up(freeze),
    '0004-last-request': up(lastRequest),
  });
  const { error } = await new Migrator({ db: old, provider: { getMigrations } }).migrateToLatest();
  expect(error).toBeUndefined();
  for (const [id, createdAt] of [
    ['r-earlier', NOW - 1],
    ['r-later', NOW],
  ] as const) {
    const { version, dueAt, card, approval, ...body } = aRequest(id, { createdAt });
    await sql`insert into requests (id, version, state, origin, requester, due_at, body)
      values (${id}, ${version}, ${body.state}, ${body.origin}, 'U1', null, ${JSON.stringify(body)})`.execute(old);
  }
  await old.destroy();

  const opened = await openStore({ kind: 'embedded', directory }, { log: silentLog, clock: fixedClock });
  if (!opened.ok) throw new Error(opened.error);
  onTestFinished(() => opened.value.close());
  expect((await opened.value.month(NOW)).spending.map(({ requestId }) => requestId)).toEqual(['r-later']);
});
