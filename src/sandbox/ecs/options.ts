import type { Fault } from '../ports.ts';
import type { Quotas } from './quotas.ts';
import type { Timing } from './state-machine.ts';
import type { Limits } from './wire/throttle.ts';

export interface CloudOptions {
  /** Real milliseconds. */
  readonly now: () => number;
  readonly seed: number;
  /** Cloud seconds per real second; 1 by default. */
  readonly timeScale?: number;
  readonly timing?: Partial<Timing>;
  readonly limits?: Limits;
  readonly quotas?: Partial<Quotas>;
  /** How long Describe may omit a new id, drawn from the seed, in cloud milliseconds; [0, 800] by default. */
  readonly consistencyMs?: readonly [number, number];
  /** 1,000,000 (10,000.00) by default. */
  readonly balanceMinor?: number;
  /** Instances that exist from the beginning. */
  readonly population?: readonly Population[];
  /** Called for each fault at each call that it hits; for a standing one only at the first. */
  readonly onFault?: (fault: Fault) => void;
  /** How long a ClientToken is remembered, in cloud milliseconds; a day by default. */
  readonly tokenLifetimeMs?: number;
}

/** Instances that existed before: nobody created them through this cloud's API. */
export interface Population {
  readonly region: string;
  readonly count: number;
}
