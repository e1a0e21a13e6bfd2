import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { type Kysely, Migrator, sql } from 'kysely';
import Database from 'libsql';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { freePort } from '../../src/sandbox/bot.ts';
import { first as firstMigration } from '../../src/store/migrations/0001-first.ts';
import { openSqlite } from '../../src/store/opening/sqlite.ts';
import { anInstance, aRequest, NOW } from '../store/samples.ts';
import { BUILT_BOT, openSandbox, type TestSandbox } from '../support/sandbox.ts';
import { emptyDirectory, environmentIn } from './bot-process.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox?.close());

const fileIn = (directory: string): string => join(directory, 'ecs-chatops.db');

/** A database that takes a while to be checked. */
function withFiller(directory: string): void {
  const db = new Database(fileIn(directory));
  db.exec('create table filler (a text unique, b text)');
  db.exec(
    'insert into filler with recursive c(n) as (select 1 union all select n + 1 from c where n < 400000) ' +
      'select hex(randomblob(20)), hex(randomblob(100)) from c',
  );
  db.close();
}

/** A database of the first version, with so much in it that it takes a while to be migrated. */
async function ofTheFirstVersion(directory: string): Promise<void> {
  const db = await openSqlite(fileIn(directory));
  const up = (on: Kysely<unknown>) => firstMigration(on, 'sqlite');
  const provider = { getMigrations: async () => ({ '0001-first': { up } }) };
  await new Migrator({ db: db as Kysely<unknown>, provider }).migrateToLatest();
  const request = JSON.stringify(aRequest('r-old', { state: 'finished', finishedAt: NOW }));
  await sql`insert into requests (id, version, state, origin, requester, body)
    values ('r-old', 1, 'finished', 'view:1', 'U1', ${request})`.execute(db);
  const { heldBy: _heldBy, order: _order, ...earlier } = anInstance('r-old', 1, { outcome: 'failed', dueAt: null });
  await sql`insert into instances (id, request_id, ordinal, version, region, body)
    with recursive c(n) as (select 1 union all select n + 1 from c where n < ${INSTANCES})
    select 'r-old-' || n, 'r-old', n, 1, 'cn-beijing',
      json_set(${JSON.stringify(earlier)}, '$.id', 'r-old-' || n, '$.ordinal', n) from c`.execute(db);
  await db.destroy();
}

const INSTANCES = 30_000;

/** What a file beside which no bot runs has been through. */
function migrationsIn(directory: string): readonly string[] {
  const db = new Database(fileIn(directory));
  const rows = db.prepare('select name from kysely_migration order by name').all() as { name: string }[];
  const sound = db.prepare('pragma quick_check(1)').all();
  db.close();
  expect(sound).toMatchObject([{ quick_check: 'ok' }]);
  return rows.map(({ name }) => name);
}

async function launch(directory: string) {
  const port = await freePort();
  const child = spawn(process.execPath, [BUILT_BOT], {
    cwd: emptyDirectory(),
    env: {
      PATH: process.env.PATH ?? '',
      ...environmentIn(sandbox),
      DATA_DIR: directory,
      HEALTH_PORT: String(port),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  const ended = once(child, 'close');
  const readiness = async (): Promise<Record<string, unknown>> => {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
    return answer === null ? {} : ((await answer.json()) as Record<string, unknown>);
  };
  const livez = async () => (await fetch(`http://127.0.0.1:${port}/livez`)).status;
  const ready = () => vi.waitUntil(async () => (await readiness()).ready === true, { timeout: 60_000, interval: 20 });
  const stop = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    return (await ended)[0];
  };
  return { readiness, livez, ready, stop, ended, said: () => said };
}

test('a big store is checked after an unclean end alone, while signals and health are answered', async () => {
  const directory = emptyDirectory();
  const first = await launch(directory);
  await first.ready();
  expect(await first.stop('SIGTERM')).toBe(0);
  withFiller(directory);

  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    const bot = await launch(directory);
    await vi.waitUntil(async () => String((await bot.readiness()).starting).includes('checked for damage'), {
      timeout: 20_000,
      interval: 5,
    });
    expect(await bot.livez()).toBe(200);
    expect(await bot.stop(signal), bot.said()).toBe(0);
    expect(bot.said()).toContain('stopping before the start is over');
  }

  const checked = await launch(directory);
  await checked.ready();
  expect(checked.said()).toContain('"step":"checking"');
  expect(await checked.stop('SIGTERM')).toBe(0);

  const again = await launch(directory);
  await again.ready();
  expect(again.said()).not.toContain('"step":"checking"');
  expect(await again.stop('SIGKILL')).toBeNull();

  const killed = await launch(directory);
  await killed.ready();
  expect(killed.said()).toContain('"step":"checking"');
  expect(await killed.stop('SIGTERM')).toBe(0);

  const file = openSync(fileIn(directory), 'r+');
  const { size } = statSync(fileIn(directory));
  writeSync(file, Buffer.alloc(16_384, 0xab), 0, 16_384, Math.floor(size / 2));
  closeSync(file);
  const damaged = await launch(directory);
  expect((await damaged.ended)[0]).toBe(1);
  expect(damaged.said()).toMatch(/is damaged\. Restore it from a backup/);
});

test.each(['SIGTERM', 'SIGINT', 'SIGKILL'] as const)(
  '%s while a big store is migrated leaves it whole, and the next start migrates it',
  async (signal) => {
    const directory = emptyDirectory();
    await ofTheFirstVersion(directory);
    const bot = await launch(directory);
    await vi.waitUntil(async () => String((await bot.readiness()).starting).includes('brought up to date'), {
      timeout: 60_000,
      interval: 5,
    });
    expect(await bot.livez()).toBe(200);
    expect(await bot.stop(signal), bot.said()).toBe(signal === 'SIGKILL' ? null : 0);
    // Nobody but the bot ends what migrates; where it was killed, that goes on for the next start to wait for.
    if (signal !== 'SIGKILL') {
      expect(bot.said()).toContain('stopping before the start is over');
      expect(migrationsIn(directory)).toEqual(['0001-first']);
    }

    const next = await launch(directory);
    await next.ready();
    expect(await next.stop('SIGTERM'), next.said()).toBe(0);
    expect(migrationsIn(directory).length).toBeGreaterThan(20);
    const db = new Database(fileIn(directory));
    expect(db.prepare('select count(*) as n from instances where requester = ?').get('U1')).toMatchObject({
      n: INSTANCES,
    });
    db.close();
  },
  240_000,
);
