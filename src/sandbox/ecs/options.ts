import type { Fault } from '../ports.ts';
import type { Quotas } from './quotas.ts';
import type { Timing } from './state-machine.ts';
import type { Limits } from './wire/throttle.ts';

export interface CloudOptions {
  /** Real milliseconds. */
  readonly now: () => number;
  readonly seed: number;
  /** Cloud seconds in a real second; 1 when absent. */
  readonly timeScale?: number;
  readonly timing?: Partial<Timing>;
  readonly limits?: Limits;
  readonly quotas?: Partial<Quotas>;
  /** How long a new id may be missing from Describe, drawn from the seed, in cloud milliseconds; [0, 800] when absent. */
  readonly consistencyMs?: readonly [number, number];
  /** 1,000,000 (10,000.00) when absent. */
  readonly balanceMinor?: number;
  /** Instances that are there from the beginning. */
  readonly population?: readonly Population[];
  /** Told of each fault at each call that it hits; of one that no call uses up at the first. */
  readonly onFault?: (fault: Fault) => void;
  /** How long a ClientToken is remembered, in cloud milliseconds; a day when absent. */
  readonly tokenLifetimeMs?: number;
}

/** Instances that were there before: nobody asked for them through the API of this cloud. */
export interface Population {
  readonly region: string;
  readonly count: number;
}
