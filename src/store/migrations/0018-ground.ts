import type { Kysely } from 'kysely';

/** Which store this is, and which account of the cloud it belongs to; both are filled in later, once. */
export async function ground(db: Kysely<unknown>): Promise<void> {
  await (db as Kysely<{ settings: { name: string; version: number; body: string | null } }>)
    .insertInto('settings')
    .values([
      { name: 'account', version: 0, body: null },
      { name: 'store', version: 0, body: null },
    ])
    .execute();
}
