import { type Kysely, sql } from 'kysely';
import type { Tables } from '../schema.ts';

type Row = Readonly<Record<string, unknown>>;

/** Every table, referenced tables first. `fresh`: the schema makes rows, which the store's rows replace. */
const TABLES: Readonly<Record<keyof Tables, 'rows' | 'fresh'>> = {
  requests: 'rows',
  mailboxes: 'rows',
  instances: 'rows',
  regions_used: 'rows',
  archived_events: 'rows',
  events: 'rows',
  chain: 'fresh', // after the events: each insert of an event moves it
  outbox: 'rows',
  liveness: 'fresh',
  settings: 'fresh',
  askers: 'rows',
  marks: 'rows',
  expenses: 'rows',
  spending: 'rows',
  own_keys: 'rows',
  closed_channels: 'rows',
  deliveries: 'rows',
  archived_requests: 'rows',
  archived_rows: 'rows',
};

export const TABLE_NAMES = Object.keys(TABLES) as readonly (keyof Tables)[];

/** The number of rows of each table. */
export type RowCounts = Readonly<Record<keyof Tables, number>>;

const AT_ONCE = 500;

/** Copies every row of an unused embedded store into a new PostgreSQL database, within the caller's transaction. */
export async function copyTables(from: Kysely<Tables>, to: Kysely<Tables>): Promise<void> {
  for (const table of TABLE_NAMES) {
    if (TABLES[table] === 'fresh') await sql`delete from ${sql.table(table)}`.execute(to);
    await copyTable(from, to, table);
  }
  await continueNumbers(from, to);
}

async function copyTable(from: Kysely<Tables>, to: Kysely<Tables>, table: keyof Tables): Promise<void> {
  for (let after = Number.MIN_SAFE_INTEGER; ; ) {
    const found = await sql<Row & { readonly copied_row: number }>`
      select rowid as copied_row, * from ${sql.table(table)} where rowid > ${after} order by rowid limit ${AT_ONCE}`.execute(
      from,
    );
    const last = found.rows.at(-1);
    if (last === undefined) return;
    await insertAll(to, table, found.rows.map(unclaimed));
    after = last.copied_row;
  }
}

/** Drops claims: their process has ended. */
function unclaimed({ copied_row: _, ...row }: Row): Row {
  return 'claim_owner' in row ? { ...row, claim_owner: null, claim_until: null } : row;
}

async function insertAll(to: Kysely<Tables>, table: string, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  const values = rows.map((row) => sql`(${sql.join(columns.map((column) => row[column]))})`);
  // Messages keep their numbers, which other rows refer to.
  await sql`insert into ${sql.table(table)} (${sql.join(columns.map((column) => sql.ref(column)))})
    overriding system value values ${sql.join(values)}`.execute(to);
}

/** A message's number is never reused, even if that message was sent and deleted. */
async function continueNumbers(from: Kysely<Tables>, to: Kysely<Tables>): Promise<void> {
  const { rows } = await sql<{ readonly seq: number }>`
    select seq from sqlite_sequence where name = 'outbox'`.execute(from);
  const last = rows[0]?.seq ?? 0;
  if (last > 0) await sql`select setval(pg_get_serial_sequence('outbox', 'seq'), ${last})`.execute(to);
}

export async function countRows(db: Kysely<Tables>): Promise<RowCounts> {
  const counts: Partial<Record<keyof Tables, number>> = {};
  for (const table of TABLE_NAMES) {
    const { rows } = await sql<{ readonly many: number }>`select count(*) as many from ${sql.table(table)}`.execute(db);
    counts[table] = Number(rows[0]?.many ?? 0);
  }
  return counts as RowCounts;
}
