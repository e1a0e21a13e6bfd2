import type { InstanceSpec } from '../spec/spec.ts';

/** RunInstances makes up to this many in one call. */
export const CHUNK_MAX = 100;

/** Which instances of a request one RunInstances buys together. Their rows are written together until each has its id. */
export interface Chunk {
  /** The ordinal of the first of them, and how many they are. */
  readonly first: number;
  readonly amount: number;
  /** The fewest that the cloud may place; it places none when there is no room for so many. */
  readonly least: number;
  /**
   * One of the ids that the call was answered with, of whichever of them; null where it named fewer than were asked for. Absent before
   * the answer.
   */
  readonly given?: string | null;
  /**
   * When the cloud releases them unless it is told another end, as the call says, in milliseconds UTC: so that nothing lives for ever when
   * nobody is left to tell it. A later end than the exact one, which follows once they run; absent where they are to have no end.
   */
  readonly releaseAt?: number;
  /** It has its id by the order of the answer alone, and takes the name that the next look shows. */
  readonly unnamed?: true;
}

/** Whether the call for it was answered, and nobody knows yet which of the ids is its own. */
export const awaitsSeat = (row: { readonly cloudId: string | null; readonly chunk?: Chunk }): boolean =>
  row.cloudId === null && row.chunk?.given !== undefined;

/** What becomes of an order that the cloud can place only in part. */
export const SHORTFALLS = ['keep', 'refuse'] as const;
export type Shortfall = (typeof SHORTFALLS)[number];

/** How many calls, and so ClientTokens, a request takes. */
export const chunksIn = (amount: number): number => Math.ceil(amount / CHUNK_MAX);

/** In which of them, from 0, an instance is bought. */
export const chunkIndex = (ordinal: number): number => Math.floor((ordinal - 1) / CHUNK_MAX);

/** What CreateInstance does not know, so that even one alone is bought by RunInstances. */
export const needsRun = ({
  moreGroupIds,
  ipv6AddressCount,
  systemDisk,
}: Pick<InstanceSpec, 'moreGroupIds' | 'ipv6AddressCount' | 'systemDisk'>): boolean =>
  moreGroupIds !== undefined || ipv6AddressCount !== undefined || systemDisk.encrypted === true;

/**
 * Null for one that is bought alone, by CreateInstance.
 *
 * @param alone whether one alone is a chunk too, see {@link needsRun}
 */
export function chunkFor(ordinal: number, of: number, partial: Shortfall, alone = false): Chunk | null {
  const first = chunkIndex(ordinal) * CHUNK_MAX + 1;
  const amount = Math.min(CHUNK_MAX, of - first + 1);
  return amount === 1 && !alone ? null : { first, amount, least: partial === 'keep' ? 1 : amount };
}
