import { type Kysely, sql } from 'kysely';

/** Instances whose lease needs something are found by when. Those of before have none. */
export async function leaseEnds(db: Kysely<unknown>): Promise<void> {
  await db.schema.alterTable('instances').addColumn('expiry_at', 'bigint').execute();
  await sql`create index instances_by_expiry on instances (expiry_at) where expiry_at is not null`.execute(db);
}
