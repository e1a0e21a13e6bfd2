import { type Kysely, sql } from 'kysely';
import { wasBought } from '../../core/instance/instance.ts';
import type { AskedLately } from '../../core/policy/person-limits.ts';
import { isAdopted, type RequestState } from '../../core/request/request.ts';
import { rowsOfInstances, toInstance, toRequest } from '../rows.ts';
import type { Tables } from '../schema.ts';
import type { Change, CommitRefusal } from '../store.ts';

const COUNTING: readonly RequestState[] = ['pending', 'creating', 'finished'];

/** Reads the version first: a request submitted between the reads then causes a conflict. */
export async function readAsked(
  db: Kysely<Tables>,
  requester: string,
  since: number,
): Promise<AskedLately & { readonly version: number }> {
  const asker = await db.selectFrom('askers').select('version').where('requester', '=', requester).executeTakeFirst();
  const { pending } = await db
    .selectFrom('requests')
    .select((eb) => eb.fn.countAll().as('pending'))
    .where('requester', '=', requester)
    // A literal, because the partial index applies only to this literal.
    .where('state', '=', sql.lit('pending'))
    .executeTakeFirstOrThrow();
  const rows = await db
    .selectFrom('requests')
    .select(['version', 'due_at', 'body'])
    .where('requester', '=', requester)
    .where('created_at', '>=', since)
    .where('state', 'in', [...COUNTING])
    .where('renews', 'is', null)
    .execute();
  const lately = rows
    .map((row) => toRequest({ ...row, card_channel: null, card_ts: null }))
    .filter((request) => !isAdopted(request));
  const open = lately.filter(({ state }) => state !== 'finished');
  const bought = await countBought(
    db,
    lately.flatMap(({ id, state }) => (state === 'finished' ? [id] : [])),
  );
  const instances = open.reduce((sum, { amount }) => sum + amount, bought);
  return { version: asker?.version ?? 0, pending: Number(pending), instances };
}

/** Instances that were never bought do not count: the cloud may have been sold out. */
async function countBought(db: Kysely<Tables>, requestIds: readonly string[]): Promise<number> {
  if (requestIds.length === 0) return 0;
  const rows = await rowsOfInstances(db).where('request_id', 'in', requestIds).execute();
  return rows.filter((row) => wasBought(toInstance(row))).length;
}

/** Refuses a change that was judged before the person's latest request. */
export async function writeAsker(db: Kysely<Tables>, { underAsked }: Change): Promise<CommitRefusal | null> {
  if (underAsked === undefined) return null;
  const { requester, version } = underAsked;
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('askers')
    .values({ requester, version: version + 1 })
    .onConflict((conflict) =>
      conflict
        .column('requester')
        .doUpdateSet({ version: version + 1 })
        .where('askers.version', '=', version),
    )
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n ? null : { kind: 'conflict', id: requester };
}
