import type { Kysely } from 'kysely';
import type { Instance } from '../../core/instance/instance.ts';
import type { Request } from '../../core/request/request.ts';
import { toInstance, toRequest } from '../rows.ts';
import type { InstanceTable, Tables } from '../schema.ts';

export async function readArchivedRequest(
  db: Kysely<Tables>,
  by: 'id' | 'origin',
  value: string,
): Promise<Request | null> {
  const row = await db.selectFrom('archived_requests').selectAll().where(by, '=', value).executeTakeFirst();
  return row === undefined ? null : toRequest({ ...row, due_at: null });
}

/** Finds by the row's id or the cloud id; null also after the archive was removed. */
export async function readArchivedInstance(db: Kysely<Tables>, id: string): Promise<Instance | null> {
  const rows = db.selectFrom('archived_rows').select('body').where('kind', '=', 'instance');
  const row =
    (await rows.where('id', '=', id).executeTakeFirst()) ?? (await rows.where('cloud_id', '=', id).executeTakeFirst());
  return row === undefined ? null : toInstance(JSON.parse(row.body) as InstanceTable);
}
