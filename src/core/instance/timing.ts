import { awaitsSeat } from '../chunk/chunk.ts';
import type { Instance, Status } from './instance.ts';

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
const MAX_UNSEEN_MS = 30_000;

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
  return Math.min(stage.since + leastMs, now + MAX_UNSEEN_MS);
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

/**
 * What is waited for: `build`, from CreateInstance to Stopped; `run`, from the id that RunInstances gave to Running; `start`, from StartInstance
 * to Running; `stop`, from StopInstance to Stopped.
 */
export type Stage = 'build' | 'run' | 'start' | 'stop';

export interface StageNow {
  readonly stage: Stage;
  readonly since: number;
}

/** How long the stages take, as far as looks have shown it. */
export interface StageLengths {
  /** How long after its begin nearly every instance of this type and region is still in the stage; null while too little is known. */
  leastOf(stage: Stage, row: Placed): number | null;
}

/** What the lengths depend on. */
export type Placed = { readonly spec: Pick<Instance['spec'], 'region' | 'instanceType'> };

const LAST: Readonly<Record<Stage, Status>> = { build: 'Stopped', run: 'Running', start: 'Running', stop: 'Stopped' };

/** In which stage it is, as far as its row tells; null where its end may come any moment, or nothing is waited for. */
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

/** A look may have come late by so many ticks, and still says when the stage has ended. */
const LATE_TICKS = 2;

/**
 * How long a stage has lasted at least, by the look that shows its end: it was not over at the look before, or, where nobody had looked for
 * long, a fifth earlier. Null where the look shows no end, or says too little of it.
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
  // What was called twice, or waited for a look by tag, began earlier than its row says.
  const isFirstCall = (before.creates?.sent ?? 1) === 1;
  const upTo = observed.at - now.since;
  if (isLate || !isFirstCall || upTo <= 0) return null;
  const notBefore = Math.max(0, (before.observed?.at ?? 0) - now.since);
  return { stage: now.stage, ms: Math.max(notBefore, upTo - Math.max(lookEveryMs, upTo / 5)) };
}

/** Lengths of one stage that were seen. Of how many, not in which order: of those that begin together the slow ones end last. */
export interface Lengths {
  /** How many of each length, in steps of {@link STEP_MS}; older ones count less. */
  readonly counts: ReadonlyMap<number, number>;
  readonly total: number;
}

export const NO_LENGTHS: Lengths = { counts: new Map(), total: 0 };

const STEP_MS = 250;
/** Then what was seen so far counts half. */
const FULL = 256;
/** What counts less is forgotten. */
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
/** From so many on the shortest may be an exception. */
const MANY = 20;

/**
 * A length that nearly all exceed: the shortest, less the more the fewer they are and the wider they are scattered. Of the long ones only
 * their median counts, so that some that took very long change nothing. Null while too little is known.
 */
export function leastLength({ counts, total }: Lengths): number | null {
  if (total < FEWEST) return null;
  const sorted = [...counts].sort(([a], [b]) => a - b);
  /** The length that more than so many do not exceed. */
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
