import type { FailureKind } from './failure.ts';
import type { Instance } from './instance.ts';

/** What the instances of one request amount to. */
export interface Summary {
  readonly total: number;
  readonly reached: number;
  readonly failed: number;
  /** How many of the failed exist in the cloud all the same, and may cost money. */
  readonly failedButExist: number;
  /** Each kind of failure once, in the order of the instances. */
  readonly failureKinds: readonly FailureKind[];
  /** `mixed`: all have ended, some well and some not. */
  readonly outcome: 'underWay' | 'allReached' | 'mixed' | 'allFailed';
}

export function summarise(instances: readonly Instance[]): Summary {
  const failed = instances.filter(({ outcome }) => outcome === 'failed');
  const reached = instances.filter(({ outcome }) => outcome === 'reached');
  const kinds = failed.flatMap(({ failure }) => (failure === null ? [] : [failure.kind]));
  return {
    total: instances.length,
    reached: reached.length,
    failed: failed.length,
    failedButExist: failed.filter(mayExist).length,
    failureKinds: [...new Set(kinds)],
    outcome: outcomeOf(instances.length, reached.length, failed.length),
  };
}

function outcomeOf(total: number, reached: number, failed: number): Summary['outcome'] {
  if (total === 0 || reached + failed < total) return 'underWay';
  if (failed === 0) return 'allReached';
  return reached === 0 ? 'allFailed' : 'mixed';
}

const mayExist = ({ cloudId, failure }: Instance): boolean => cloudId !== null && failure?.kind !== 'vanished';
