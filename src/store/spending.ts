import type { Kysely } from 'kysely';
import { MAX_WAIT_MS } from '../core/approval-policy.ts';
import { countsIn, type Spending } from '../core/budget.ts';
import { wasBought } from '../core/instance.ts';
import { totalOf } from '../core/quote.ts';
import { mayHaveCost } from '../core/renewal.ts';
import { isAdopted, type RequestState } from '../core/request.ts';
import { toInstance, toRequest } from './rows.ts';
import type { Tables } from './schema.ts';
import type { Change, CommitRefusal, Month } from './store.ts';

/** What the refusal of a change is about that was based on less spending than there is by now. */
export const SPENDING_ID = 'spending';

/** What has cost or may yet cost something. */
const COUNTING: readonly RequestState[] = ['pending', 'creating', 'finished'];

/** The version is read first: whatever is written between the two reads makes a change based on them a conflict. */
export async function readMonth(db: Kysely<Tables>, from: number): Promise<Month> {
  const { version } = await db
    .selectFrom('settings')
    .select('version')
    .where('name', '=', SPENDING_ID)
    .executeTakeFirstOrThrow();
  const rows = await db
    .selectFrom('requests as r')
    .select(['r.version', 'r.due_at', 'r.body'])
    // What was agreed to in this month may have been asked for so long before it.
    .where('r.created_at', '>=', from - MAX_WAIT_MS)
    .where('r.state', 'in', [...COUNTING])
    .orderBy('r.id')
    .execute();
  const counting = rows
    .map((row) => toRequest({ ...row, card_channel: null, card_ts: null }))
    // What was taken over was bought by nobody here.
    .filter((request) => countsIn(from, request) && !isAdopted(request));
  const forNothing = await boughtNothing(db, Math.min(...counting.map(({ createdAt }) => createdAt), from));
  const spending = counting
    .filter(({ id, renewal }) => !forNothing.has(id) && (renewal === undefined || mayHaveCost(renewal)))
    .map(({ id, requester, quote, approval }): Spending => {
      // What was approved counts, and not what was shown when it was asked for.
      const price = approval?.quote ?? quote ?? null;
      return { requestId: id, requester, cost: price === null ? null : totalOf(price) };
    });
  return { version, spending };
}

/** The finished requests of which no instance exists or may exist. */
async function boughtNothing(db: Kysely<Tables>, from: number): Promise<ReadonlySet<string>> {
  const rows = await db
    .selectFrom('instances as i')
    .innerJoin('requests as r', 'r.id', 'i.request_id')
    .select(['i.request_id', 'i.version', 'i.due_at', 'i.body'])
    .where('r.created_at', '>=', from)
    .where('r.state', '=', 'finished' satisfies RequestState)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('instances as other')
            .select('other.id')
            .whereRef('other.request_id', '=', 'i.request_id')
            .where('other.cloud_id', 'is not', null),
        ),
      ),
    )
    .execute();
  const bought = new Set(rows.filter((row) => wasBought(toInstance(row))).map(({ request_id }) => request_id));
  return new Set(rows.map(({ request_id }) => request_id).filter((id) => !bought.has(id)));
}

/** Refuses a change that was judged without what others have spent since, and lets nobody else spend until it is written. */
export async function writeSpending(db: Kysely<Tables>, { underSpending }: Change): Promise<CommitRefusal | null> {
  if (underSpending === undefined) return null;
  const { numUpdatedRows } = await db
    .updateTable('settings')
    .set({ version: underSpending + 1 })
    .where('name', '=', SPENDING_ID)
    .where('version', '=', underSpending)
    .executeTakeFirstOrThrow();
  return numUpdatedRows === 1n ? null : { kind: 'conflict', id: SPENDING_ID };
}
