import { randomUUID } from 'node:crypto';
import { Kysely, PostgresDialect, type PostgresPoolClient, sql } from 'kysely';
import type { Client, ClientConfig, Pool, PoolClient } from 'pg';
import { fail, ok, type Result } from '../../core/base/result.ts';
import type { StoreDeps, StoreHome } from '../create-store.ts';
import { CHANNEL, listenForCommits } from '../listen.ts';
import type { Tables } from '../schema.ts';
import { CommitInDoubt } from '../store.ts';
import { codeOf, explainStoreError, unavailable } from '../store-trouble.ts';
import { judgeSchema, migrate, NAMES, otherSchemaSentence, UnknownSchema } from './migrate.ts';
import { HOLD, migrateBeside, StillInUse, stillInUseSentence } from './side-by-side.ts';

const INT8 = 20;
const CONNECT_WITHIN_MS = 5_000;
/** The server's limit ends a statement first; the client's limit is for a server that has gone silent. */
const ANSWER_WITHIN_MS = 10_000;
const SILENT_AFTER_MS = 15_000;
/** A replica that freezes or loses its network within a commit must not block the others for longer. */
const IDLE_IN_COMMIT_MS = 5_000;

/** Connects to a PostgreSQL database that replicas may share. The error is a sentence for a person. */
export async function openPostgres(url: string, deps: StoreDeps): Promise<Result<StoreHome, string>> {
  const pg = (await import('pg')).default;
  const target = readTarget(url, pg.Client);
  if (target === null) return fail(ADDRESS_SENTENCE);
  const settings = settingsFor(url, pg);
  const quietPool = (limits: object, max: number): Pool => {
    const pool = new pg.Pool({ ...settings, ...limits, max });
    // Without a listener, a broken idle connection would end the process. The pool replaces it.
    pool.on('error', (error) => deps.log.warn({ code: codeOf(error) }, 'an idle database connection broke'));
    return pool;
  };
  try {
    deps.onStep?.('migrating');
    await migrateFirst(quietPool({}, 1), deps);
  } catch (error) {
    return fail(openingSentence(error, target));
  }
  const limits = {
    statement_timeout: ANSWER_WITHIN_MS,
    query_timeout: SILENT_AFTER_MS,
    idle_in_transaction_session_timeout: IDLE_IN_COMMIT_MS,
  };
  const pool = quietPool(limits, 10);
  return ok(postgresHome(new Kysely({ dialect: dialectOver(pool, admit) }), () => new pg.Client(settings), deps));
}

/** One connection to read a database that others use. The error is a sentence for a person. */
export async function openPostgresToRead(url: string): Promise<Result<Kysely<Tables>, string>> {
  const pg = (await import('pg')).default;
  const target = readTarget(url, pg.Client);
  if (target === null) return fail(ADDRESS_SENTENCE);
  const pool = new pg.Pool({ ...settingsFor(url, pg), max: 1 });
  // Without a listener it would end the process; the next query reports the error.
  pool.on('error', () => {});
  const db = new Kysely<Tables>({ dialect: dialectOver(pool) });
  try {
    await sql`select 1`.execute(db);
    return ok(db);
  } catch (error) {
    await db.destroy();
    return fail(openingSentence(error, target));
  }
}

function settingsFor(url: string, { TypeOverrides }: Pick<typeof import('pg'), 'TypeOverrides'>): ClientConfig {
  const types = new TypeOverrides();
  // Times and sequence numbers stay far below 2^53.
  types.setTypeParser(INT8, Number);
  return {
    connectionString: url,
    application_name: 'ecs-chatops',
    connectionTimeoutMillis: CONNECT_WITHIN_MS,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    types,
  };
}

/** On a connection without time limits: a migration may take long, or wait for another replica's. */
async function migrateFirst(pool: Pool, { clock }: StoreDeps): Promise<void> {
  const db = new Kysely<unknown>({ dialect: dialectOver(pool) });
  try {
    await migrateBeside(db, clock, (on) => migrate(on, 'postgres'));
  } finally {
    await db.destroy();
  }
}

function postgresHome(db: Kysely<Tables>, newClient: () => Client, deps: StoreDeps): StoreHome {
  const me = randomUUID();
  let stopListening = async (): Promise<void> => {};
  return {
    db,
    kind: 'postgres',
    exclusive: false,
    async announce(transaction) {
      const told = sql<{ id: string }>`select pg_notify(${CHANNEL}, ${me}), txid_current()::text as id`;
      return (await told.execute(transaction)).rows[0]?.id ?? null;
    },
    async outcomeOf(transaction) {
      const asked = sql<{ outcome: string | null }>`select txid_status(${transaction}::bigint) as outcome`;
      return (await asked.execute(db)).rows[0]?.outcome ?? null;
    },
    listen(onCommit) {
      const stop = listenForCommits(newClient, { me, onCommit, ...deps });
      stopListening = stop;
      return () => void stop();
    },
    async close() {
      await stopListening();
      await db.destroy();
    },
  };
}

/** A newer version may have migrated the database while this one could not reach it. */
async function admit(send: Send): Promise<void> {
  await send(HOLD, []);
  const { rows } = await send(NAMES, []);
  const other = judgeSchema(rows.map(({ name }) => String(name)));
  if (other !== null) throw new UnknownSchema(other);
}

type Send = (
  text: string,
  values: readonly unknown[],
) => Promise<{ readonly rows: readonly Record<string, unknown>[] }>;

/**
 * A connection that broke or fell silent is in an unknown state, perhaps within a transaction. It is closed instead of
 * reused.
 *
 * @param admitted runs on each new connection before it is handed out
 */
function dialectOver(pool: Pool, admitted: (send: Send) => Promise<void> = async () => {}): PostgresDialect {
  const known = new WeakSet<PoolClient>();
  const failures = new WeakMap<PoolClient, unknown>();
  const note = (client: PoolClient, failure: unknown) => {
    if (!failures.has(client)) failures.set(client, failure);
  };
  // Listens for the connection's whole life: an error without a listener ends the process.
  pool.on('connect', (client) => client.on('error', (error) => note(client, error)));
  return new PostgresDialect({
    pool: {
      async connect() {
        const client: PoolClient = await pool.connect();
        const query = async (text: string, values: readonly unknown[]) => {
          // Not even a rollback is sent: it would wait as long again, and hide the reason.
          if (failures.has(client)) throw failures.get(client);
          try {
            return await client.query(text, [...values]);
          } catch (error) {
            if (isAnswer(error)) throw error;
            note(client, error);
            if (text !== 'commit') throw error;
            const lost = new CommitInDoubt(unavailable(failures.get(client)).message);
            // Kysely then rolls back, and throws what that throws.
            failures.set(client, lost);
            throw lost;
          }
        };
        const release = () => client.release(failures.has(client));
        if (!known.has(client)) {
          await admitted(query).catch((error: unknown) => {
            note(client, error);
            release();
            throw error;
          });
          known.add(client);
        }
        return {
          // Kysely's client type also has cursors, which are not used here.
          query: query as unknown as PostgresPoolClient['query'],
          release,
        };
      },
      end: () => pool.end(),
    },
  });
}

/**
 * Whether the server answered and keeps answering. Its own errors have a severity, those of sockets and timers do not. With
 * 57P01 to 57P05 it closes the connection.
 */
const isAnswer = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'severity' in error && codeOf(error)?.startsWith('57P0') !== true;

interface Target {
  readonly server: string;
  readonly user: string;
  readonly database: string;
}

/** The parts of the address that may be shown; null for an invalid address. */
function readTarget(url: string, PgClient: typeof Client): Target | null {
  if (!/^postgres(ql)?:\/\//.test(url)) return null;
  try {
    const client = new PgClient({ connectionString: url });
    const server = client.host.startsWith('/') ? client.host : `${client.host}:${client.port}`;
    return { server, user: client.user ?? '', database: client.database ?? '' };
  } catch {
    return null;
  }
}

const ADDRESS_SENTENCE =
  'DATABASE_URL is no PostgreSQL address. It looks like postgres://user:password@host:5432/database; ' +
  'characters such as @ : / in the password are written as %40 %3A %2F.';

function openingSentence(error: unknown, target: Target): string {
  const { server, user, database } = target;
  const code = codeOf(error);
  if (error instanceof UnknownSchema) return otherSchemaSentence(`The database "${database}" on ${server}`, error.is);
  if (error instanceof StillInUse) return stillInUseSentence(`The database "${database}" on ${server}`);
  if (code === '28P01' || code === '28000') {
    return `The PostgreSQL server at ${server} refuses user "${user}" with this password. Correct DATABASE_URL. (${code})`;
  }
  if (code === '3D000') {
    return `The PostgreSQL server at ${server} has no database "${database}". Create it, or correct DATABASE_URL. (${code})`;
  }
  if (code === '42501') {
    return `User "${user}" may not create tables in "${database}" on ${server}. Grant it CREATE on the schema. (${code})`;
  }
  return `The PostgreSQL database "${database}" on ${server} cannot be used: ${explainStoreError(error)}`;
}
