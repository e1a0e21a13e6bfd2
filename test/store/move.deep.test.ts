import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Kysely, sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, onTestFinished, test } from 'vitest';
import { silentLog } from '../../src/core/base/log.ts';
import { countRows, TABLE_NAMES } from '../../src/store/move/copy-tables.ts';
import { moveStore } from '../../src/store/move/move-store.ts';
import { FILE } from '../../src/store/opening/left-database.ts';
import { openStore } from '../../src/store/opening/open.ts';
import { openEmbedded } from '../../src/store/opening/open-embedded.ts';
import { openPostgresToRead } from '../../src/store/opening/open-postgres.ts';
import type { Tables } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';
import { type CommandEnded, runCommand } from '../process/command-line.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { systemClock } from './crash/child-clock.ts';
import { anEvent, aRequest, ask, card, dm, line, NOW, randomRows, seeded } from './samples.ts';

const DEPS = { log: silentLog, clock: systemClock };
/** More than are copied at once. */
const REQUESTS = 510;

const command = (args: readonly string[], more: Readonly<Record<string, string>> = {}): Promise<CommandEnded> =>
  runCommand('ops/move-main.js', { DATA_DIR: directory, ...more }, args);

const newDirectory = () => mkdtempSync(join(tmpdir(), 'ecs-chatops-move-'));

let postgres: TestPostgres;
let filled: string;
beforeAll(async () => {
  postgres = await startPostgres();
  directory = newDirectory();
  await fill();
  filled = directory;
}, 120_000);
afterAll(async () => {
  rmSync(filled, { recursive: true, force: true });
  await postgres.stop();
});

let directory: string;
let url: string;
beforeEach(async () => {
  directory = newDirectory();
  url = await postgres.database();
  return () => rmSync(directory, { recursive: true, force: true });
});

async function open(place: string): Promise<Store> {
  const config = place.startsWith('postgres')
    ? ({ kind: 'postgres', url: place } as const)
    : ({ kind: 'embedded', directory: place } as const);
  const store = await openStore(config, DEPS);
  if (!store.ok) throw new Error(store.error);
  return store.value;
}

/** A store with rows of every shape, one claim of a process that has died, and messages on their way. */
async function fill(): Promise<void> {
  const store = await open(directory);
  const make = randomRows(seeded(20261129));
  for (let n = 0; n < REQUESTS; n += 1) {
    const id = `r-${n}`;
    const row = make.request(id);
    await store.commit({
      requests: [{ next: row }],
      instances: [{ next: make.instance(id, 1) }],
      events: [make.event(id), make.event(id)],
      messages: [card(id), line(id, 1), dm(id), ask(id)],
      at: NOW,
    });
  }
  await store.claimInstances({ owner: 'died', now: NOW * 2, claimUntil: NOW * 3, limit: 5 });
  await store.close();
  await withFile(async (db) => {
    await sql`insert into archived_events select * from events where seq < 4`.execute(db);
    await sql`delete from events where seq < 4`.execute(db);
    for (const table of TABLE_NAMES) await fillTable(db, table);
  });
}

async function withFile(use: (db: Kysely<Tables>) => Promise<void>): Promise<void> {
  const home = await openEmbedded(directory, DEPS);
  if (!home.ok) throw new Error(home.error);
  await use(home.value.db).finally(() => home.value.close());
}

/** What the commits above do not come to gets a row of its own. */
async function fillTable(db: Kysely<Tables>, table: keyof Tables): Promise<void> {
  const { rows } = await sql<{
    name: string;
    type: string;
  }>`select name, type from pragma_table_info(${table})`.execute(db);
  const values = rows.map(({ name, type }) => ({ text: `${table}.${name}`, bigint: 900_000_000_000 })[type] ?? 7);
  await sql`insert or ignore into ${sql.table(table)} (${sql.join(rows.map(({ name }) => sql.ref(name)))})
    select ${sql.join(values)} where not exists (select 1 from ${sql.table(table)})`.execute(db);
}

const rowsIn = async (db: Kysely<Tables>, table: keyof Tables): Promise<readonly string[]> => {
  const { rows } = await sql<Record<string, unknown>>`select * from ${sql.table(table)}`.execute(db);
  return rows.map((row) => JSON.stringify({ ...row, claim_owner: null, claim_until: null })).toSorted();
};

async function everything(db: Kysely<Tables>): Promise<Record<string, readonly string[]>> {
  const all: Record<string, readonly string[]> = {};
  for (const table of TABLE_NAMES) all[table] = await rowsIn(db, table);
  return all;
}

async function inPostgres(): Promise<Kysely<Tables>> {
  const opened = await openPostgresToRead(url);
  if (!opened.ok) throw new Error(opened.error);
  onTestFinished(() => opened.value.destroy());
  return opened.value;
}

test('every row of every table is carried over, and the old database is set aside', async () => {
  cpSync(filled, directory, { recursive: true });
  let before: Record<string, readonly string[]> = {};
  await withFile(async (db) => {
    before = await everything(db);
  });
  expect(Object.entries(before).filter(([, rows]) => rows.length === 0)).toEqual([]);
  const moved = await moveStore(directory, url, DEPS);
  if (!moved.ok) throw new Error(moved.error);
  expect(await everything(await inPostgres())).toEqual(before);
  expect(moved.value.kept).toBe(`${join(directory, FILE)}.moved`);
  expect(existsSync(join(directory, FILE))).toBe(false);

  // What was on its way goes on, and what was claimed by the one that died is free.
  const store = await open(url);
  onTestFinished(() => store.close());
  expect(await store.requestByOrigin('view:r-1')).toMatchObject({ id: 'r-1' });
  await store.commit({ requests: [{ next: aRequest('r-new') }], messages: [card('r-new')], at: NOW });
  const due = await store.claimInstances({ owner: 'new', now: NOW * 2, claimUntil: NOW * 3, limit: REQUESTS });
  expect(due.length).toBe((before.instances ?? []).filter((row) => JSON.parse(row).due_at !== null).length);
});

test('a database that is in use is refused, and nothing of either changes', async () => {
  cpSync(filled, directory, { recursive: true });
  const used = await open(url);
  await used.commit({ requests: [{ next: aRequest('r-other') }], at: NOW });
  await used.close();
  const moved = await moveStore(directory, url, DEPS);
  expect(moved).toEqual({ ok: false, error: expect.stringMatching(/^Nothing was moved\. .* in use already\./u) });
  expect((await countRows(await inPostgres())).requests).toBe(1);
  await withFile(async (db) => expect((await countRows(db)).requests).toBe(REQUESTS));
});

test('a store whose audit trail was changed is refused, and the new database stays empty', async () => {
  cpSync(filled, directory, { recursive: true });
  await withFile(async (db) => {
    await sql`drop trigger events_no_update`.execute(db);
    await sql`update events set actor = 'U9' where seq = 700`.execute(db);
  });
  const moved = await moveStore(directory, url, DEPS);
  expect(moved).toEqual({ ok: false, error: expect.stringMatching(/The audit trail is broken/u) });
  const counts = await countRows(await inPostgres());
  expect([counts.requests, counts.events, counts.outbox]).toEqual([0, 0, 0]);
  expect((await moveStore(directory, url, DEPS)).ok).toBe(false);
});

test('a store that a bot works on is refused', async () => {
  const store = await open(directory);
  onTestFinished(() => store.close());
  expect(await moveStore(directory, url, DEPS)).toEqual({
    ok: false,
    error: expect.stringMatching(/is in use by another ecs-chatops/u),
  });
});

test('the command says what was moved and what to do next, without the password', async () => {
  const store = await open(directory);
  await store.commit({
    requests: [{ next: aRequest('r-1') }],
    events: [anEvent('r-1')],
    messages: [card('r-1')],
    at: NOW,
  });
  await store.close();
  const { password } = new URL(url);
  const moved = await command(['--to', url]);
  expect(moved).toMatchObject({ code: 0, stderr: '' });
  expect(moved.stdout).toMatch(/^Moved requests: 1; .* events: 1\.\n.* ends with event 1, hash [0-9a-f]{64}\.\n/u);
  expect(moved.stdout).toContain('Start the bot with this DATABASE_URL');
  const again = await command(['--to', url]);
  expect(again).toMatchObject({ code: 1, stderr: expect.stringMatching(/^There is no database/u) });
  const misused = await command([url]);
  expect(misused).toMatchObject({ code: 2, stderr: expect.stringMatching(/^Usage: /u) });
  const said = [moved, again, misused].map(({ stdout, stderr }) => stdout + stderr).join('');
  expect(said).not.toContain(password);
});

test('the new database comes from the environment or a file, where nobody else reads its password', async () => {
  await (await open(directory)).close();
  expect(await command([])).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^No database to move to\. Set /u),
  });
  const file = join(directory, 'url');
  writeFileSync(file, 'mysql://h/d');
  const wrong = await command([], { DATABASE_URL_FILE: file });
  expect(wrong).toMatchObject({ code: 1, stderr: expect.stringContaining('postgres://') });
  writeFileSync(file, url);
  expect(await command([], { DATABASE_URL_FILE: file })).toMatchObject({ code: 0, stderr: '' });
  expect(await command([], { DATABASE_URL: url })).toMatchObject({ code: 1 });
  expect(await command(['--to', url], { DATABASE_URL_FILE: '/nowhere' })).toMatchObject({ code: 1 });
});

test('a directory without a store is refused', async () => {
  expect(await moveStore(directory, url, DEPS)).toEqual({
    ok: false,
    error: expect.stringMatching(/^There is no database/u),
  });
  expect(existsSync(join(directory, FILE))).toBe(false);
});

test('a bot does not begin on an empty PostgreSQL database while its own was not moved there, and does once it was', async () => {
  cpSync(filled, directory, { recursive: true });
  const begin = () => openStore({ kind: 'postgres', url, directory }, DEPS);
  const refused = {
    ok: false,
    error: expect.stringMatching(/is empty, and .*ecs-chatops\.db was not moved there\. Run npm run move\./u),
  };
  expect(await begin()).toEqual(refused);
  expect(await begin()).toEqual(refused);
  expect((await moveStore(directory, url, DEPS)).ok).toBe(true);
  const moved = await begin();
  if (!moved.ok) throw new Error(moved.error);
  await moved.value.close();
  // Without the setting, it would begin anew beside what was moved.
  expect(await openStore({ kind: 'embedded', directory }, DEPS)).toEqual({
    ok: false,
    error: expect.stringMatching(/was moved to PostgreSQL\. Set DATABASE_URL/u),
  });
});
