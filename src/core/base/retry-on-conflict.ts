/** Returned by an attempt whose commit met a conflict. */
export const CONFLICT = Symbol('conflict');

/**
 * Enough for conflicts with the lifecycle, which writes a row at most once a second, and with other people at the same
 * time.
 */
const TRIES = 20;

/** Others were faster at every attempt; nothing was written. */
export class TooManyConflicts extends Error {
  override readonly name = 'TooManyConflicts';

  constructor() {
    super('others were faster time and again');
  }
}

const throwTooMany = (): never => {
  throw new TooManyConflicts();
};

/**
 * Reads, decides and commits, and starts again after a conflict.
 *
 * @param givenUp the result after a conflict in every attempt, where somebody waits for an answer. Without it, {@link
 * TooManyConflicts} is thrown
 */
export async function retryOnConflict<T, G = never>(
  attempt: (tried: number) => Promise<T | typeof CONFLICT>,
  givenUp: () => G | Promise<G> = throwTooMany,
): Promise<T | G> {
  for (let tried = 0; tried < TRIES; tried++) {
    const outcome = await attempt(tried);
    if (outcome !== CONFLICT) return outcome;
  }
  return givenUp();
}
