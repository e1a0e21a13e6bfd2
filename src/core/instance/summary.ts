import { groupBy } from '../base/grouping.ts';
import { type FailureKind, isGone } from '../failure/failure.ts';
import type { Instance } from './instance.ts';

/** The instances of one request, counted by how they ended. */
export interface Summary {
  readonly total: number;
  /** Those that reached what was wanted, and those that people stopped or released later. */
  readonly reached: number;
  readonly stopped: number;
  readonly released: number;
  /** Cancelled before anything was begun. */
  readonly withdrawn: number;
  readonly failed: number;
  /** How many of the failed exist in the cloud and may cost money. */
  readonly failedButExist: number;
  /** Each kind of failure once, in the order of the instances. */
  readonly failureKinds: readonly FailureKind[];
  /** `mixed`: all have ended, some failed and some not. */
  readonly outcome: 'underWay' | 'allReached' | 'mixed' | 'allFailed';
}

export function summarise(instances: readonly Instance[]): Summary {
  const ends = groupBy(instances, endStateOf);
  const failed = ends.get('failed') ?? [];
  const count = (end: End): number => ends.get(end)?.length ?? 0;
  const [stopped, released, withdrawn] = [count('stopped'), count('released'), count('withdrawn')];
  const reached = count('running') + stopped + released;
  const kinds = failed.flatMap(({ failure }) => (failure === null ? [] : [failure.kind]));
  return {
    total: instances.length,
    reached,
    stopped,
    released,
    withdrawn,
    failed: failed.length,
    failedButExist: failed.filter(mayExist).length,
    failureKinds: [...new Set(kinds)],
    outcome: outcomeOf(instances.length - withdrawn, reached, failed.length),
  };
}

type End = 'running' | 'stopped' | 'released' | 'failed' | 'withdrawn' | 'underWay';

/**
 * After a failed order the instance counts by its last observed status. A failed creation, or an instance that is gone,
 * counts as failed.
 */
function endStateOf({ outcome, order, wanted, observed, failure }: Instance): End {
  if (outcome === null) return 'underWay';
  if (outcome === 'reached') return wanted;
  if (outcome === 'withdrawn') return outcome;
  if (order === null || isGone(failure?.kind)) return 'failed';
  return observed?.status === 'Running' ? 'running' : observed?.status === 'Stopped' ? 'stopped' : 'failed';
}

function outcomeOf(total: number, reached: number, failed: number): Summary['outcome'] {
  if (total === 0 || reached + failed < total) return 'underWay';
  if (failed === 0) return 'allReached';
  return reached === 0 ? 'allFailed' : 'mixed';
}

const mayExist = ({ cloudId, failure }: Instance): boolean => cloudId !== null && !isGone(failure?.kind);
