import { type DialectAdapter, Kysely, SqliteAdapter, type SqliteDatabase, SqliteDialect, sql } from 'kysely';
import type { Tables } from './schema.ts';

/**
 * Opens the file (or `:memory:`) and prepares it for durable writing. Throws the database's own error.
 *
 * `synchronous=FULL` because a commit that was answered must survive a power cut: instances are bought on its strength.
 */
export async function openSqlite(path: string): Promise<Kysely<Tables>> {
  const { default: Database } = await import('libsql');
  const file = new Database(path);
  try {
    file.exec('pragma busy_timeout = 2000');
    file.exec('pragma foreign_keys = on');
    file.pragma('journal_mode = wal');
    file.exec('pragma synchronous = full');
  } catch (error) {
    file.close();
    throw error;
  }
  return new Kysely<Tables>({ dialect: new TransactionalSqlite({ database: withCalmRollback(file) }) });
}

/** Opens the file beside the process that writes it, and changes nothing. Throws the database's own error. */
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

/** Reads the whole file for damage; true when it is sound. */
export async function isSound(db: Kysely<Tables>): Promise<boolean> {
  const { rows } = await sql<{ quick_check: string }>`pragma quick_check(1)`.execute(db);
  return rows.length === 1 && rows[0]?.quick_check === 'ok';
}

/** Kysely migrates SQLite outside a transaction, although SQLite can: a kill in the middle would leave half a schema. */
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

/** On a full disk SQLite undoes the transaction by itself, and Kysely's own `rollback` would then hide the reason. */
function withCalmRollback(file: SqliteDatabase & { readonly inTransaction: boolean }): SqliteDatabase {
  const nothing = { reader: false, all: () => [], run: () => ({ changes: 0, lastInsertRowid: 0 }) };
  const noStatement = { ...nothing, iterate: () => [][Symbol.iterator]() };
  return {
    close: () => file.close(),
    prepare: (text) => (text === 'rollback' && !file.inTransaction ? noStatement : file.prepare(text)),
  };
}
