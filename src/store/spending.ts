import type { Kysely } from 'kysely';
import { monthOf } from '../core/budget.ts';
import { OPEN, type Sum, spendingOf } from '../core/tally.ts';
import type { Tables } from './schema.ts';
import type { Change, CommitRefusal, Month } from './store.ts';

/** What the refusal of a change is about that was based on less spending than there is by now. */
export const SPENDING_ID = 'spending';

/** The version is read first: whatever is written between the two reads makes a change based on them a conflict. */
export async function readMonth(db: Kysely<Tables>, at: number, requester?: string): Promise<Month> {
  const { version } = await db
    .selectFrom('settings')
    .select('version')
    .where('name', '=', SPENDING_ID)
    .executeTakeFirstOrThrow();
  const rows = await db
    .selectFrom('spending')
    .select(['month', 'requester', 'currency', 'sum', 'amount'])
    .where('month', 'in', [OPEN, monthOf(at)])
    .$if(requester !== undefined, (query) => query.where('requester', '=', requester ?? ''))
    .where('amount', '<>', 0)
    .execute();
  const sums = rows.map(({ amount, sum, ...row }) => ({ ...row, sum: sum as Sum, by: amount }));
  return { version, spending: spendingOf(sums, at) };
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
