import type { LookResult } from '../instance/next-action.ts';
import type { Timing } from '../instance/timing.ts';
import { type GrowthSeen, nextGrowthAct } from './growth-act.ts';
import { nextRenewalAct, type RenewalAct, type Renewing, termOf } from './renewal-act.ts';

/** A look at what is bought. `lookedAt`: when it was begun; now when left out. */
export type RenewalLook =
  | { readonly is: 'seen'; readonly seen: Exclude<LookResult, null>; readonly lookedAt?: number }
  /** Of a disk that gets larger. */
  | { readonly is: 'diskSeen'; readonly seen: GrowthSeen; readonly lookedAt?: number };

/** What follows from a look. */
export function actAfterLook(request: Renewing, look: RenewalLook, now: number, timing: Timing): RenewalAct {
  const { renewal } = request;
  const { disk } = renewal;
  if (look.is === 'seen') return nextRenewalAct(renewal, termOf(request), look.seen, now, timing, look.lookedAt);
  if (disk === undefined) throw new Error(`${request.id} is about no disk`);
  return nextGrowthAct({ ...renewal, disk }, look.seen, now, timing, look.lookedAt);
}

/** Whether the cloud does not list it. */
export const isUnlisted = (look: RenewalLook): boolean =>
  look.is === 'seen' ? look.seen === 'missing' : look.seen.cloud === 'missing' || look.seen.disk === null;
