import type { Kysely, SelectQueryBuilder } from 'kysely';
import type { Instance } from '../../core/instance/instance.ts';
import type { Request } from '../../core/request/request.ts';
import type { Claim, InstanceClaim } from '../claim.ts';
import { NO_CLAIM } from '../claim.ts';
import { jumpThrough } from '../reads/jump-through.ts';
import { toInstance, toRequest } from '../rows.ts';
import type { DatabaseKind, Tables } from '../schema.ts';

/**
 * Claims due rows, within the caller's transaction. On PostgreSQL `for no key update skip locked` lets replicas claim side
 * by side (the weakest lock that a writer respects). SQLite has one connection, which needs no lock.
 */
export async function claimInstances(
  db: Kysely<Tables>,
  kind: DatabaseKind,
  { fullRegions = [], ...claim }: InstanceClaim,
): Promise<Instance[]> {
  const free = db
    .selectFrom('instances')
    .where((eb) => eb.or([eb('claim_until', 'is', null), eb('claim_until', '<=', claim.now)]));
  const take = async (due: Instances): Promise<readonly Instance[]> => {
    const rows = await due
      .select(['id', 'version', 'due_at', 'body'])
      .orderBy('id')
      .limit(claim.limit)
      .$if(kind === 'postgres', (query) => query.forNoKeyUpdate().skipLocked())
      .execute();
    await markClaimed(db, 'instances', rows, claim);
    return rows.map(toInstance);
  };
  const claimed: Instance[] = [];
  // Due for their creation or an order, each part by an index that begins with the region.
  for (const exists of [false, true]) {
    const part = <T extends Instances>(of: T) =>
      of.where('due_at', 'is not', null).where('cloud_id', exists ? 'is not' : 'is', null) as T;
    const regions = await jumpThrough((after) =>
      part(db.selectFrom('instances').where('region', '>', after))
        .select('region')
        .orderBy('region')
        .limit(1)
        .executeTakeFirst(),
    );
    for (const region of regions.filter((one) => !exists || !fullRegions.includes(one)))
      claimed.push(
        ...(await take(part(free.where('region', '=', region).where('due_at', '<=', claim.now)).orderBy('due_at'))),
      );
  }
  // Due for their lease, prepaid time, spot market or ordered changes.
  const ending = free.where('expiry_at', '<=', claim.now).orderBy('expiry_at');
  claimed.push(...(await take(fullRegions.length === 0 ? ending : ending.where('region', 'not in', fullRegions))));
  return claimed;
}

type Instances = SelectQueryBuilder<Tables, 'instances', object>;

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

export const CLAIMED = ['requests', 'instances', 'mailboxes'] as const;

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
