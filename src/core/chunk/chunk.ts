import type { InstanceSpec } from '../spec/spec.ts';

/** The most instances of one RunInstances call. */
export const CHUNK_MAX = 100;

/** The instances of a request that one RunInstances buys together. Their rows are written together until each has its id. */
export interface Chunk {
  /** The ordinal of the first instance, and how many there are. */
  readonly first: number;
  readonly amount: number;
  /** The fewest instances that the cloud may place; with less room it places none. */
  readonly least: number;
  /**
   * One of the ids in the call's answer, not necessarily this row's; null where the answer had fewer ids than requested.
   * Absent before the answer.
   */
  readonly given?: string | null;
  /**
   * The release time in the call, milliseconds UTC, so that nothing lives for ever if nobody is left to set another. It is
   * later than the exact end, which is set once the instance runs. Absent for no end.
   */
  readonly releaseAt?: number;
  /** The row got its id without a matching name, and takes the name that the next look shows. */
  readonly unnamed?: true;
}

/** Which instances of its request belong to a chunk. */
export type ChunkSpan = Pick<Chunk, 'first' | 'amount'>;

/** Whether the call for its chunk was answered, and its own id is not known yet. */
export const awaitsSeat = (row: { readonly cloudId: string | null; readonly chunk?: Chunk }): boolean =>
  row.cloudId === null && row.chunk?.given !== undefined;

/** What to do with an order that the cloud can place only in part. */
export const SHORTFALLS = ['keep', 'refuse'] as const;
export type Shortfall = (typeof SHORTFALLS)[number];

/** How many calls, and so ClientTokens, a request needs. */
export const chunksIn = (amount: number): number => Math.ceil(amount / CHUNK_MAX);

/** The call, from 0, that buys an instance. */
export const chunkIndex = (ordinal: number): number => Math.floor((ordinal - 1) / CHUNK_MAX);

/** Properties that CreateInstance does not have. An instance with any is bought by RunInstances, even a single one. */
export const needsRun = ({
  moreGroupIds,
  ipv6AddressCount,
  systemDisk,
}: Pick<InstanceSpec, 'moreGroupIds' | 'ipv6AddressCount' | 'systemDisk'>): boolean =>
  moreGroupIds !== undefined || ipv6AddressCount !== undefined || systemDisk.encrypted === true;

/**
 * The chunk of an instance; null for one that is bought alone, by CreateInstance.
 *
 * @param alone whether a single instance is a chunk too, see {@link needsRun}
 */
export function chunkFor(ordinal: number, of: number, partial: Shortfall, alone = false): Chunk | null {
  const first = chunkIndex(ordinal) * CHUNK_MAX + 1;
  const amount = Math.min(CHUNK_MAX, of - first + 1);
  return amount === 1 && !alone ? null : { first, amount, least: partial === 'keep' ? 1 : amount };
}
