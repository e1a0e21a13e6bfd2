import type { HourlyPrice } from '../base/money.ts';
import type { DiskAddition, DiskGrowth } from '../disk/disk-wish.ts';
import type { Failure } from '../failure/failure.ts';
import type { Freeze } from '../freeze.ts';
import type { Tag } from '../option/tag.ts';

/** The wanted changes of an existing instance. Absent values stay as they are. */
export interface AttributeWish {
  readonly name?: string;
  /** Tags to add or to give another value. */
  readonly tags?: readonly Tag[];
  /** Keys of tags to remove. */
  readonly untag?: readonly string[];
  readonly protection?: boolean;
  /** Slack user id. */
  readonly owner?: string;
}

/** One change. The cloud makes it by one call, which is safe to repeat. */
export type AttributeStep =
  | { readonly is: 'name'; readonly from: string; readonly to: string }
  | { readonly is: 'untag'; readonly keys: readonly string[] }
  | { readonly is: 'tags'; readonly tags: readonly Tag[] }
  | { readonly is: 'protection'; readonly on: boolean }
  /** The store changes the owner at once with the order; the tag in the cloud follows. */
  | { readonly is: 'owner'; readonly from: string; readonly to: string }
  | DiskStep;

/** Changes of disks, which cost money. */
export type DiskStep = GrowStep | AddDiskStep;

/** Enlarges a disk. The cloud refuses the same size again, so that it is never paid twice. */
export interface GrowStep extends DiskGrowth {
  readonly is: 'grow';
  /** Sent with every ResizeDisk for this step. */
  readonly clientToken: string;
  /** The extra price per hour; null when unknown. */
  readonly more: HourlyPrice | null;
}

/** Buys and attaches a data disk. It is billed by the hour, whatever the instance's billing method. */
export interface AddDiskStep extends DiskAddition {
  readonly is: 'addDisk';
  /** Sent with CreateDisk, also as a tag. */
  readonly clientToken: string;
  /** The price per hour; null when unknown. */
  readonly more: HourlyPrice | null;
}

/** A change that was not made, and why: a failure, or a freeze set since the order. */
export type AttributeMiss = {
  readonly step: AttributeStep;
} /** `isDoubtful`: it may have happened. `made`: the id of a disk that was bought, but not attached. */ & (
  | { readonly failure: Failure; readonly isDoubtful?: true; readonly made?: string }
  | { readonly freeze: Freeze }
);

/** An unfinished order of changes. Stored before the first call, removed once the thread has its result. */
export interface AttributeOrder {
  /** Slack user id. */
  readonly by: string;
  /** Milliseconds UTC. */
  readonly at: number;
  /** The steps left, the next one first. */
  readonly left: readonly AttributeStep[];
  readonly done: readonly AttributeStep[];
  readonly missed: readonly AttributeMiss[];
  /** When the next step is due. */
  readonly tryAt: number;
  /** How often the next step has failed. */
  readonly attempts: number;
  /** A call of the next step that costs money is about to be sent, or was sent, and no answer is stored. */
  readonly sent?: true;
  /** The tags of a new disk beside the bot's own, as its first call had them: every repetition has the same. */
  readonly tags?: readonly Tag[];
  /** Whether a call of the next step may have taken effect; absent when certainly none has. */
  readonly isDoubtful?: true;
  /** The cloud id of the disk that was bought for the next step. */
  readonly made?: string;
}
