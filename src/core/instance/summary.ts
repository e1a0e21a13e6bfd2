import { groupBy } from '../base/lists.ts';
import { isGone } from '../failure/failure.ts';
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
  /** `mixed`: all have ended, some failed and some not. */
  readonly outcome: 'underWay' | 'allReached' | 'mixed' | 'allFailed';
}

export function summarise(instances: readonly Instance[]): Summary {
  const ends = groupBy(instances, endStateOf);
  const count = (end: End): number => ends.get(end)?.length ?? 0;
  const [stopped, released, withdrawn] = [count('stopped'), count('released'), count('withdrawn')];
  const [reached, failed] = [count('running') + stopped + released, count('failed')];
  const outcome = outcomeOf(instances.length - withdrawn, reached, failed);
  return { total: instances.length, reached, stopped, released, withdrawn, failed, outcome };
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
