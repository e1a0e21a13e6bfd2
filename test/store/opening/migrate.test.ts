import { type Kysely, sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { MIGRATIONS, migrate, otherSchema, UnknownSchema } from '../../../src/store/opening/migrate.ts';
import { openSqlite } from '../../../src/store/opening/sqlite.ts';

async function emptyDatabase(): Promise<Kysely<unknown>> {
  const db = (await openSqlite(':memory:')) as Kysely<unknown>;
  onTestFinished(() => db.destroy());
  return db;
}

const tablesOf = async (db: Kysely<unknown>): Promise<readonly string[]> =>
  (await db.introspection.getTables()).map(({ name }) => name);

const make = (table: string) => async (db: Kysely<unknown>) => {
  await sql`create table ${sql.table(table)} (id text)`.execute(db);
};
const broken = async (db: Kysely<unknown>) => {
  await make('half')(db);
  await sql`insert into nowhere values (1)`.execute(db);
};

test('what is appended runs once, over a database that has what came before', async () => {
  const db = await emptyDatabase();
  await migrate(db, 'sqlite');
  await sql`insert into marks values ('kept', 1)`.execute(db);
  for (let time = 1; time <= 2; time++) await migrate(db, 'sqlite', { ...MIGRATIONS, '0002-later': make('later') });
  expect(await tablesOf(db)).toContain('later');
  expect((await sql`select * from marks`.execute(db)).rows).toEqual([{ name: 'kept', at: 1 }]);
});

test('of migrations of which one fails nothing stays, and they can be tried again', async () => {
  const db = await emptyDatabase();
  await migrate(db, 'sqlite');
  const before = await tablesOf(db);
  const later = { ...MIGRATIONS, '0002-later': make('later') };
  await expect(migrate(db, 'sqlite', { ...later, '0003-broken': broken })).rejects.toThrow('nowhere');
  expect(await tablesOf(db)).toEqual(before);
  await migrate(db, 'sqlite', { ...later, '0003-broken': make('mended') });
  expect(await tablesOf(db)).toEqual(expect.arrayContaining(['later', 'mended']));
});

test.each([
  ['newer', { ...MIGRATIONS, '0002-later': make('later') }],
  ['draft', { '0001-first': make('requests'), '0002-chain': make('chain') }],
] as const)('a schema that this version does not know (%s) is refused as it is', async (is, migrations) => {
  const db = await emptyDatabase();
  await migrate(db, 'sqlite', migrations);
  const before = await tablesOf(db);
  const refused = await migrate(db, 'sqlite').catch((error: unknown) => error);
  expect(refused).toBeInstanceOf(UnknownSchema);
  expect(refused).toMatchObject({ is });
  expect(await otherSchema(db)).toBe(is);
  expect(await tablesOf(db)).toEqual(before);
});
