import type { LookResult } from '../instance/next-action.ts';
import type { Timing } from '../instance/timing.ts';
import { type GrowthSeen, nextGrowthAct } from './growth-act.ts';
import { nextRenewalAct, type RenewalAct, type Renewing, termOf } from './renewal-act.ts';

/** A look at the instance or disk. `lookedAt`: when it was sent; left out for now. */
export type RenewalLook =
  | { readonly is: 'seen'; readonly seen: Exclude<LookResult, null>; readonly lookedAt?: number }
  /** For a disk to enlarge. */
  | { readonly is: 'diskSeen'; readonly seen: GrowthSeen; readonly lookedAt?: number };

/** The next step after a look. */
export function actAfterLook(request: Renewing, look: RenewalLook, now: number, timing: Timing): RenewalAct {
  const { renewal } = request;
  const { disk } = renewal;
  if (look.is === 'seen') return nextRenewalAct(renewal, termOf(request), look.seen, now, timing, look.lookedAt);
  if (disk === undefined) throw new Error(`${request.id} is about no disk`);
  return nextGrowthAct({ ...renewal, disk }, look.seen, now, timing, look.lookedAt);
}

/** Whether the cloud does not list the instance or the disk. */
export const isUnlisted = (look: RenewalLook): boolean =>
  look.is === 'seen' ? look.seen === 'missing' : look.seen.cloud === 'missing' || look.seen.disk === null;
