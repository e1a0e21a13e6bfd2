import { closeSync, openSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { markCleanEnd } from '../../src/store/opening/clean-end.ts';
import { MIGRATIONS } from '../../src/store/opening/migrate.ts';
import { openSandbox, type TestSandbox } from '../support/sandbox.ts';
import { emptyDirectory, environmentIn, launchBot } from './bot-process.ts';

let sandbox: TestSandbox;
beforeAll(async () => {
  sandbox = await openSandbox();
});
afterAll(() => sandbox?.close());

const fileIn = (directory: string): string => join(directory, 'ecs-chatops.db');

/** A database that takes a while to be checked. */
function withFiller(directory: string, rows = 400_000): void {
  const db = new Database(fileIn(directory));
  db.exec('create table filler (a text unique, b text)');
  db.exec(
    `insert into filler with recursive c(n) as (select 1 union all select n + 1 from c where n < ${rows}) ` +
      'select hex(randomblob(20)), hex(randomblob(100)) from c',
  );
  db.close();
}

/**
 * A database that takes a while to be migrated: the note of a migration, which is made in its transaction, makes many rows. It is big
 * enough for a process of its own, and was closed well, so that it is not checked first.
 */
function slowToMigrate(directory: string): void {
  withFiller(directory, 60_000);
  const db = new Database(fileIn(directory));
  db.exec('create table kysely_migration (name varchar(255) not null primary key, timestamp varchar(255) not null)');
  db.exec('create table digits (n integer)');
  db.exec(`insert into digits values ${Array.from({ length: 10 }, (_, n) => `(${n})`).join(', ')}`);
  db.exec('create table made (a text unique)');
  const digits = Array.from({ length: 6 }, (_, n) => `digits d${n}`).join(', ');
  db.exec(`create trigger slow after insert on kysely_migration
    begin insert into made select hex(randomblob(20)) from ${digits} where d0.n < 3; end`);
  db.close();
  markCleanEnd(fileIn(directory));
}

/** By each migration. */
const MADE = 300_000;

/** What a file beside which no bot runs has been through: its migrations, and the rows that they have made. */
function migrationsIn(directory: string): { readonly names: readonly string[]; readonly made: number } {
  const db = new Database(fileIn(directory));
  const rows = db.prepare('select name from kysely_migration order by name').all() as { name: string }[];
  const { made } = db.prepare('select count(*) as made from made').get() as { made: number };
  const sound = db.prepare('pragma quick_check(1)').all();
  db.close();
  expect(sound).toMatchObject([{ quick_check: 'ok' }]);
  return { names: rows.map(({ name }) => name), made };
}

const launch = (directory: string) => launchBot({ ...environmentIn(sandbox), DATA_DIR: directory });

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
    slowToMigrate(directory);
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
      expect(migrationsIn(directory)).toEqual({ names: [], made: 0 });
    }

    const next = await launch(directory);
    await next.ready();
    expect(await next.stop('SIGTERM'), next.said()).toBe(0);
    const names = Object.keys(MIGRATIONS);
    expect(migrationsIn(directory)).toEqual({ names, made: names.length * MADE });
  },
  240_000,
);
