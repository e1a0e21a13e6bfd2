import type { PrepaidGrowth } from '../disk/disk-wish.ts';
import type { CloudInstance, Disk } from '../instance/cloud-instance.ts';
import type { Timing } from '../instance/timing.ts';
import { mayBeDebited, type Renewal } from './renewal.ts';
import { barred, inTheEnd, lookUntil, MISSES_TO_GIVE_UP, type RenewalAct, renewedUntil } from './renewal-act.ts';

/** The result of a look at a prepaid disk to enlarge. */
export interface GrowthSeen {
  readonly cloud: Pick<CloudInstance, 'chargeKind' | 'expiresAt' | 'instanceType' | 'locks' | 'status'> | 'missing';
  /** Null where the instance has no such disk. */
  readonly disk: Pick<Disk, 'sizeGiB' | 'isPrepaid'> | null;
}

/**
 * The course of a larger prepaid disk as one table. A disk that already has the wanted size was grown by a call whose
 * answer was lost: the call is never repeated without a look that shows the old size. Pure.
 *
 * @param lookedAt when the look that showed `seen` was sent
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
  // A disk larger than wanted was also grown by somebody else. That says nothing about a call whose answer was lost.
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
  // The price of a system disk depends on the instance type.
  const isAsShown = disk.sizeGiB === wanted.from && instanceType === wanted.instanceType;
  return isAsShown ? { do: 'renew' } : barred('moved', expiresAt);
}
