import type { ExpressionBuilder, Kysely } from 'kysely';
import type { Instance } from '../../core/instance/instance.ts';
import type { Request } from '../../core/request/request.ts';
import { toInstance, toRequest } from '../rows.ts';
import type { DatabaseKind, Tables } from '../schema.ts';
import type { Claim } from '../store.ts';
import { NO_CLAIM } from './commit.ts';

/**
 * Claiming due rows, within the caller's transaction. On PostgreSQL `for no key update skip locked` lets
 * replicas claim side by side (the weakest lock that a writer respects); SQLite has one connection, which is lock enough.
 */
export async function claimInstances(db: Kysely<Tables>, kind: DatabaseKind, claim: Claim): Promise<Instance[]> {
  // What its creation or somebody's order needs, or its own lease.
  const isDue = (eb: ExpressionBuilder<Tables, 'instances'>) =>
    eb.or([eb('due_at', '<=', claim.now), eb('expiry_at', '<=', claim.now)]);
  // Not `distinct` nor sorted: for that SQLite would go through the rows in another order than by what is due.
  const due = await db
    .selectFrom('instances')
    .select('region')
    .where(isDue)
    .where((eb) => eb.or([eb('claim_until', 'is', null), eb('claim_until', '<=', claim.now)]))
    .execute();
  const claimed: Instance[] = [];
  for (const region of [...new Set(due.map(({ region }) => region))].sort()) {
    const rows = await db
      .selectFrom('instances')
      .select(['id', 'version', 'due_at', 'body'])
      .where('region', '=', region)
      .where(isDue)
      .where((eb) => eb.or([eb('claim_until', 'is', null), eb('claim_until', '<=', claim.now)]))
      .orderBy('due_at')
      .orderBy('id')
      .limit(claim.limit)
      .$if(kind === 'postgres', (query) => query.forNoKeyUpdate().skipLocked())
      .execute();
    await markClaimed(db, 'instances', rows, claim);
    claimed.push(...rows.map(toInstance));
  }
  return claimed;
}

export async function claimRequests(db: Kysely<Tables>, kind: DatabaseKind, claim: Claim): Promise<Request[]> {
  const rows = await db
    .selectFrom('requests')
    .innerJoin('mailboxes', 'mailboxes.request_id', 'requests.id')
    .select(['id', 'version', 'due_at', 'body', 'card_channel', 'card_ts'])
    .where('due_at', '<=', claim.now)
    .where((eb) => eb.or([eb('requests.claim_until', 'is', null), eb('requests.claim_until', '<=', claim.now)]))
    .$if(claim.withoutCloud === true, (query) =>
      query.where((eb) => eb.or([eb('state', '!=', 'creating'), eb('renews', 'is', null)])),
    )
    .orderBy('due_at')
    .orderBy('id')
    .limit(claim.limit)
    .$if(kind === 'postgres', (query) => query.forNoKeyUpdate('requests').skipLocked())
    .execute();
  await markClaimed(db, 'requests', rows, claim);
  return rows.map(toRequest);
}

async function markClaimed(
  db: Kysely<Tables>,
  table: 'requests' | 'instances',
  rows: readonly { readonly id: string }[],
  { owner, claimUntil }: Claim,
): Promise<void> {
  if (rows.length === 0) return;
  const ids = rows.map(({ id }) => id);
  await db.updateTable(table).set({ claim_owner: owner, claim_until: claimUntil }).where('id', 'in', ids).execute();
}

export async function readHeld(
  db: Kysely<Tables>,
  table: 'requests' | 'instances',
  ids: readonly string[],
  { owner, now }: { readonly owner: string; readonly now: number },
): Promise<ReadonlyMap<string, number>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom(table)
    .select(['id', 'version'])
    .where('id', 'in', ids)
    .where('claim_owner', '=', owner)
    .where('claim_until', '>', now)
    .execute();
  return new Map(rows.map(({ id, version }) => [id, version]));
}

const CLAIMED = ['requests', 'instances', 'mailboxes'] as const;

export async function refreshClaims(db: Kysely<Tables>, owner: string, claimUntil: number): Promise<void> {
  for (const table of CLAIMED) {
    await db.updateTable(table).set({ claim_until: claimUntil }).where('claim_owner', '=', owner).execute();
  }
}

export async function releaseClaims(db: Kysely<Tables>, owner: string | 'everyone'): Promise<void> {
  for (const table of CLAIMED) {
    let update = db.updateTable(table).set(NO_CLAIM).where('claim_owner', 'is not', null);
    if (owner !== 'everyone') update = update.where('claim_owner', '=', owner);
    await update.execute();
  }
}
