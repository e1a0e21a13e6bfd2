import { type Kysely, sql } from 'kysely';

const BEING_THERE = 'name_key is not null';

/**
 * Years of history cost nothing where only the present is asked for: what a query needs of an instance is in its own row, and each has
 * an index that holds no more than it looks for.
 */
export async function years(db: Kysely<unknown>): Promise<void> {
  for (const column of ['requester', 'channel'])
    await db.schema.alterTable('instances').addColumn(column, 'text').execute();
  await db.schema.alterTable('instances').addColumn('ended_at', 'bigint').execute();
  await db.schema.alterTable('requests').addColumn('finished_at', 'bigint').execute();
  await sql`update instances set
    requester = (select requester from requests where requests.id = instances.request_id),
    channel = (select channel from mailboxes where mailboxes.request_id = instances.request_id),
    ended_at = case when name_key is null
      then (select created_at from requests where requests.id = instances.request_id) end`.execute(db);
  await sql`update requests set finished_at = created_at where state not in ('pending', 'creating')`.execute(db);
  await db.schema
    .createTable('regions_used')
    .addColumn('requester', 'text', (column) => column.notNull())
    .addColumn('region', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('regions_used_once', ['requester', 'region'])
    .execute();
  await sql`insert into regions_used select distinct requester, region from instances`.execute(db);
  for (const statement of INDICES) await sql.raw(statement).execute(db);
}

const INDICES: readonly string[] = [
  `create index regions_used_by_region on regions_used (region)`,
  `create index instances_at_rest on instances (region, id) where ${BEING_THERE} and cloud_id is not null and due_at is null`,
  `create index instances_existing on instances (requester) where ${BEING_THERE}`,
  `create index instances_of_channel on instances (channel, ended_at) where cloud_id is not null`,
  `drop index requests_by_requester`,
  `create index requests_of on requests (requester, created_at)`,
  `create index requests_pending_of on requests (requester) where state = 'pending'`,
  `create index requests_renewing on requests (created_at) where renews is not null`,
  `create index requests_finished on requests (finished_at) where finished_at is not null`,
  `drop index outbox_due`,
  `create index outbox_due on outbox (due_at, seq) where due_at is not null`,
];
