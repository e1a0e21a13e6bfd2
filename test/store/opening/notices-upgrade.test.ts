import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, Migrator, sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { first } from '../../../src/store/migrations/0001-first.ts';
import { openStore } from '../../../src/store/opening/open.ts';
import { openSqlite } from '../../../src/store/opening/sqlite.ts';
import { PLACE, takeAll } from '../contract/outbox.ts';
import { aRequest, fixedClock, line, NOW } from '../samples.ts';

test('where an earlier version has posted its cards, and what it had still to say, is kept', async () => {
  const directory = join(mkdtempSync(join(tmpdir(), 'ecs-chatops-')), 'data');
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  mkdirSync(directory);
  const old = (await openSqlite(join(directory, 'ecs-chatops.db'))) as unknown as Kysely<unknown>;
  const getMigrations = async () => ({ '0001-first': { up: (db: Kysely<unknown>) => first(db, 'sqlite') } });
  await new Migrator({ db: old, provider: { getMigrations } }).migrateToLatest();
  for (const id of ['r-a', 'r-b']) {
    const { version, dueAt, card, ...body } = aRequest(id);
    await sql`insert into requests (id, version, state, origin, requester, body)
      values (${id}, ${version}, ${body.state}, ${body.origin}, 'U1', ${JSON.stringify(body)})`.execute(old);
    await sql`insert into mailboxes (request_id, channel, card_channel, card_ts, claim_no)
      values (${id}, 'C1', ${PLACE.channel}, ${PLACE.ts}, 7)`.execute(old);
    await sql`insert into outbox (kind, request_id, body, revision, due_at)
      values ('thread', ${id}, ${JSON.stringify(line(id, 1))}, 1, ${NOW})`.execute(old);
  }
  await old.destroy();

  const opened = await openStore({ kind: 'embedded', directory }, { log: silentLog, clock: fixedClock });
  if (!opened.ok) throw new Error(opened.error);
  const store = opened.value;
  onTestFinished(() => store.close());
  expect((await store.request('r-a'))?.card).toEqual(PLACE);
  const taken = await takeAll(store);
  expect(taken.map(({ requestId, card, messages }) => ({ requestId, card, messages }))).toEqual(
    ['r-a', 'r-b'].map((id) => ({ requestId: id, card: PLACE, messages: [line(id, 1)] })),
  );
  // No message can come to stand in a mailbox that is not there.
  await expect(store.commit({ messages: [line('r-none', 1)], at: NOW })).rejects.toThrow();
});
