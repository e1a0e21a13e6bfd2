import { awaitsSeat } from '../chunk/chunk.ts';
import type { Failure, FailureKind } from '../failure/failure.ts';
import { LOOK_API } from '../failure/failure-treatment.ts';
import { hinders } from '../power/power.ts';
import { goneAs } from '../spot/spot-clock.ts';
import { callsOf, mayExist, needsToken } from './create-calls.ts';
import type { Instance, Observed } from './instance.ts';
import type { Timing } from './timing.ts';

/**
 * The one thing to do for an instance now.
 *
 * `look` without a look in this pass: look. With one: wait and look again later. `seat`: find out which of the ids in the
 * answer for its chunk is its own. `done` and `fail` end it. `rest`: it has already ended.
 */
export type NextAction =
  | {
      readonly do:
        | 'create'
        | 'lookUpByTag'
        | 'seat'
        | 'look'
        | 'allocateAddress'
        | 'start'
        | 'stop'
        | 'reboot'
        | 'delete'
        | 'done'
        | 'rest';
    }
  | { readonly do: 'fail'; readonly kind: FailureKind };

/** The look of this very pass; null before it. */
export type LookResult = Observed | 'missing' | null;

/** An id is given up only after this many looks in a row without it, even if the bot was away between them. */
const MISSES_TO_VANISH = 3;

/**
 * The lifecycle as one table. Pure: everything it depends on is an argument.
 *
 * @param lookedAt when the look that showed `seen` was sent; a late answer proves nothing about the time since
 */
export function nextAction(
  instance: Instance,
  seen: LookResult,
  now: number,
  timing: Timing,
  lookedAt = now,
): NextAction {
  if (instance.outcome !== null) return { do: 'rest' };
  if (instance.cloudId === null) return beforeItExists(instance, seen, { now, lookedAt }, timing);
  if (seen === null) return { do: 'look' };
  if (seen === 'missing') return whileMissing(instance, lookedAt, timing);
  if (mayStillShow(instance, seen, now, timing)) return { do: 'look' };
  if (instance.wanted === 'running') return towardsRunning(instance, seen, now, timing);
  if (instance.wanted === 'stopped') return towardsStopped(instance, seen, now);
  return instance.wanted === 'released' ? towardsReleased(instance, seen, now) : { do: 'rest' };
}

/**
 * The earliest moment of a look that proves, by finding nothing, that no CreateInstance took effect. The cloud may list a
 * new instance late. A refusal by the cloud, with the same token, also speaks against the earlier calls. Without one, looks
 * go on as long as the call might be repeated. A row of a chunk whose other rows were found is looked for that long from then on,
 * because its call is not repeated any more.
 */
export function provenFrom(instance: Instance, timing: Timing): number {
  if (!mayExist(instance)) return 0;
  const { lastAt, mayRepeat } = callsOf(instance);
  const refusal = refusalOfCreate(instance);
  const isOnlyLookedFor = !mayRepeat && refusal === null;
  if (isOnlyLookedFor) return lastAt + timing.doubtAfterMs + timing.graceMs;
  const isOpen = mayRepeat || isOwnWord(refusal);
  return (isOpen ? Math.max(lastAt, repeatedUntil(instance, timing)) : lastAt) + timing.graceMs;
}

const BUYING_APIS: readonly (string | null)[] = ['CreateInstance', 'RunInstances', null];

/** Whether the bot itself refused to order again, e.g. at another price. That says nothing about the calls already sent. */
export const isOwnWord = (refusal: Failure | null): boolean => refusal !== null && !BUYING_APIS.includes(refusal.api);

/**
 * The last moment at which the same CreateInstance may be sent again. Alibaba Cloud does not publish how long a ClientToken
 * is valid.
 */
export const repeatedUntil = ({ createTriedAt }: Pick<Instance, 'createTriedAt'>, timing: Timing): number =>
  (createTriedAt ?? 0) + timing.doubtAfterMs;

/** The refusal of the create, as long as it tells whether something was bought. */
export const refusalOfCreate = (instance: Instance): Failure | null => {
  const { failure } = instance;
  if (failure?.api === LOOK_API) return null;
  return callsOf(instance).mayRepeat && mayExist(instance) ? null : failure;
};

function beforeItExists(
  instance: Instance,
  seen: LookResult,
  { now, lookedAt }: { readonly now: number; readonly lookedAt: number },
  timing: Timing,
): NextAction {
  const { createTriedAt } = instance;
  // The bot never creates a replacement for an adopted instance.
  if (instance.adopted) return { do: 'rest' };
  if (awaitsSeat(instance)) return { do: 'seat' };
  // Before another token is used, a look by tag must find nothing. The token is stored together with that look.
  const mayCreate = !needsToken(instance) || seen === 'missing';
  if (createTriedAt === null) {
    if (instance.wanted === 'released') return { do: 'done' };
    return { do: mayCreate ? 'create' : 'lookUpByTag' };
  }
  // After the first call it may exist without the bot knowing. The same token may be sent again for a while, but never for an
  // instance that nobody wants any more.
  const mayRepeat = instance.wanted !== 'released' && callsOf(instance).mayRepeat;
  if (mayRepeat && now < repeatedUntil(instance, timing)) return { do: mayCreate ? 'create' : 'lookUpByTag' };
  if (seen !== 'missing' || lookedAt < provenFrom(instance, timing)) return { do: 'lookUpByTag' };
  return { do: 'fail', kind: refusalOfCreate(instance)?.kind ?? (mayExist(instance) ? 'doubtful' : 'deadline') };
}

function whileMissing(instance: Instance, lookedAt: number, timing: Timing): NextAction {
  const acted = instance.order?.acted;
  // The cloud has accepted the release, so it is certainly gone.
  if (instance.wanted === 'released' && acted?.what === 'delete' && acted.sure) return { do: 'done' };
  const lastKnownAt = Math.max(instance.acceptedAt ?? 0, instance.observed?.at ?? 0);
  if (lookedAt < lastKnownAt + timing.graceMs || (instance.misses ?? 0) < MISSES_TO_VANISH) return { do: 'look' };
  // An instance that no look has ever shown may just not be listed yet. It costs money while it exists, so it does not count
  // as released.
  const wasThere = instance.observed !== null || acted?.what === 'delete';
  return instance.wanted === 'released' && wasThere ? { do: 'done' } : { do: 'fail', kind: goneAs(instance) };
}

function towardsRunning(instance: Instance, seen: Observed, now: number, timing: Timing): NextAction {
  const ended = lockedOrOverdue(instance, seen, now);
  const addressMissing = lacksAddress(instance, seen);
  switch (seen.status) {
    case 'Running':
      // An address takes effect with the restart, so it is allocated first.
      if (mustReboot(instance)) return ended ?? { do: addressMissing ? 'allocateAddress' : 'reboot' };
      // Somebody else started it before it had its address: the cloud gives one to a running instance as well.
      return addressMissing && ended === null ? { do: 'allocateAddress' } : { do: 'done' };
    case 'Stopped':
      if (ended !== null) return ended;
      // The address takes effect at the next start, so it is allocated first.
      if (addressMissing) return { do: 'allocateAddress' };
      return startMayStillShow(instance, now, timing) ? { do: 'look' } : { do: 'start' };
    case 'Pending':
    case 'Starting':
    case 'Stopping':
      return ended ?? { do: 'look' };
  }
}

function towardsStopped(instance: Instance, seen: Observed, now: number): NextAction {
  if (seen.status === 'Stopped') return { do: 'done' };
  const ended = lockedOrOverdue(instance, seen, now);
  if (ended !== null) return ended;
  return seen.status === 'Running' ? { do: 'stop' } : { do: 'look' };
}

function towardsReleased(instance: Instance, seen: Observed, now: number): NextAction {
  const ended = lockedOrOverdue(instance, seen, now);
  if (ended !== null) return ended;
  if (seen.deletionProtection || seen.chargeKind === 'prepaid') return { do: 'fail', kind: 'locked' };
  return seen.status === 'Running' || seen.status === 'Stopped' ? { do: 'delete' } : { do: 'look' };
}

function lockedOrOverdue(instance: Instance, seen: Observed, now: number): NextAction | null {
  if (seen.locks.some((lock) => hinders(lock, instance.order?.what))) return { do: 'fail', kind: 'locked' };
  if (instance.deadlineAt !== null && now >= instance.deadlineAt) return { do: 'fail', kind: 'deadline' };
  return null;
}

const lacksAddress = (instance: Instance, seen: Observed): boolean =>
  instance.spec.internetMaxBandwidthOut > 0 &&
  (seen.publicIp ?? instance.publicIp) === null &&
  instance.addressedAt === null &&
  !instance.noAddress;

/** Whether a reboot is still to be sent. An accepted reboot that no look showed going down was quick, and is done. */
const mustReboot = ({ order }: Instance): boolean =>
  order?.what === 'restart' && !order.down && !(order.acted?.what === 'reboot' && order.acted.sure);

/**
 * Whether the effect of a sent call may still show, so that the look proves little. A call that was only possibly sent is
 * waited for if it would undo what is wanted now, or must not be repeated.
 */
function mayStillShow(instance: Instance, { status }: Observed, now: number, timing: Timing): boolean {
  const { order, wanted } = instance;
  if (order === null) return false;
  if (status === 'Stopped' && wanted !== 'running' && startMayStillShow(instance, now, timing)) return true;
  const { acted, what } = order;
  if (acted === null || now >= acted.at + timing.graceMs) return false;
  if (status !== 'Running' && !(status === 'Stopped' && acted.what === 'delete')) return false;
  const isOwn = { stop: 'stop', reboot: 'restart', delete: 'release' }[acted.what] === what;
  return acted.sure || acted.what === 'reboot' || !isOwn;
}

/** An accepted start may not show at once, and the cloud would refuse a second one. */
const startMayStillShow = (instance: Instance, now: number, timing: Timing): boolean =>
  instance.startTriedAt !== null && now < instance.startTriedAt + timing.graceMs;
