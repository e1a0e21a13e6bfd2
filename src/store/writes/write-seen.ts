import { type Kysely, sql } from 'kysely';
import { groupBy } from '../../core/base/lists.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { NO_CLAIM } from '../claim.ts';
import type { Tables } from '../schema.ts';
import type { Change, CommitRefusal, RowWrite } from '../store.ts';

type Writes = readonly RowWrite<Instance>[];

/** Separates groups of rows for which a look showed the same as before, so that each group gets the same update. */
export function seenAlike(writes: Writes): { readonly alike: readonly Writes[]; readonly others: Writes } {
  const groups = groupBy(writes, ({ next, claim, seenBefore }) =>
    seenBefore ? JSON.stringify([seenBefore, next.observed, next.version, next.dueAt, claim]) : null,
  );
  // One statement for one row saves nothing.
  const alike = [...groups].flatMap(([key, group]) => (key !== null && group.length > 1 ? [group] : []));
  const together = new Set(alike.flat());
  return { alike, others: writes.filter((write) => !together.has(write)) };
}

/** Whether a change only repeats what an earlier look showed. If such a commit is lost, the next look finds it again. */
export const isSeenAgainAlone = ({ instances = [], events = [], messages = [], at: _, ...others }: Change): boolean =>
  instances.every(({ seenBefore }) => seenBefore !== undefined) &&
  events.length + messages.length + Object.keys(others).length === 0;

/**
 * Writes such a group as one statement. `body` is the output of `JSON.stringify`, in which quotation marks within texts are
 * escaped. So the last look is in it exactly once, and can be replaced.
 */
export async function writeSeen(db: Kysely<Tables>, group: Writes): Promise<CommitRefusal | null> {
  const [write] = group;
  if (write === undefined) return null;
  const { next, claim, seenBefore } = write;
  const said = (observed: Instance['observed'] | undefined): string => `"observed":${JSON.stringify(observed)}`;
  const body = sql<string>`replace(body, ${said(seenBefore)}, ${said(next.observed)})`;
  let update = db
    .updateTable('instances')
    .set({ version: next.version, due_at: next.dueAt, body })
    .where(
      'id',
      'in',
      group.map((one) => one.next.id),
    )
    .where('version', '=', next.version - 1)
    .where('body', '!=', body);
  if (claim !== undefined) update = update.set(NO_CLAIM).where('claim_owner', '=', claim);
  const { numUpdatedRows } = await update.executeTakeFirstOrThrow();
  return numUpdatedRows === BigInt(group.length) ? null : { kind: 'conflict', id: next.id };
}
