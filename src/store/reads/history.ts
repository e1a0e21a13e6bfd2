import type { Kysely } from 'kysely';
import type { Instance } from '../../core/instance/instance.ts';
import type { EventKind } from '../../core/request/event.ts';
import type { Request } from '../../core/request/request.ts';
import { readArchivedInstance, readArchivedRequest } from '../archive/read-archive.ts';
import { toEvent, toInstance } from '../rows.ts';
import type { Tables } from '../schema.ts';
import type { History } from '../store.ts';
import { countBefore, readNewest } from './read-events.ts';
import { readInstance, readRequest } from './reads.ts';

/** Implements `Store.history`. */
export async function readHistory(db: Kysely<Tables>, id: string, limit: number): Promise<History | null> {
  const found = (await readPresent(db, id)) ?? (await readArchived(db, id));
  if (found === null) return null;
  const { request, instance } = found;
  const about: Parameters<typeof readNewest>[2] = (all) => {
    const its = all.where('request_id', '=', request.id);
    if (instance === null) return its;
    return its.where((eb) => eb.or([eb('instance_id', 'is', null), eb('instance_id', '=', instance.id)]));
  };
  const events = (await readNewest(db, limit, about)).toReversed().map(toEvent);
  const [first] = events;
  const earlier = first === undefined ? 0 : await countBefore(db, first.seq, about);
  const lacksFirst = earlier === 0 && (first === undefined ? found.archived : !BEGINNINGS.has(first.kind));
  return { ...found, events, earlier, lacksFirst };
}

const BEGINNINGS: ReadonlySet<EventKind> = new Set(['request.submitted', 'instance.adopted']);

interface Found {
  readonly request: Request;
  readonly instance: Instance | null;
  readonly archived: boolean;
}

async function readPresent(db: Kysely<Tables>, id: string): Promise<Found | null> {
  const asked = await readRequest(db, 'id', id);
  const instance = asked === null ? ((await readInstance(db, id)) ?? (await readByCloudId(db, id))) : null;
  const request = asked ?? (instance && (await readRequest(db, 'id', instance.requestId)));
  return request && { request, instance, archived: false };
}

async function readArchived(db: Kysely<Tables>, id: string): Promise<Found | null> {
  const asked = await readArchivedRequest(db, 'id', id);
  const instance = asked === null ? await readArchivedInstance(db, id) : null;
  const request = asked ?? (instance && (await readArchivedRequest(db, 'id', instance.requestId)));
  return request && { request, instance, archived: true };
}

async function readByCloudId(db: Kysely<Tables>, cloudId: string): Promise<Instance | null> {
  const row = await db.selectFrom('instances').selectAll().where('cloud_id', '=', cloudId).executeTakeFirst();
  return row === undefined ? null : toInstance(row);
}
