import { type Kysely, sql } from 'kysely';
import type { DatabaseKind, Tables } from '../../../src/store/schema.ts';

/** So many rows go as one statement. */
const AT_ONCE = 2000;

export interface BulkWriter {
  /** Keeps a row until there are enough for one statement. Its fields must be those of the first row of that table. */
  add(table: keyof Tables, row: object): Promise<void>;
  /** Writes what is left, the tables in the order in which they first came. */
  flush(): Promise<void>;
}

/** Writes many rows quickly, as JSON in one parameter: a statement with a parameter for each value takes far longer. */
export function bulkWriter(db: Kysely<Tables>, kind: DatabaseKind): BulkWriter {
  const waiting = new Map<keyof Tables, object[]>();
  const writeAll = async () => {
    for (const [table, rows] of waiting) {
      if (rows.length > 0) await insert(db, kind, table, rows);
      waiting.set(table, []);
    }
  };
  return {
    async add(table, row) {
      const rows = waiting.get(table) ?? [];
      rows.push(row);
      waiting.set(table, rows);
      // All tables together, because rows refer to each other.
      if (rows.length >= AT_ONCE) await writeAll();
    },
    flush: writeAll,
  };
}

async function insert(db: Kysely<Tables>, kind: DatabaseKind, table: string, rows: readonly object[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  const names = sql.join(columns.map((column) => sql.ref(column)));
  const json = JSON.stringify(rows);
  const source =
    kind === 'sqlite'
      ? sql`select ${sql.join(columns.map((column) => sql`value ->> ${sql.lit(column)}`))} from json_each(${json})`
      : sql`select ${names} from json_populate_recordset(null::${sql.table(table)}, ${json}::json)`;
  await sql`insert into ${sql.table(table)} (${names}) ${source}`.execute(db);
}
