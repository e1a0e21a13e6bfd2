import { awaitsSeat } from '../chunk/chunk.ts';
import type { Instance } from './instance.ts';
import { type StageLengths, stageOf } from './stage-length.ts';

/** The times the lifecycle keeps, all in milliseconds. */
export interface Timing {
  /** The tick to which looks are rounded, and how often a fresh instance is looked at. */
  readonly lookEveryMs: number;
  /** The least time the cloud takes to build, and to start, an instance: no look before. */
  readonly firstLookMs: number;
  /** How long an id may be missing from DescribeInstances after it was given. */
  readonly graceMs: number;
  /** When the thread says that it takes long. */
  readonly slowAfterMs: number;
  /** When it is given up; time in which the bot was away does not count. */
  readonly deadlineMs: number;
  /** How long a create in doubt is repeated with its token; after that it is only looked up. */
  readonly doubtAfterMs: number;
  /** What was learnt of how long it takes, so that nothing is looked at before it is likely to have changed; absent where nobody learns. */
  readonly lengths?: StageLengths;
}

/** Looks slow down with age: one never adds more than a fortieth of what has been waited for already. */
const AGE_SHARE = 40;

/** However long it is likely to take, it is looked at as often: it may be locked, or gone. */
const UNSEEN_MOST_MS = 30_000;

/** Back-off doubles from `lookEveryMs` up to this. */
const BACK_OFF_CAP_MS = 30_000;

/** Looks fall on common ticks, so that one DescribeInstances reads everything that is due in a region. Never before `at`. */
const tickFrom = (at: number, timing: Timing): number => Math.ceil(at / timing.lookEveryMs) * timing.lookEveryMs;

const tickUpTo = (at: number, timing: Timing): number => Math.floor(at / timing.lookEveryMs) * timing.lookEveryMs;

export const nextTick = (now: number, timing: Timing): number => tickUpTo(now, timing) + timing.lookEveryMs;

/** When what is under way now began; null when nothing is. Before there is an instance that is the first CreateInstance. */
export function underWaySince(instance: Instance, timing: Timing): number | null {
  const isAccepted = instance.cloudId !== null || awaitsSeat(instance);
  if (!isAccepted || instance.deadlineAt === null) return instance.createTriedAt;
  // The deadline may have been set under a shorter `deadlineMs` than today's.
  return Math.max(instance.deadlineAt - timing.deadlineMs, instance.acceptedAt ?? 0);
}

/**
 * The deadline, moved by the time in which nobody was there to look (the bot was down, the store away, the machine asleep):
 * that was not the cloud's, and what waits to be started must not be given up for it.
 */
export const deadlineAfterAbsence = (instance: Instance, now: number, timing: Timing): number | null =>
  instance.deadlineAt === null ? null : instance.deadlineAt + absenceOf(instance, now, timing);

/** For how long nobody was there to do what was due; 0 for a usual wait. */
export function absenceOf({ dueAt }: { readonly dueAt: number | null }, now: number, timing: Timing): number {
  const lateMs = dueAt === null ? 0 : now - dueAt;
  return lateMs <= timing.slowAfterMs ? 0 : lateMs;
}

/** When to look at an instance that is on its way: not before the cloud can have done it, or is likely to, then each tick, ever more rarely. */
export function nextLookAt(instance: Instance, now: number, timing: Timing): number {
  // Or under a longer one, which must not put off the next look.
  const since = Math.min(Math.max(underWaySince(instance, timing) ?? now, instance.startTriedAt ?? 0), now);
  const first = tickFrom(Math.max(since + timing.firstLookMs, likelyFrom(instance, now, timing)), timing);
  if (first > now) return first;
  return Math.max(nextTick(now, timing), tickUpTo(now + (now - since) / AGE_SHARE, timing));
}

/** From when on it may well have got on, by what was learnt; 0 where nothing was. */
function likelyFrom(instance: Instance, now: number, timing: Timing): number {
  const stage = stageOf(instance);
  // The clock may have been set since.
  if (stage === null || stage.since > now) return 0;
  const leastMs = timing.lengths?.leastOf(stage.stage, instance) ?? 0;
  return Math.min(stage.since + leastMs, now + UNSEEN_MOST_MS);
}

/**
 * When to try again after the `attempts`-th failure in a row, and not before what the cloud asked us to wait; but in time to
 * notice that `limitAt` has come.
 */
export function retryAt(
  attempts: number,
  retryAfterMs: number | null,
  limitAt: number | null,
  now: number,
  timing: Timing,
): number {
  const doubled = timing.lookEveryMs * 2 ** Math.min(Math.max(attempts - 1, 0), 20);
  const waitMs = Math.max(Math.min(doubled, BACK_OFF_CAP_MS), retryAfterMs ?? 0);
  const at = tickFrom(now + waitMs, timing);
  return limitAt !== null && limitAt > now ? Math.min(at, tickFrom(limitAt, timing)) : at;
}
