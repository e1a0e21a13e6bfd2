import type { AttributeObservation } from '../attribute/reduce-attributes.ts';
import type { ExpiryObservation } from '../expiry/reduce-expiry.ts';
import type { Failure } from '../failure/failure.ts';
import type { Attempt } from '../failure/failure-treatment.ts';
import type { Freeze } from '../freeze.ts';
import type { LeaseObservation } from '../lease/reduce-lease.ts';
import type { Tag } from '../option/tag.ts';
import type { SpotObservation } from '../spot/reduce-spot.ts';
import type { ListedInstance, Observed } from './instance.ts';

/** What the lifecycle learned of one instance, by a look or a call. */
export type Observation =
  /**
   * CreateInstance is about to be sent. Stored before every call, so that nothing is bought without the store knowing.
   * `policyTags`: see {@link Instance.policyTags}. `looked`: a look by tag has just found nothing, so that another token
   * may be used.
   */
  | {
      readonly is: 'creating';
      readonly account: string;
      readonly policyTags?: readonly Tag[];
      readonly looked?: boolean;
    }
  | { readonly is: 'created'; readonly cloudId: string }
  /**
   * RunInstances was answered, see {@link Chunk.given}. `cloudIds`: all ids of the answer, given to one row only, whose
   * event lists them.
   */
  | { readonly is: 'placed'; readonly given: string | null; readonly cloudIds?: readonly string[] }
  /** The answer for its chunk had fewer ids than requested, and none is left for this row. */
  | { readonly is: 'unplaced' }
  /**
   * The instances that carry its tag, normally one or none. `lookedAt`: when the look was sent; left out for now.
   * `tookEffect`: others of its chunk exist, so the call for the chunk is not sent again. `unnamed`: no name matched, so it
   * gets what is left, see {@link Chunk.unnamed}.
   */
  | {
      readonly is: 'foundByTag';
      readonly found: readonly ListedInstance[];
      readonly lookedAt?: number;
      readonly tookEffect?: true;
      readonly unnamed?: true;
    }
  | { readonly is: 'observed'; readonly observed: Observed }
  /** DescribeInstances answered without its id. */
  | { readonly is: 'missing'; readonly lookedAt?: number }
  | { readonly is: 'addressed'; readonly ip: string }
  | { readonly is: 'accepted'; readonly what: 'start' | 'stop' | 'reboot' | 'delete' }
  /** A call for a person's order is about to be sent. */
  | { readonly is: 'acting'; readonly what: 'stop' | 'reboot' | 'delete' }
  /** A call was not sent after all: the check at the head of the line no longer allowed it. */
  | { readonly is: 'unsent'; readonly what: Unsent }
  | { readonly is: 'refused'; readonly what: Attempt; readonly failure: Failure }
  | LeaseObservation
  | AttributeObservation
  | ExpiryObservation
  | SpotObservation
  /** A freeze prevents the next create or start; `unsent`: its intent was stored already. */
  | { readonly is: 'held'; readonly freeze: Freeze; readonly unsent?: boolean };

export type Unsent = 'create' | 'allocateAddress' | 'start' | 'stop' | 'reboot' | 'delete';

/** The cloud id that an observation gives a row without one; null for none. */
export function idIn(observation: Observation): string | null {
  if (observation.is === 'created') return observation.cloudId;
  if (observation.is === 'placed') return observation.given;
  return observation.is === 'foundByTag' ? (chosen(observation.found)?.cloudId ?? null) : null;
}

/** Somebody may have copied the tag to another instance, so several may carry it. The choice is the same every time. */
export const chosen = (found: readonly ListedInstance[]): ListedInstance | undefined =>
  found.toSorted((a, b) => (a.cloudId < b.cloudId ? -1 : 1))[0];
