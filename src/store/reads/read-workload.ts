import type { Kysely } from 'kysely';
import type { Instance } from '../../core/instance/instance.ts';
import { toInstance } from '../rows.ts';
import type { Tables } from '../schema.ts';

/** What the store has to do at one moment, for figures. */
export interface Workload {
  /** Of which something is under way, the longest due first; at most so many as were asked for. */
  readonly underWay: readonly Instance[];
  /** What waits for approval. */
  readonly pending: { readonly count: number; readonly oldestAt: number | null };
}

/** Reads what waits and nothing else, by the indexes that hold only that: a scrape costs the same after years. */
export async function readWorkload(db: Kysely<Tables>, limit: number): Promise<Workload> {
  const due = await db
    .selectFrom('instances')
    .selectAll()
    .where('due_at', 'is not', null)
    .orderBy('due_at')
    .limit(limit)
    .execute();
  const held = await db
    .selectFrom('instances')
    .selectAll()
    .where('held_at', 'is not', null)
    .where('due_at', 'is', null)
    .limit(limit)
    .execute();
  const pending = await db
    .selectFrom('requests')
    .select((eb) => [eb.fn.countAll().as('count'), eb.fn.min('created_at').as('oldest')])
    .where('state', '=', 'pending')
    .executeTakeFirstOrThrow();
  return {
    underWay: [...due, ...held].slice(0, limit).map(toInstance),
    pending: { count: Number(pending.count), oldestAt: pending.oldest === null ? null : Number(pending.oldest) },
  };
}
