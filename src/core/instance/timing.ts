import { awaitsSeat } from '../chunk/chunk.ts';
import type { Instance, Status } from './instance.ts';

/** The intervals and limits of the lifecycle, in milliseconds. */
export interface Timing {
  /** The tick to which looks are rounded, and how often a new instance is looked at. */
  readonly lookEveryMs: number;
  /** The shortest time that the cloud takes to build or start an instance: no look before. */
  readonly firstLookMs: number;
  /** How long DescribeInstances may not list an id that the cloud gave. */
  readonly graceMs: number;
  /** After this the thread says that it takes long. */
  readonly slowAfterMs: number;
  /** After this it is given up; time in which the bot was away does not count. */
  readonly deadlineMs: number;
  /** How long a create of unknown outcome is repeated with its token; after that it is only looked up. */
  readonly doubtAfterMs: number;
  /** Learned durations, so that no look comes before a change is likely; absent where nobody learns. */
  readonly lengths?: StageLengths;
}

/** Looks become rarer with age: each waits at most a fortieth of the time waited so far. */
const AGE_SHARE = 40;

/** The longest wait for a likely change: the instance may be locked or gone. */
const MAX_UNSEEN_MS = 30_000;

/** Back-off doubles from `lookEveryMs` up to this. */
const BACK_OFF_CAP_MS = 30_000;

/** Looks fall on common ticks, so that one DescribeInstances reads everything due in a region. Never before `at`. */
const tickFrom = (at: number, timing: Timing): number => Math.ceil(at / timing.lookEveryMs) * timing.lookEveryMs;

const tickUpTo = (at: number, timing: Timing): number => Math.floor(at / timing.lookEveryMs) * timing.lookEveryMs;

export const nextTick = (now: number, timing: Timing): number => tickUpTo(now, timing) + timing.lookEveryMs;

/** When the current work began; null when none is under way. Before the instance exists, this is the first CreateInstance. */
export function underWaySince(instance: Instance, timing: Timing): number | null {
  const isAccepted = instance.cloudId !== null || awaitsSeat(instance);
  if (!isAccepted || instance.deadlineAt === null) return instance.createTriedAt;
  // The deadline may have been set under a shorter `deadlineMs` than today's.
  return Math.max(instance.deadlineAt - timing.deadlineMs, instance.acceptedAt ?? 0);
}

/**
 * The deadline, moved by the time in which nobody could look: the bot was down, the store away, or the machine asleep. The
 * cloud did not cause that delay, and an instance that waits for its start must not be given up for it.
 */
export const deadlineAfterAbsence = (instance: Instance, now: number, timing: Timing): number | null =>
  instance.deadlineAt === null ? null : instance.deadlineAt + absenceOf(instance, now, timing);

/** How long due work waited because nobody was there; 0 for a usual delay. */
export function absenceOf({ dueAt }: { readonly dueAt: number | null }, now: number, timing: Timing): number {
  const lateMs = dueAt === null ? 0 : now - dueAt;
  return lateMs <= timing.slowAfterMs ? 0 : lateMs;
}

/**
 * When to look at an instance under way: first when a change is possible and likely, then every tick, and more rarely with
 * age.
 */
export function nextLookAt(instance: Instance, now: number, timing: Timing): number {
  // The deadline may also have been set under a longer `deadlineMs`. A `since` in the future must not delay the next look.
  const since = Math.min(Math.max(underWaySince(instance, timing) ?? now, instance.startTriedAt ?? 0), now);
  const first = tickFrom(Math.max(since + timing.firstLookMs, likelyFrom(instance, now, timing)), timing);
  if (first > now) return first;
  return Math.max(nextTick(now, timing), tickUpTo(now + (now - since) / AGE_SHARE, timing));
}

/** When a change is likely, by the learned durations; 0 without any. */
function likelyFrom(instance: Instance, now: number, timing: Timing): number {
  const stage = stageOf(instance);
  // The clock may have been set back since.
  if (stage === null || stage.since > now) return 0;
  const leastMs = timing.lengths?.leastOf(stage.stage, instance) ?? 0;
  return Math.min(stage.since + leastMs, now + MAX_UNSEEN_MS);
}

/** When to retry after the `attempts`-th failure in a row. Not before `retryAfterMs`, but in time to notice `limitAt`. */
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

/**
 * A wait for the cloud. `build`: CreateInstance until Stopped. `run`: the id from RunInstances until Running. `start`:
 * StartInstance until Running. `stop`: StopInstance until Stopped.
 */
export type Stage = 'build' | 'run' | 'start' | 'stop';

export interface StageNow {
  readonly stage: Stage;
  readonly since: number;
}

/** Learned durations of the stages. */
export interface StageLengths {
  /**
   * How long after its begin nearly every instance of this type and region is still in the stage; null while too little is
   * known.
   */
  leastOf(stage: Stage, row: Placed): number | null;
}

/** The parts of a row that the durations depend on. */
export type Placed = { readonly spec: Pick<Instance['spec'], 'region' | 'instanceType'> };

const LAST: Readonly<Record<Stage, Status>> = { build: 'Stopped', run: 'Running', start: 'Running', stop: 'Stopped' };

/** The stage of a row; null where it may end any moment, or nothing is waited for. */
export function stageOf(row: Instance): StageNow | null {
  const { cloudId, outcome, order, wanted, startTriedAt, acceptedAt, chunk, observed } = row;
  if (cloudId === null || outcome !== null) return null;
  if (wanted === 'stopped') {
    const acted = order?.acted;
    return acted?.what === 'stop' && acted.sure ? { stage: 'stop', since: acted.at } : null;
  }
  if (wanted !== 'running') return null;
  const status = observed?.status ?? 'Pending';
  if (startTriedAt !== null) return status === 'Stopping' ? null : { stage: 'start', since: startTriedAt };
  if (order !== null || acceptedAt === null) return null;
  if (chunk === undefined) return status === 'Pending' ? { stage: 'build', since: acceptedAt } : null;
  return status === 'Pending' || status === 'Starting' ? { stage: 'run', since: acceptedAt } : null;
}

/** A look that is late by up to this many ticks still measures the stage. */
const LATE_TICKS = 2;

/**
 * The least duration of a stage, from the look that shows its end. The stage lasted beyond the look before it; after a long
 * gap a fifth of the time is subtracted instead. Null where the look shows no end or is too imprecise.
 */
export function lengthSeen(
  before: Instance,
  next: Instance,
  lookEveryMs: number,
): { readonly stage: Stage; readonly ms: number } | null {
  const now = stageOf(before);
  const { observed } = next;
  if (now === null || observed === null || observed === before.observed || observed.status !== LAST[now.stage])
    return null;
  const isLate = before.dueAt === null || observed.at - before.dueAt > LATE_TICKS * lookEveryMs;
  // With a second call, or a look by tag in between, the stage may have begun earlier than the row says.
  const isFirstCall = (before.creates?.sent ?? 1) === 1;
  const upTo = observed.at - now.since;
  if (isLate || !isFirstCall || upTo <= 0) return null;
  const notBefore = Math.max(0, (before.observed?.at ?? 0) - now.since);
  return { stage: now.stage, ms: Math.max(notBefore, upTo - Math.max(lookEveryMs, upTo / 5)) };
}

/**
 * The observed durations of one stage, as counts without an order: among instances that begin together, the slow ones end
 * last.
 */
export interface Lengths {
  /** How many of each duration, in steps of {@link STEP_MS}; older ones weigh less. */
  readonly counts: ReadonlyMap<number, number>;
  readonly total: number;
}

export const NO_LENGTHS: Lengths = { counts: new Map(), total: 0 };

const STEP_MS = 250;
/** At this total all earlier counts are halved. */
const FULL = 256;
/** Smaller counts are dropped. */
const MIN_COUNT = 0.3;

export function withLength({ counts, total }: Lengths, ms: number): Lengths {
  const step = Math.floor(ms / STEP_MS);
  const more = new Map(counts).set(step, (counts.get(step) ?? 0) + 1);
  if (total + 1 < FULL) return { counts: more, total: total + 1 };
  const kept = [...more].map(([at, count]) => [at, count / 2] as const).filter(([, count]) => count >= MIN_COUNT);
  return { counts: new Map(kept), total: kept.reduce((sum, [, count]) => sum + count, 0) };
}

/** With fewer nothing is known: the shortest of a few says little. */
const FEWEST = 8;
/** From this many on, the shortest may be an outlier and is skipped. */
const MANY = 20;

/**
 * A duration that nearly all instances exceed: the shortest, reduced by more the fewer they are and the wider they scatter.
 * Of the long ones only the median counts, so that outliers change nothing. Null while too little is known.
 */
export function leastLength({ counts, total }: Lengths): number | null {
  if (total < FEWEST) return null;
  const sorted = [...counts].sort(([a], [b]) => a - b);
  /** The smallest duration that more than `few` instances do not exceed. */
  const beyond = (few: number): number => {
    let sum = 0;
    for (const [step, count] of sorted) {
      sum += count;
      if (sum > few) return step * STEP_MS;
    }
    return 0;
  };
  const shortest = beyond(total < MANY ? 0 : 1);
  return Math.max(0, shortest - (4 * (beyond(total / 2) - shortest)) / total);
}
