import type { PrepaidGrowth } from '../disk/disk-wish.ts';
import type { CloudInstance, Disk } from '../instance/cloud-instance.ts';
import type { Timing } from '../instance/timing.ts';
import { mayBeDebited, type Renewal } from './renewal.ts';
import { barred, inTheEnd, lookUntil, MISSES_TO_GIVE_UP, type RenewalAct, renewedUntil } from './renewal-act.ts';

/** What a look shows of a prepaid disk that is to be larger. */
export interface GrowthSeen {
  readonly cloud: Pick<CloudInstance, 'chargeKind' | 'expiresAt' | 'instanceType' | 'locks' | 'status'> | 'missing';
  /** Null where the instance has no such disk. */
  readonly disk: Pick<Disk, 'sizeGiB' | 'isPrepaid'> | null;
}

/**
 * The course of a prepaid disk that is to be larger, as one table. A disk that is as large already counts as grown by a call whose answer was lost: it is never sent
 * again without a look that shows the size that it had. Pure.
 *
 * @param lookedAt when the look was begun that showed `seen`
 */
export function nextGrowthAct(
  renewal: Renewal & { readonly disk: PrepaidGrowth },
  { cloud, disk }: GrowthSeen,
  now: number,
  timing: Timing,
  lookedAt = now,
): RenewalAct {
  const { disk: wanted, acceptedAt, mayRepeat } = renewal;
  if (renewal.end !== null) return { do: 'rest' };
  if (!mayBeDebited(renewal)) return beforeItGrows(renewal, { cloud, disk });
  const size = disk?.sizeGiB ?? null;
  // One that is larger still has been grown by somebody else too: that says nothing of a call whose answer was lost.
  const isThere = size === wanted.to || (acceptedAt !== null && size !== null && size > wanted.to);
  if (isThere) return { do: 'end', end: { is: 'grown' } };
  if (lookedAt >= lookUntil(renewal, timing))
    return { do: 'end', end: { is: 'failed', failure: inTheEnd(renewal, size === wanted.from) } };
  const mayBeSent = acceptedAt === null && mayRepeat && size === wanted.from && now < renewedUntil(renewal, timing);
  return { do: mayBeSent ? 'renew' : 'wait' };
}

/** Nothing can have been debited yet. */
function beforeItGrows(
  { disk: wanted, misses }: Renewal & { readonly disk: PrepaidGrowth },
  { cloud, disk }: GrowthSeen,
): RenewalAct {
  if (cloud === 'missing' || disk === null)
    return misses + 1 < MISSES_TO_GIVE_UP ? { do: 'wait' } : barred('gone', null);
  const { chargeKind, expiresAt, instanceType, locks } = cloud;
  if (chargeKind !== 'prepaid' || !disk.isPrepaid) return barred('notPrepaid', null);
  if (locks.length > 0) return barred('locked', expiresAt);
  // Of another type the price of a system disk would be another, too.
  const isAsShown = disk.sizeGiB === wanted.from && instanceType === wanted.instanceType;
  return isAsShown ? { do: 'renew' } : barred('moved', expiresAt);
}
