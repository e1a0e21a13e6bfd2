import { type Kysely, sql } from 'kysely';
import { monthOf } from '../../core/approval/budget.ts';
import { OPEN, partsOfSums, SUMS, type Sum } from '../../core/approval/tally.ts';
import type { Tables } from '../schema.ts';
import type { Change, CommitRefusal, Month } from '../store.ts';

/** The id in the refusal of a change that was based on outdated spending. */
const SPENDING_ID = 'spending';

/** Reads the version first: spending written between the two reads then causes a conflict. */
export async function readMonth(db: Kysely<Tables>, at: number, requester?: string): Promise<Month> {
  const { version } = await db
    .selectFrom('settings')
    .select('version')
    .where('name', '=', SPENDING_ID)
    .executeTakeFirstOrThrow();
  // As columns, to get one row per person instead of one per sum.
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

/** Refuses a change that was judged before other spending, and locks out other spending until it is committed. */
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
