import type { Kysely } from 'kysely';
import type { Instance } from '../../core/instance/instance.ts';
import { isInDoubt } from '../../core/renewal/renewal.ts';
import type { Request } from '../../core/request/request.ts';
import { rowsOfInstances, toInstance } from '../rows.ts';
import type { Tables } from '../schema.ts';

/** The store's pending work at one moment, for metrics. */
export interface Workload {
  /** Unfinished instances, the longest due first, up to the limit. */
  readonly underWay: readonly Instance[];
  /** Requests that wait for approval. */
  readonly pending: { readonly count: number; readonly oldestAt: number | null };
  /** Purchases of unknown outcome that may have been charged. Creations are counted in `underWay`. */
  readonly doubtful: { readonly renewals: number; readonly disks: number };
}

/** Reads only waiting rows, by partial indices, so that a scrape stays cheap after years. */
export async function readWorkload(db: Kysely<Tables>, limit: number): Promise<Workload> {
  const due = await rowsOfInstances(db).where('due_at', 'is not', null).orderBy('due_at').limit(limit).execute();
  const held = await rowsOfInstances(db)
    .where('held_at', 'is not', null)
    .where('due_at', 'is', null)
    .limit(limit)
    .execute();
  const pending = await db
    .selectFrom('requests')
    .select((eb) => [eb.fn.countAll().as('count'), eb.fn.min('created_at').as('oldest')])
    .where('state', '=', 'pending')
    .executeTakeFirstOrThrow();
  const { renewals, prepaidDisks } = await doubtfulPurchases(db);
  const disks = prepaidDisks + (await doubtfulDisks(db));
  return {
    underWay: [...due, ...held].slice(0, limit).map(toInstance),
    pending: { count: Number(pending.count), oldestAt: pending.oldest === null ? null : Number(pending.oldest) },
    doubtful: { renewals, disks },
  };
}

/** Purchases for existing instances. */
async function doubtfulPurchases(
  db: Kysely<Tables>,
): Promise<{ readonly renewals: number; readonly prepaidDisks: number }> {
  const due = await db
    .selectFrom('requests')
    .select('body')
    .where('due_at', 'is not', null)
    .where('renews', 'is not', null)
    .execute();
  const open = due
    .flatMap(({ body }) => (JSON.parse(body) as Pick<Request, 'renewal'>).renewal ?? [])
    .filter((renewal) => renewal.acceptedAt === null && isInDoubt(renewal));
  const prepaidDisks = open.filter(({ disk }) => disk !== undefined).length;
  return { renewals: open.length - prepaidDisks, prepaidDisks };
}

/** Ordered changes are due in the same column as the end of the prepaid time. */
async function doubtfulDisks(db: Kysely<Tables>): Promise<number> {
  const { count } = await db
    .selectFrom('instances')
    .select((eb) => eb.fn.countAll().as('count'))
    .where('expiry_at', 'is not', null)
    .where('body', 'like', '%"isDoubtful":true%')
    .executeTakeFirstOrThrow();
  return Number(count);
}
