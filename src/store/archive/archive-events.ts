import type { Kysely } from 'kysely';
import { ARCHIVE_SCOPE } from '../../core/request/event.ts';
import { readEnd } from '../reads/read-metadata.ts';
import type { DatabaseKind, Tables } from '../schema.ts';
import { appendEvents } from '../writes/chain.ts';
import type { ArchiveSpan } from './archive.ts';

/** Implements `Archive.events`, within the caller's transaction. */
export async function archiveEvents(db: Kysely<Tables>, kind: DatabaseKind, span: ArchiveSpan): Promise<number> {
  const end = await readEnd(db);
  const first = await db
    .selectFrom('events')
    .select(['seq', 'at', 'hash'])
    .where('seq', '<', end.seq)
    .orderBy('seq')
    .limit(span.limit)
    .execute();
  // Stops at the first young event: the replicas' clocks differ, and the archive must have no gaps.
  const young = first.findIndex(({ at }) => at >= span.before);
  const old = young === -1 ? first : first.slice(0, young);
  const last = old.at(-1);
  if (last === undefined) return 0;
  const seqs = old.map(({ seq }) => seq);
  const columns = ['seq', 'at', 'kind', 'actor', 'request_id', 'instance_id', 'data', 'hash'] as const;
  await db
    .insertInto('archived_events')
    .columns([...columns])
    .expression(
      db
        .selectFrom('events')
        .select([...columns])
        .where('seq', 'in', seqs),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { numDeletedRows } = await db.deleteFrom('events').where('seq', 'in', seqs).executeTakeFirstOrThrow();
  // Another replica was faster.
  if (numDeletedRows === 0n) return 0;
  const data = { seq: last.seq, hash: last.hash };
  await appendEvents(db, kind, [
    { at: span.now, kind: 'trail.archived', actor: 'bot', requestId: ARCHIVE_SCOPE, instanceId: null, data },
  ]);
  return Number(numDeletedRows);
}
