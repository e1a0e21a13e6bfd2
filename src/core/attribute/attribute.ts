import type { Failure } from '../failure/failure.ts';
import type { Tag } from '../option/tag.ts';

/** What somebody wants changed of an instance that exists. What is absent stays as it is. */
export interface AttributeWish {
  readonly name?: string;
  /** Added, or given another value. */
  readonly tags?: readonly Tag[];
  /** Keys of tags that are to go. */
  readonly untag?: readonly string[];
  readonly protection?: boolean;
  /** Slack user id. */
  readonly owner?: string;
}

/** One thing that is changed: in the cloud by one call, which is safe to repeat. */
export type AttributeStep =
  | { readonly is: 'name'; readonly from: string; readonly to: string }
  | { readonly is: 'untag'; readonly keys: readonly string[] }
  | { readonly is: 'tags'; readonly tags: readonly Tag[] }
  | { readonly is: 'protection'; readonly on: boolean }
  /** It is theirs from the order on, by what the bot itself wrote down; the tag in the cloud follows. */
  | { readonly is: 'owner'; readonly from: string; readonly to: string };

/** Something that was not changed after all, and why. */
export interface AttributeMiss {
  readonly step: AttributeStep;
  readonly failure: Failure;
}

/** What somebody has ordered and is not all done. Stored before the first call, and forgotten once it has been told. */
export interface AttributeOrder {
  /** Slack user id. */
  readonly by: string;
  /** Milliseconds UTC. */
  readonly at: number;
  /** Still to be done, the next one first. */
  readonly left: readonly AttributeStep[];
  readonly done: readonly AttributeStep[];
  readonly missed: readonly AttributeMiss[];
  /** When the next one is sent. */
  readonly tryAt: number;
  /** How often the next one has failed. */
  readonly attempts: number;
}
