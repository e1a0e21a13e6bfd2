import type { Kysely } from 'kysely';
import type { Instance } from '../core/instance.ts';
import { readInstance, readRequest } from './reads.ts';
import { toEvent, toInstance } from './rows.ts';
import type { Tables } from './schema.ts';
import type { History } from './store.ts';

/** See `Store.history`. */
export async function readHistory(db: Kysely<Tables>, id: string, limit: number): Promise<History | null> {
  const asked = await readRequest(db, 'id', id);
  const instance = asked === null ? ((await readInstance(db, id)) ?? (await readByCloudId(db, id))) : null;
  const request = asked ?? (instance && (await readRequest(db, 'id', instance.requestId)));
  if (request === null) return null;
  let about = db.selectFrom('events').where('request_id', '=', request.id);
  if (instance !== null)
    about = about.where((eb) => eb.or([eb('instance_id', 'is', null), eb('instance_id', '=', instance.id)]));
  const newest = await about.selectAll().orderBy('seq', 'desc').limit(limit).execute();
  const events = newest.reverse().map(toEvent);
  const { count } = await about
    .select((eb) => eb.fn.countAll().as('count'))
    .where('seq', '<', events[0]?.seq ?? 0)
    .executeTakeFirstOrThrow();
  return { request, instance, events, earlier: Number(count) };
}

async function readByCloudId(db: Kysely<Tables>, cloudId: string): Promise<Instance | null> {
  const row = await db.selectFrom('instances').selectAll().where('cloud_id', '=', cloudId).executeTakeFirst();
  return row === undefined ? null : toInstance(row);
}
