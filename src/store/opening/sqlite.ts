import {
  type DialectAdapter,
  Kysely,
  SqliteAdapter,
  type SqliteDatabase,
  SqliteDialect,
  type SqliteStatement,
  sql,
} from 'kysely';
import type { Tables } from '../schema.ts';

/**
 * Opens the file (or `:memory:`) for durable writing. Throws the database's own error.
 *
 * `synchronous=FULL`, because a confirmed commit must survive a power cut: purchases rest on it.
 *
 * @param script SQL to run in it first
 */
export async function openSqlite(path: string, script = ''): Promise<Kysely<Tables>> {
  const { default: Database } = await import('libsql');
  const file = new Database(path);
  try {
    file.exec('pragma busy_timeout = 2000');
    file.exec('pragma foreign_keys = on');
    file.pragma('journal_mode = wal');
    file.exec('pragma synchronous = full');
    // Limits the rows read per index for statistics: milliseconds, whatever its size.
    file.exec('pragma analysis_limit = 400');
    if (script !== '') file.exec(script);
  } catch (error) {
    file.close();
    throw error;
  }
  return new Kysely<Tables>({ dialect: new TransactionalSqlite({ database: withKeptStatements(file) }) });
}

/** Opens the file read-only beside the process that writes it. Throws the database's own error. */
export async function openSqliteToRead(path: string): Promise<Kysely<Tables>> {
  const { default: Database } = await import('libsql');
  const file = new Database(path);
  try {
    file.exec('pragma busy_timeout = 2000');
    file.exec('pragma query_only = on');
  } catch (error) {
    file.close();
    throw error;
  }
  return new Kysely<Tables>({ dialect: new SqliteDialect({ database: file }) });
}

/**
 * Writes a database as of one moment to an empty file, beside the process that works on it. Throws the database's own
 * error.
 */
export async function copySqlite(from: string, to: string): Promise<void> {
  const { default: Database } = await import('libsql');
  const file = new Database(from);
  try {
    file.exec('pragma busy_timeout = 2000');
    file.prepare('vacuum into ?').run(to);
  } finally {
    file.close();
  }
}

/**
 * A transaction that does not wait for the disk: a power cut may undo it. Every later commit takes it to the disk too. It
 * has the only connection to itself, so no other commit is affected.
 */
export const writeUnflushed = <T>(db: Kysely<Tables>, run: (transaction: Kysely<Tables>) => Promise<T>): Promise<T> =>
  db.connection().execute(async (connection) => {
    await sql`pragma synchronous = normal`.execute(connection);
    try {
      return await connection.transaction().execute(run);
    } finally {
      await sql`pragma synchronous = full`.execute(connection);
    }
  });

/** Reads the whole file; true when it is not damaged. */
export async function isSound(db: Kysely<Tables>): Promise<boolean> {
  const { rows } = await sql<{ quick_check: string }>`pragma quick_check(1)`.execute(db);
  return rows.length === 1 && rows[0]?.quick_check === 'ok';
}

/**
 * Kysely migrates SQLite outside a transaction by default, so that a kill would leave half a schema. SQLite does support
 * transactions for this.
 */
class TransactionalSqlite extends SqliteDialect {
  override createAdapter(): DialectAdapter {
    return new TransactionalSqliteAdapter();
  }
}

class TransactionalSqliteAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl(): boolean {
    return true;
  }
}

/** Far more than the store's queries, so that only lists of many different lengths evict any. */
const STATEMENTS_KEPT = 500;

/**
 * Keeps prepared statements, since SQLite takes longer to prepare the store's queries than to run them.
 *
 * On a full disk SQLite rolls a transaction back by itself. Kysely's own `rollback` would then fail and hide the reason, so
 * it is skipped.
 */
function withKeptStatements(file: SqliteDatabase & { readonly inTransaction: boolean }): SqliteDatabase {
  const kept = new Map<string, SqliteStatement>();
  const nothing = { reader: false, all: () => [], run: () => ({ changes: 0, lastInsertRowid: 0 }) };
  const noStatement = { ...nothing, iterate: () => [][Symbol.iterator]() };
  return {
    close: () => file.close(),
    prepare: (text) => {
      if (text === 'rollback' && !file.inTransaction) return noStatement;
      const statement = kept.get(text) ?? file.prepare(text);
      kept.delete(text);
      kept.set(text, statement);
      const [oldest] = kept.keys();
      if (kept.size > STATEMENTS_KEPT && oldest !== undefined) kept.delete(oldest);
      return statement;
    },
  };
}
