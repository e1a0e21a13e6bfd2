import type { Clock } from '../core/base/clock.ts';
import type { Instance } from '../core/instance/instance.ts';
import {
  type KnownLength,
  knownLength,
  type Lengths,
  lengthSeen,
  NO_LENGTHS,
  type Placed,
  type Stage,
  type StageLengths,
  withLength,
} from '../core/instance/timing.ts';
import type { AccountMemory } from '../ecs/account-memory.ts';

/** Learns from looks how long the stages of instances take, for each region and instance type. */
export interface LearntLengths extends StageLengths {
  /** Learns from a row before and after a look. */
  note(before: Instance, next: Instance): void;
}

/** How many kinds are remembered; the least recently learnt go first. */
const MAX_KINDS = 400;
const FORGOTTEN_AFTER_MS = 24 * 3_600_000;

interface Kind {
  readonly lengths: Lengths;
  readonly known: KnownLength | null;
  readonly at: number;
}

/**
 * Kept in memory, per replica. If it is lost, the bot only looks too often until it has learnt again; no promise depends on it.
 */
export function makeLearntLengths({
  clock,
  memory,
  lookEveryMs,
}: {
  readonly clock: Pick<Clock, 'now'>;
  readonly memory: AccountMemory;
  readonly lookEveryMs: number;
}): LearntLengths {
  const kinds = memory.of(() => new Map<string, Kind>());
  const keyOf = (stage: Stage, { spec }: Placed): string => `${stage} ${spec.region} ${spec.instanceType}`;
  const fresh = (key: string): Kind | null => {
    const kind = kinds().get(key);
    // Also forgets after the clock was set back.
    return kind === undefined || Math.abs(clock.now() - kind.at) > FORGOTTEN_AFTER_MS ? null : kind;
  };
  return {
    note(before, next) {
      const seen = lengthSeen(before, next, lookEveryMs);
      if (seen === null) return;
      const all = kinds();
      const key = keyOf(seen.stage, before);
      const lengths = withLength(fresh(key)?.lengths ?? NO_LENGTHS, seen.ms);
      // Keeps the map in the order of use.
      all.delete(key);
      all.set(key, { lengths, known: knownLength(lengths), at: clock.now() });
      const [oldest] = all.keys();
      if (all.size > MAX_KINDS && oldest !== undefined) all.delete(oldest);
    },
    knownOf: (stage, row) => fresh(keyOf(stage, row))?.known ?? null,
  };
}
