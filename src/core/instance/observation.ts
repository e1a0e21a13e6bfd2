import type { AttributeObservation } from '../attribute/reduce-attributes.ts';
import type { ExpiryObservation } from '../expiry/reduce-expiry.ts';
import type { Failure } from '../failure/failure.ts';
import type { Attempt } from '../failure/failure-treatment.ts';
import type { Freeze } from '../freeze.ts';
import type { LeaseObservation } from '../lease/reduce-lease.ts';
import type { Tag } from '../option/tag.ts';
import type { SpotObservation } from '../spot/reduce-spot.ts';
import type { Observed } from './instance.ts';

/** What the lifecycle learned about one instance: the outcome of a look or of an act. */
export type Observation =
  /**
   * CreateInstance is about to be sent; stored before every call, so that nothing is bought that the store does not know. `policyTags`: see
   * {@link Instance.policyTags}. `looked`: a look by tag has just found nothing, so that it may be sent with another token.
   */
  | {
      readonly is: 'creating';
      readonly account: string;
      readonly policyTags?: readonly Tag[];
      readonly looked?: boolean;
    }
  | { readonly is: 'created'; readonly cloudId: string }
  /** RunInstances was answered, see {@link Chunk.given}; `cloudIds`: all of them, told to one of the rows, whose event says so. */
  | { readonly is: 'placed'; readonly given: string | null; readonly cloudIds?: readonly string[] }
  /** The call for its chunk was answered with fewer ids than were asked for, and none of them is its own. */
  | { readonly is: 'unplaced' }
  /**
   * What carries its tag; normally one or none. `lookedAt`: when the look was begun; now when left out. `tookEffect`: others of its
   * chunk exist, so that the call for it is not sent again. `unnamed`: it is given what was found for want of another, see {@link Chunk.unnamed}.
   */
  | {
      readonly is: 'foundByTag';
      readonly found: readonly Observed[];
      readonly lookedAt?: number;
      readonly tookEffect?: true;
      readonly unnamed?: true;
    }
  | { readonly is: 'observed'; readonly observed: Observed }
  /** The answer of DescribeInstances did not hold its id. */
  | { readonly is: 'missing'; readonly lookedAt?: number }
  | { readonly is: 'addressed'; readonly ip: string }
  | { readonly is: 'accepted'; readonly what: 'start' | 'stop' | 'reboot' | 'delete' }
  /** A call for a person's order is about to be sent. */
  | { readonly is: 'acting'; readonly what: 'stop' | 'reboot' | 'delete' }
  /** A call was not sent after all: at the head of its line something else held of the row than when it was decided on. */
  | { readonly is: 'unsent'; readonly what: Unsent }
  | { readonly is: 'refused'; readonly what: Attempt; readonly failure: Failure }
  | LeaseObservation
  | AttributeObservation
  | ExpiryObservation
  | SpotObservation
  /** What was to be done next, a create or a start, is not done because of a freeze; `unsent`: its intent was stored already. */
  | { readonly is: 'held'; readonly freeze: Freeze; readonly unsent?: boolean };

export type Unsent = 'create' | 'allocateAddress' | 'start' | 'stop' | 'reboot' | 'delete';

/** The cloud id that an observation brings to a row which may have none; null when it brings none. */
export function idIn(observation: Observation): string | null {
  if (observation.is === 'created') return observation.cloudId;
  if (observation.is === 'placed') return observation.given;
  return observation.is === 'foundByTag' ? (chosen(observation.found)?.cloudId ?? null) : null;
}

/** Somebody may have copied the tag to another machine by hand; the choice must at least be the same each time. */
export const chosen = (found: readonly Observed[]): Observed | undefined =>
  found.toSorted((a, b) => (a.cloudId < b.cloudId ? -1 : 1))[0];
