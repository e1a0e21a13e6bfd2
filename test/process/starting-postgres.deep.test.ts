import pg from 'pg';
import { afterAll, beforeAll, expect, onTestFinished, test, vi } from 'vitest';
import { MIGRATIONS } from '../../src/store/opening/migrate.ts';
import { startPostgres, type TestPostgres } from '../support/postgres.ts';
import { openSandbox, type TestSandbox } from '../support/sandbox.ts';
import { environmentIn, launchBot } from './bot-process.ts';

let sandbox: TestSandbox;
let postgres: TestPostgres;
beforeAll(async () => {
  [sandbox, postgres] = await Promise.all([openSandbox(), startPostgres()]);
});
afterAll(() => Promise.all([sandbox?.close(), postgres?.stop()]));

async function clientOf(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

/** The note of a migration is made in its transaction: while that sleeps, all that it has made is there and not yet for good. */
const slowToMigrate = (client: pg.Client) =>
  client.query(`
    create table kysely_migration (name varchar(255) not null primary key, timestamp varchar(255) not null);
    create function rest() returns trigger language plpgsql as 'begin perform pg_sleep(5); return new; end';
    create trigger slow after insert on kysely_migration for each row execute function rest();`);

const sleepersIn = async (client: pg.Client): Promise<number> => {
  const asked = `select pid from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep'`;
  return (await client.query(asked)).rows.length;
};

/** What the database has been through, and the tables that there are beside the notes of that. */
async function migrationsIn(client: pg.Client): Promise<{ readonly names: string[]; readonly tables: string[] }> {
  const names = await client.query('select name from kysely_migration order by name');
  const tables = await client.query(
    `select tablename from pg_tables where schemaname = 'public' and tablename not like 'kysely%' order by tablename`,
  );
  return { names: names.rows.map(({ name }) => name), tables: tables.rows.map(({ tablename }) => tablename) };
}

const launch = (url: string) => launchBot({ ...environmentIn(sandbox), DATABASE_URL: url });

test.each([
  { signal: 'SIGTERM', code: 0 },
  { signal: 'SIGINT', code: 0 },
  { signal: 'SIGKILL', code: null },
] as const)(
  '$signal while PostgreSQL migrates leaves nothing half migrated, and the next start migrates it',
  async ({ signal, code }) => {
    const url = await postgres.database();
    const client = await clientOf(url);
    await slowToMigrate(client);
    const bot = await launch(url);
    await vi.waitUntil(async () => (await sleepersIn(client)) === 1, { timeout: 60_000, interval: 20 });
    expect(await bot.stop(signal), bot.said()).toBe(code);
    if (signal !== 'SIGKILL') expect(bot.said()).toContain('stopping before the start is over');
    expect(await migrationsIn(client)).toEqual({ names: [], tables: [] });

    // The server notices that nobody is there any more once it has slept; until then the next start waits for its lock.
    const next = await launch(url);
    await next.ready();
    const migrated = await migrationsIn(client);
    expect(migrated.names).toEqual(Object.keys(MIGRATIONS));
    expect(migrated.tables.length).toBeGreaterThan(5);
    expect(await next.stop('SIGTERM'), next.said()).toBe(0);
  },
  120_000,
);
