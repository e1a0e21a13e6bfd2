import { type Kysely, sql } from 'kysely';
import { monthOf } from '../../core/approval/budget.ts';
import { OPEN, partsOfSums, SUMS, type Sum } from '../../core/approval/tally.ts';
import type { Tables } from '../schema.ts';
import type { Change, CommitRefusal, Month } from '../store.ts';

/** What the refusal of a change is about that was based on less spending than there is by now. */
const SPENDING_ID = 'spending';

/** The version is read first: whatever is written between the two reads makes a change based on them a conflict. */
export async function readMonth(db: Kysely<Tables>, at: number, requester?: string): Promise<Month> {
  const { version } = await db
    .selectFrom('settings')
    .select('version')
    .where('name', '=', SPENDING_ID)
    .executeTakeFirstOrThrow();
  // As columns, since that is a row a person, and not one a sum.
  const amountOf = (one: Sum) =>
    sql<number>`cast(sum(case when ${sql.ref('sum')} = ${sql.lit(one)} then amount else 0 end) as bigint)`.as(one);
  const rows = await db
    .selectFrom('spending')
    .select(['requester', 'currency', ...SUMS.map(amountOf)])
    .where('month', 'in', [OPEN, monthOf(at)])
    .$if(requester !== undefined, (query) => query.where('requester', '=', requester ?? ''))
    .where('amount', '<>', 0)
    .groupBy(['requester', 'currency'])
    .execute();
  const spending = rows.map((row) => partsOfSums(row, at));
  return { version, spending };
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
