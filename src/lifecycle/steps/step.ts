import type { LifecycleConfig } from '../../config.ts';
import { isAttributeDue } from '../../core/attribute/attribute-clock.ts';
import { isExpiryDue } from '../../core/expiry/expiry-clock.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { type NextAction, nextAction } from '../../core/instance/next-action.ts';
import { leaseStep } from '../../core/lease/lease-clock.ts';
import { isSpotDue } from '../../core/spot/spot-clock.ts';
import type { Pass } from '../pass.ts';

/** One thing that is done for instances. */
export interface Step {
  readonly name: string;
  /** Whether it is this step's turn for a row, when no step before it in the list has taken the row. */
  takes(row: Instance, now: number, config: LifecycleConfig): boolean;
  /** Works on what it has taken of one region. */
  work(pass: Pass, region: string, rows: readonly Instance[]): Promise<unknown>;
}

/** Takes what is next for a row that is due, or that nothing else is due for: what it is to become goes before how long it lives. */
export const whenNextIs =
  (...acts: readonly NextAction['do'][]): Step['takes'] =>
  (row, now, config) => {
    const isDue = row.dueAt !== null && row.dueAt <= now;
    const isOther =
      leaseStep(row, now) !== 'rest' || isAttributeDue(row, now) || isExpiryDue(row, now) || isSpotDue(row, now);
    return (isDue || !isOther) && acts.includes(nextAction(row, null, now, config).do);
  };
