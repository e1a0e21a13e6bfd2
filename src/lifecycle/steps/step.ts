import type { LifecycleConfig } from '../../config.ts';
import { isAttributeDue } from '../../core/attribute/attribute-clock.ts';
import { isExpiryDue } from '../../core/expiry/expiry-clock.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { type NextAction, nextAction } from '../../core/instance/next-action.ts';
import { leaseStep } from '../../core/lease/lease-clock.ts';
import { isSpotDue } from '../../core/spot/spot-clock.ts';
import type { Pass } from '../pass.ts';

/** One kind of work on instances. */
export interface Step {
  readonly name: string;
  /** Whether the step takes a row that no earlier step in the list has taken. */
  takes(row: Instance, now: number, config: LifecycleConfig): boolean;
  /** Works on the rows of one region that it has taken. */
  work(pass: Pass, region: string, rows: readonly Instance[]): Promise<unknown>;
}

/**
 * Takes rows by their next action, if they are due, or if nothing else is due for them: the state of an instance goes before its
 * lease.
 */
export const whenNextIs =
  (...acts: readonly NextAction['do'][]): Step['takes'] =>
  (row, now, config) => {
    const isDue = row.dueAt !== null && row.dueAt <= now;
    const isOther =
      leaseStep(row, now) !== 'rest' || isAttributeDue(row, now) || isExpiryDue(row, now) || isSpotDue(row, now);
    return (isDue || !isOther) && acts.includes(nextAction(row, null, now, config).do);
  };
