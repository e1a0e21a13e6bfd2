import type { FailureKind } from './failure.ts';
import type { Instance, Observed } from './instance.ts';
import type { Timing } from './timing.ts';
import { refusedInDoubt } from './treatment.ts';

/**
 * The one thing to be done for an instance now.
 *
 * `look` without a look in hand means: look. With one in hand it means: nothing to do but to look again later.
 * `done` and `fail` end it. `rest`: it has ended already.
 */
export type Act =
  | {
      readonly do:
        | 'create'
        | 'lookUpByTag'
        | 'look'
        | 'allocateAddress'
        | 'start'
        | 'stop'
        | 'delete'
        | 'done'
        | 'rest';
    }
  | { readonly do: 'fail'; readonly kind: FailureKind };

/** What a look in this very pass showed; null when nobody looked yet. */
export type Seen = Observed | 'missing' | null;

/** An id is given up only after this many looks in a row that did not find it, however long the bot was away between them. */
const MISSES_TO_VANISH = 3;

/** The lifecycle as one table. Pure: everything it depends on is in its arguments. */
export function nextAct(instance: Instance, seen: Seen, now: number, timing: Timing): Act {
  if (instance.outcome !== null) return { do: 'rest' };
  if (instance.cloudId === null) return beforeItExists(instance, seen, now, timing);
  if (seen === null) return { do: 'look' };
  if (seen === 'missing') return whileMissing(instance, now, timing);
  if (instance.wanted === 'running') return towardsRunning(instance, seen, now, timing);
  if (instance.wanted === 'stopped') return towardsStopped(instance, seen, now);
  return towardsReleased(instance, seen, now);
}

/** When an instance that is only looked up by tag is given up if nothing has been found. */
export function lookUpUntil(instance: Instance, timing: Timing): number {
  // `deadlineAt` was moved to the end of the grace period when the refusal came, see absorb.
  if (refusedInDoubt(instance)) return instance.deadlineAt ?? 0;
  return (instance.createTriedAt ?? 0) + timing.doubtAfterMs + timing.graceMs;
}

function beforeItExists(instance: Instance, seen: Seen, now: number, timing: Timing): Act {
  const { createTriedAt } = instance;
  if (createTriedAt === null) return instance.wanted === 'released' ? { do: 'done' } : { do: 'create' };
  // From the first call on it may exist in the cloud without our knowing. The same token may be sent again for a while,
  // but never for something that nobody wants any more.
  const mayRepeat = instance.wanted !== 'released' && !refusedInDoubt(instance);
  if (mayRepeat && now < createTriedAt + timing.doubtAfterMs) return { do: 'create' };
  if (seen === 'missing' && now >= lookUpUntil(instance, timing)) {
    const refusal = refusedInDoubt(instance) ? instance.failure : null;
    return { do: 'fail', kind: refusal?.kind ?? 'doubtful' };
  }
  return { do: 'lookUpByTag' };
}

function whileMissing(instance: Instance, now: number, timing: Timing): Act {
  const lastKnownAt = Math.max(instance.acceptedAt ?? 0, instance.observed?.at ?? 0);
  if (now < lastKnownAt + timing.graceMs || instance.attempts < MISSES_TO_VANISH) return { do: 'look' };
  return instance.wanted === 'released' ? { do: 'done' } : { do: 'fail', kind: 'vanished' };
}

function towardsRunning(instance: Instance, seen: Observed, now: number, timing: Timing): Act {
  const ended = lockedOrOverdue(instance, seen, now);
  const addressMissing = lacksAddress(instance, seen);
  switch (seen.status) {
    case 'Running':
      // Somebody else started it before it had its address: the cloud gives one to a running instance as well.
      return addressMissing && ended === null ? { do: 'allocateAddress' } : { do: 'done' };
    case 'Stopped':
      if (ended !== null) return ended;
      // The address takes effect at the next start, so it comes before the start.
      if (addressMissing) return { do: 'allocateAddress' };
      return startMaySettle(instance, now, timing) ? { do: 'look' } : { do: 'start' };
    case 'Pending':
    case 'Starting':
    case 'Stopping':
      return ended ?? { do: 'look' };
  }
}

function towardsStopped(instance: Instance, seen: Observed, now: number): Act {
  if (seen.status === 'Stopped') return { do: 'done' };
  const ended = lockedOrOverdue(instance, seen, now);
  if (ended !== null) return ended;
  return seen.status === 'Running' ? { do: 'stop' } : { do: 'look' };
}

function towardsReleased(instance: Instance, seen: Observed, now: number): Act {
  const ended = lockedOrOverdue(instance, seen, now);
  if (ended !== null) return ended;
  return seen.status === 'Running' || seen.status === 'Stopped' ? { do: 'delete' } : { do: 'look' };
}

function lockedOrOverdue(instance: Instance, seen: Observed, now: number): Act | null {
  if (seen.locks.length > 0) return { do: 'fail', kind: 'locked' };
  if (instance.deadlineAt !== null && now >= instance.deadlineAt) return { do: 'fail', kind: 'deadline' };
  return null;
}

const lacksAddress = (instance: Instance, seen: Observed): boolean =>
  instance.spec.internetMaxBandwidthOut > 0 &&
  (seen.publicIp ?? instance.publicIp) === null &&
  instance.addressedAt === null;

/** An accepted start may not show at once: starting again would only be refused. */
const startMaySettle = (instance: Instance, now: number, timing: Timing): boolean =>
  instance.startTriedAt !== null && now < instance.startTriedAt + timing.graceMs;
