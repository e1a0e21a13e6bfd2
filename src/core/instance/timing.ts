import { awaitsSeat } from '../chunk/chunk.ts';
import type { Instance, Status } from './instance.ts';

/** The intervals and limits of the lifecycle, in milliseconds. */
export interface Timing {
  /** The tick to which looks are rounded, and how often an instance is looked at while it is likely to get on. */
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

/** The usual interval of looks: two ticks, or a twentieth of the time waited so far. Learned durations only shorten it. */
const USUAL_TICKS = 2;
const AGE_SHARE = 20;

/** The longest wait for a likely change: the instance may be locked or gone. */
const MAX_UNSEEN_MS = 30_000;

/** A first look within this time also matches ids to names. A later one is not waited for: people cannot act on an instance without its id. */
const SEAT_WITHIN_MS = 10_000;

/** The probability of an end that makes a look worth its call. Nobody waits for the end of a build as such: a start follows it. */
const WORTH_A_LOOK: Readonly<Record<Stage, number>> = { build: 0.3, run: 0.1, start: 0.1, stop: 0.1 };

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

/** When to look at an instance under way: first when a change is possible and likely, then at least at the usual interval. */
export function nextLookAt(instance: Instance, now: number, timing: Timing): number {
  const stage = stageOf(instance);
  // The clock may have been set back since, or the deadline set under a longer `deadlineMs`: neither may delay the next look.
  const current = stage !== null && stage.since <= now ? stage : null;
  const began = current?.since ?? Math.max(underWaySince(instance, timing) ?? now, instance.startTriedAt ?? 0);
  const since = Math.min(began, now);
  const first = tickFrom(since + timing.firstLookMs, timing);
  const usual = Math.min(Math.max(USUAL_TICKS * timing.lookEveryMs, (now - since) / AGE_SHARE), MAX_UNSEEN_MS);
  const usually = Math.max(nextTick(now, timing), tickUpTo(now + usual, timing));
  const likely = current && likelyAt(instance, current, { now, timing });
  const isSeatLate = awaitsSeat(instance) && likely !== null && likely.at > since + SEAT_WITHIN_MS;
  if (likely === null || isSeatLate) return first > now ? first : usually;
  const at = Math.max(nextTick(now, timing), tickFrom(likely.at, timing));
  return Math.max(first, Math.min(at, likely.leastAt > now ? tickFrom(likely.leastAt + usual, timing) : usually));
}

/**
 * When a look is worth its call, by the learned durations; null without any, or when the stage lasts longer than all of them.
 * A call for several is worth it as soon as one of them may have changed.
 */
function likelyAt(
  instance: Instance,
  { stage, since }: StageNow,
  { now, timing }: { readonly now: number; readonly timing: Timing },
): { readonly leastAt: number; readonly at: number } | null {
  const known = timing.lengths?.knownOf(stage, instance) ?? null;
  const endMs = known && endOf(known, now - since, WORTH_A_LOOK[stage] / (instance.chunk?.amount ?? 1));
  if (known === null || endMs === null) return null;
  const latest = now + MAX_UNSEEN_MS;
  return {
    leastAt: Math.min(since + known.leastMs, latest),
    at: Math.min(since + Math.max(known.leastMs, endMs), latest),
  };
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
  /** Those of this type and region; null while too little is known. */
  knownOf(stage: Stage, row: Placed): KnownLength | null;
}

/** What is known of the duration of a stage. */
export interface KnownLength {
  /** Nearly every instance is still in the stage after this time. */
  readonly leastMs: number;
  /** How many stages ended between each duration and the one before it, in rising order; where in between is not known. */
  readonly ends: readonly (readonly [upToMs: number, count: number])[];
}

/** The duration at which `share` of the stages that last longer than `ageMs` have ended; null when none lasted longer. */
function endOf({ leastMs, ends }: KnownLength, ageMs: number, share: number): number | null {
  let fromMs = Math.min(leastMs, (ends[0]?.[0] ?? 0) - STEP_MS);
  const spans = ends.map(([upToMs, count]) => {
    const span = { fromMs: Math.max(fromMs, ageMs), upToMs, count };
    const left = upToMs <= ageMs ? 0 : (upToMs - span.fromMs) / (upToMs - fromMs);
    fromMs = upToMs;
    return { ...span, count: count * left };
  });
  let left = share * spans.reduce((sum, { count }) => sum + count, 0);
  for (const span of spans) {
    if (span.count > 0 && left <= span.count) return span.fromMs + (span.upToMs - span.fromMs) * (left / span.count);
    left -= span.count;
  }
  return null;
}

/** The parts of a row that the durations depend on. */
export type Placed = { readonly spec: Pick<Instance['spec'], 'region' | 'instanceType'> };

const LAST: Readonly<Record<Stage, Status>> = { build: 'Stopped', run: 'Running', start: 'Running', stop: 'Stopped' };

/** The stage of a row; null where it may end any moment, or nothing is waited for. */
export function stageOf(row: Instance): StageNow | null {
  const { cloudId, outcome, order, wanted, startTriedAt, acceptedAt, chunk, observed } = row;
  if ((cloudId === null && !awaitsSeat(row)) || outcome !== null) return null;
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
 * The duration of a stage, from the look that shows its end: the middle between that look and the one before it. After a long
 * gap only a tenth of the time is subtracted, so that the next look comes a little sooner. Null where the look shows no end or
 * is too imprecise.
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
  return { stage: now.stage, ms: Math.max((notBefore + upTo) / 2, upTo - Math.max(lookEveryMs, upTo / 10)) };
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
const MANY = 40;

/**
 * Its least duration is one that nearly all instances exceed: the shortest, reduced by more the fewer they are and the wider they
 * scatter. Of the long ones only the median counts, so that outliers change nothing. In the same way one more may last longer
 * than the longest. Null while too little is known.
 */
export function knownLength({ counts, total }: Lengths): KnownLength | null {
  if (total < FEWEST) return null;
  const sorted = [...counts].sort(([a], [b]) => a - b).map(([step, count]) => [step * STEP_MS, count] as const);
  /** The smallest duration that more than `few` instances do not exceed. */
  const beyond = (few: number): number => {
    let sum = 0;
    for (const [ms, count] of sorted) {
      sum += count;
      if (sum > few) return ms;
    }
    return 0;
  };
  const shortest = beyond(total < MANY ? 0 : 1);
  const longest = sorted.at(-1)?.[0] ?? 0;
  const median = beyond(total / 2);
  const margin = (lengthMs: number): number => (4 * Math.abs(median - lengthMs)) / total;
  const leastMs = Math.max(0, shortest - margin(shortest));
  return {
    leastMs,
    ends: [...sorted.map(([ms, count]) => [ms + STEP_MS, count] as const), [longest + STEP_MS + margin(longest), 1]],
  };
}
