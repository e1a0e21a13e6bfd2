import { tryWorld } from './try-world.ts';

export interface Shrunk {
  readonly broken: string;
  /** What need not happen for it, and what has to. */
  readonly without: readonly string[];
  readonly left: readonly string[];
}

type Try = (without: ReadonlySet<string>) => Promise<string | null>;

/**
 * Leaves out of a world that breaks something as much as can be left out while it breaks the same: halves first, single parts at the end,
 * until none can go or the time is up.
 *
 * @param parts their names
 * @param isLate whether the time is up
 */
export async function shrink(
  broken: string,
  parts: readonly string[],
  isLate: () => boolean,
  tried: Try,
): Promise<Shrunk> {
  let shrunk: Shrunk = { broken, without: [], left: parts };
  let size = Math.ceil(parts.length / 2);
  while (size > 0) {
    const before = shrunk.left.length;
    for (let from = 0; from < shrunk.left.length && !isLate(); ) {
      const without = [...shrunk.without, ...shrunk.left.slice(from, from + size)];
      const now = await tried(new Set(without));
      if (now === null || !isAlike(now, broken)) from += size;
      else shrunk = { broken: now, without, left: shrunk.left.toSpliced(from, size) };
    }
    const isDone = isLate() || (size === 1 && shrunk.left.length === before);
    size = isDone ? 0 : Math.max(1, Math.floor(size / 2));
  }
  return shrunk;
}

/** Which promises were broken, whenever and whosever they were. */
const promisesIn = (broken: string): ReadonlySet<string> =>
  new Set(
    broken
      .split('\n')
      .filter((line) => !line.endsWith(':'))
      .map((line) => line.replace(/^[\d.]+s /u, '').replace(/\b[a-z]+-?\w*\d[\w-]*|\d+/giu, '#')),
  );

const isAlike = (one: string, other: string): boolean => {
  const others = promisesIn(other);
  return [...promisesIn(one)].some((promise) => others.has(promise));
};

export const shrinkWorld = (seed: number, broken: string, parts: readonly string[], forMs: number): Promise<Shrunk> => {
  const endAt = Date.now() + forMs;
  return shrink(
    broken,
    parts,
    () => Date.now() >= endAt,
    async (without) => (await tryWorld(seed, without)).broken,
  );
};
