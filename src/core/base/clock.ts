/** Time as a port, so that a simulated world can control it. All times are integer milliseconds since the epoch, UTC. */
export interface Clock {
  now(): number;
  /** Calls `run` once after `ms`; the returned function cancels it. */
  after(ms: number, run: () => void): () => void;
}

/** Resolves after `ms`, by this clock. */
export const pause = (clock: Pick<Clock, 'after'>, ms: number): Promise<void> =>
  new Promise((resolve) => {
    clock.after(ms, resolve);
  });

/** Chance as a port. */
export interface Random {
  /** `length` characters of Crockford's base32 in lower case (no i, l, o, u), uniformly drawn. */
  id(length: number): string;
  /** In [0, 1). */
  next(): number;
}
