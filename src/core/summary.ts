import type { FailureKind } from './failure.ts';
import type { Instance } from './instance.ts';

/** Where one instance stands, in the words of the card. */
export const STANDINGS = [
  'waiting', // nothing was sent yet
  'creating', // CreateInstance is under way or in doubt
  'pending', // it exists and is being built
  'stopped',
  'starting',
  'stopping',
  'running',
  'released',
  'failed',
] as const;
export type Standing = (typeof STANDINGS)[number];

/** What the instances of one request amount to. */
export interface Summary {
  readonly total: number;
  readonly counts: Readonly<Record<Standing, number>>;
  /** `mixed`: all have ended, some well and some not. */
  readonly outcome: 'underWay' | 'allReached' | 'mixed' | 'allFailed';
  /** How many of the failed exist in the cloud all the same, and may cost money. */
  readonly failedButExist: number;
  /** Each kind of failure once, in the order of the instances. */
  readonly failureKinds: readonly FailureKind[];
}

export function summarise(instances: readonly Instance[]): Summary {
  const counts: Record<Standing, number> = {
    waiting: 0,
    creating: 0,
    pending: 0,
    stopped: 0,
    starting: 0,
    stopping: 0,
    running: 0,
    released: 0,
    failed: 0,
  };
  for (const instance of instances) counts[standing(instance)] += 1;
  const failed = instances.filter((instance) => instance.outcome === 'failed');
  const kinds = failed.flatMap(({ failure }) => (failure === null ? [] : [failure.kind]));
  return {
    total: instances.length,
    counts,
    outcome: outcomeOf(instances, failed.length),
    failedButExist: failed.filter(mayExist).length,
    failureKinds: [...new Set(kinds)],
  };
}

export function standing(instance: Instance): Standing {
  if (instance.outcome === 'failed') return 'failed';
  if (instance.outcome === 'reached' && instance.wanted === 'released') return 'released';
  if (instance.cloudId === null) return instance.createTriedAt === null ? 'waiting' : 'creating';
  switch (instance.observed?.status) {
    case 'Running':
      return 'running';
    case 'Stopped':
      // An accepted start may not show at once.
      return instance.startTriedAt !== null && instance.wanted === 'running' ? 'starting' : 'stopped';
    case 'Starting':
      return 'starting';
    case 'Stopping':
      return 'stopping';
    default:
      return 'pending';
  }
}

const outcomeOf = (instances: readonly Instance[], failed: number): Summary['outcome'] => {
  if (instances.some((instance) => instance.outcome === null)) return 'underWay';
  if (failed === 0) return 'allReached';
  return failed === instances.length ? 'allFailed' : 'mixed';
};

const mayExist = ({ cloudId, failure }: Instance): boolean => cloudId !== null && failure?.kind !== 'vanished';
