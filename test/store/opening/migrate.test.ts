import { type Kysely, sql } from 'kysely';
import { expect, onTestFinished, test } from 'vitest';
import { MIGRATIONS, migrate, mustBeAlone, otherSchema, UnknownSchema } from '../../../src/store/opening/migrate.ts';
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
  for (let time = 1; time <= 2; time++) await migrate(db, 'sqlite', { ...MIGRATIONS, '0008-later': make('later') });
  expect(await tablesOf(db)).toContain('later');
  expect((await sql`select * from marks`.execute(db)).rows).toEqual([{ name: 'kept', at: 1 }]);
});

test('of migrations of which one fails nothing stays, and they can be tried again', async () => {
  const db = await emptyDatabase();
  await migrate(db, 'sqlite');
  const before = await tablesOf(db);
  const later = { ...MIGRATIONS, '0008-later': make('later') };
  await expect(migrate(db, 'sqlite', { ...later, '0009-broken': broken })).rejects.toThrow('nowhere');
  expect(await tablesOf(db)).toEqual(before);
  await migrate(db, 'sqlite', { ...later, '0009-broken': make('mended') });
  expect(await tablesOf(db)).toEqual(expect.arrayContaining(['later', 'mended']));
});

test.each([
  ['newer', { ...MIGRATIONS, '0008-later': make('later') }],
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

test('a schema to which a newer version has only added is worked with as it is, and brought further by the newer one alone', async () => {
  const db = await emptyDatabase();
  const newer = { ...MIGRATIONS, '0008-adds-later': make('later') };
  await migrate(db, 'sqlite', newer);
  const before = await tablesOf(db);
  await migrate(db, 'sqlite');
  expect(await otherSchema(db)).toBeNull();
  expect(await tablesOf(db)).toEqual(before);
  await migrate(db, 'sqlite', { ...newer, '0009-adds-more': make('more') });
  expect(await tablesOf(db)).toContain('more');
  await migrate(db, 'sqlite', { ...newer, '0009-adds-more': make('more'), '0010-breaks': make('last') });
  await expect(migrate(db, 'sqlite')).rejects.toMatchObject({ is: 'newer' });
});

test('of two lines of versions neither works with what the other has added', async () => {
  const db = await emptyDatabase();
  await migrate(db, 'sqlite', { ...MIGRATIONS, '0008-adds-here': make('here') });
  const there = { ...MIGRATIONS, '0008-adds-there': make('there') };
  await expect(migrate(db, 'sqlite', there)).rejects.toMatchObject({ is: 'newer' });
});

test.each([
  ['0008-adds-later', false],
  ['0008-later', true],
])('%s needs the database for itself: %s', async (name, alone) => {
  const db = await emptyDatabase();
  const later = { ...MIGRATIONS, [name]: make('later') };
  expect(await mustBeAlone(db, later)).toBe(false);
  await migrate(db, 'sqlite');
  expect(await mustBeAlone(db, later)).toBe(alone);
  await migrate(db, 'sqlite', later);
  expect(await mustBeAlone(db, later)).toBe(false);
});
