import { type Kysely, sql } from 'kysely';
import type { AuditEvent, EventKind } from '../../core/request/event.ts';
import { type ChainEnd, chained, EMPTY_CHAIN } from '../../core/request/hash-chain.ts';
import type { DatabaseKind, Tables } from '../schema.ts';

const AT_ONCE = 500;

/**
 * The audit trail becomes a chain: its events are numbered without gaps and hashed in the order in which they were
 * written, and may only be added to from now on.
 */
export async function chain(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  await db.schema
    .createTable('chain')
    .addColumn('id', 'integer', (column) => column.primaryKey())
    .addColumn('seq', 'bigint', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .execute();
  // A new table, because SQLite cannot add a column that is never null to rows that exist.
  await db.schema
    .createTable('events_chained')
    .addColumn('seq', kind === 'sqlite' ? 'integer' : 'bigint', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('request_id', 'text', (column) => column.notNull())
    .addColumn('instance_id', 'text')
    .addColumn('data', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .execute();
  const { seq, hash } = await copyEvents(db as Kysely<Tables & { events_chained: Tables['events'] }>);
  await (db as Kysely<Tables>).insertInto('chain').values({ id: 1, seq, hash }).execute();
  await db.schema.dropTable('events').execute();
  await db.schema.alterTable('events_chained').renameTo('events').execute();
  await db.schema.createIndex('events_of_request').on('events').columns(['request_id', 'seq']).execute();
  await db.schema
    .createIndex('instances_by_cloud_id')
    .on('instances')
    .column('cloud_id')
    .where('cloud_id', 'is not', null)
    .execute();
  for (const statement of kind === 'sqlite' ? SQLITE : POSTGRES) await sql.raw(statement).execute(db);
}

async function copyEvents(db: Kysely<Tables & { events_chained: Tables['events'] }>): Promise<ChainEnd> {
  let end = EMPTY_CHAIN;
  for (let after = 0; ; ) {
    const old = await db
      .selectFrom('events')
      .select(['seq', 'at', 'kind', 'actor', 'request_id', 'instance_id', 'data'])
      .where('seq', '>', after)
      .orderBy('seq')
      .limit(AT_ONCE)
      .execute();
    const events = chained(end, old.map(asEvent));
    const last = events.at(-1);
    if (last === undefined) return end;
    const rows = old.map((row, index) => ({ ...row, seq: end.seq + index + 1, hash: events[index]?.hash ?? '' }));
    await db.insertInto('events_chained').values(rows).execute();
    end = last;
    after = old.at(-1)?.seq ?? after;
  }
}

const asEvent = (row: Omit<Tables['events'], 'hash'>): AuditEvent => ({
  at: row.at,
  kind: row.kind as EventKind,
  actor: row.actor,
  requestId: row.request_id,
  instanceId: row.instance_id,
  data: JSON.parse(row.data) as AuditEvent['data'],
});

const WORDS = 'the audit trail can only be added to';

const SQLITE: readonly string[] = [
  `create trigger events_no_update before update on events begin select raise(abort, '${WORDS}'); end`,
  `create trigger events_no_delete before delete on events begin select raise(abort, '${WORDS}'); end`,
  // `insert or replace` deletes without asking the trigger above.
  `create trigger events_no_replace before insert on events when exists (select 1 from events where seq = new.seq)
   begin select raise(abort, '${WORDS}'); end`,
  `create trigger events_end after insert on events
   begin update chain set seq = new.seq, hash = new.hash where id = 1; end`,
];

const POSTGRES: readonly string[] = [
  `create function events_only_added() returns trigger language plpgsql as
   $$ begin raise exception '${WORDS}'; end $$`,
  `create trigger events_only_added before update or delete or truncate on events
   for each statement execute function events_only_added()`,
  `create function events_end() returns trigger language plpgsql as
   $$ begin
     update chain set seq = last.seq, hash = last.hash
     from (select seq, hash from added order by seq desc limit 1) last where id = 1;
     return null;
   end $$`,
  `create trigger events_end after insert on events referencing new table as added
   for each statement execute function events_end()`,
];
