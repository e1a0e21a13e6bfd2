import type { HourlyPrice } from '../base/money.ts';
import type { DiskAddition, DiskGrowth } from '../disk/disk-wish.ts';
import type { Failure } from '../failure/failure.ts';
import type { Freeze } from '../freeze.ts';
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
  | { readonly is: 'owner'; readonly from: string; readonly to: string }
  | DiskStep;

/** What is changed of disks, and costs something. */
export type DiskStep = GrowStep | AddDiskStep;

/** A disk that gets larger, never smaller: the same size twice is refused, so that it is never paid for twice. */
export interface GrowStep extends DiskGrowth {
  readonly is: 'grow';
  /** Every ResizeDisk for it carries this. */
  readonly clientToken: string;
  /** What it costs more per hour; null where no price was known. */
  readonly more: HourlyPrice | null;
}

/** A data disk that is bought and attached, billed by the hour whatever is paid for the instance. */
export interface AddDiskStep extends DiskAddition {
  readonly is: 'addDisk';
  /** CreateDisk for it carries this, also as a tag. */
  readonly clientToken: string;
  /** What it costs per hour; null where no price was known. */
  readonly more: HourlyPrice | null;
}

/** Something that was not changed after all, and why: what the cloud has against it, or a freeze that was set since. */
export type AttributeMiss = {
  readonly step: AttributeStep;
} /** `isDoubtful`: it may have happened all the same. `made`: a disk was bought, and is not attached. */ & (
  | { readonly failure: Failure; readonly isDoubtful?: true; readonly made?: string }
  | { readonly freeze: Freeze }
);

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
  /** A call for the next one that costs something is about to be sent, or was, and no answer to it is stored. */
  readonly sent?: true;
  /** What a new disk is tagged with beside the bot's own, as the first call for it said: every other says the same. */
  readonly tags?: readonly Tag[];
  /** Whether a call for the next one may have taken effect without our knowing; absent where it is certain that none has. */
  readonly isDoubtful?: true;
  /** The cloud's id of the disk that was bought for the next one. */
  readonly made?: string;
}
