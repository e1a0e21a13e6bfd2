import { type Kysely, sql } from 'kysely';
import type { DatabaseKind } from '../schema.ts';

/**
 * What has ended long ago goes to tables of its own, which no daily query reads. An event may leave the audit trail only for its copy
 * there: the database itself sees to that.
 */
export async function archive(db: Kysely<unknown>, kind: DatabaseKind): Promise<void> {
  await db.schema
    .createTable('archived_requests')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('origin', 'text', (column) => column.notNull().unique())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('card_channel', 'text')
    .addColumn('card_ts', 'text')
    .addColumn('finished_at', 'bigint', (column) => column.notNull())
    .addColumn('archived_at', 'bigint', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('archived_rows')
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('id', 'text', (column) => column.notNull())
    .addColumn('request_id', 'text', (column) => column.notNull())
    .addColumn('cloud_id', 'text')
    .addColumn('body', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('archived_rows_once', ['kind', 'id'])
    .execute();
  await db.schema
    .createTable('archived_events')
    .addColumn('seq', kind === 'sqlite' ? 'integer' : 'bigint', (column) => column.primaryKey())
    .addColumn('at', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('actor', 'text', (column) => column.notNull())
    .addColumn('request_id', 'text', (column) => column.notNull())
    .addColumn('instance_id', 'text')
    .addColumn('data', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .execute();
  for (const statement of [...INDICES, ...(kind === 'sqlite' ? SQLITE : POSTGRES)])
    await sql.raw(statement).execute(db);
}

const INDICES: readonly string[] = [
  'create index archived_rows_by_cloud_id on archived_rows (cloud_id) where cloud_id is not null',
  'create index archived_events_of_request on archived_events (request_id, seq)',
  `create index archived_submitted_by on archived_events (actor, seq) where kind = 'request.submitted'`,
  'drop index requests_finished',
  'create index requests_finished on requests (finished_at, id) where finished_at is not null',
];

const WORDS = 'the audit trail can only be added to';

const SQLITE: readonly string[] = [
  'drop trigger events_no_delete',
  `create trigger events_no_delete before delete on events
   when not exists (select 1 from archived_events where seq = old.seq and hash = old.hash)
   begin select raise(abort, '${WORDS}'); end`,
  `create trigger archived_events_no_update before update on archived_events
   begin select raise(abort, '${WORDS}'); end`,
];

const POSTGRES: readonly string[] = [
  'drop trigger events_only_added on events',
  `create trigger events_only_added before update or truncate on events
   for each statement execute function events_only_added()`,
  `create function events_only_archived() returns trigger language plpgsql as
   $$ begin
     if exists (
       select 1 from gone where not exists (select 1 from archived_events a where a.seq = gone.seq and a.hash = gone.hash)
     ) then raise exception '${WORDS}'; end if;
     return null;
   end $$`,
  `create trigger events_only_archived after delete on events referencing old table as gone
   for each statement execute function events_only_archived()`,
  `create trigger archived_events_no_update before update on archived_events
   for each statement execute function events_only_added()`,
];
