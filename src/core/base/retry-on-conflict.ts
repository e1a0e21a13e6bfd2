/** Returned by an attempt whose commit met a conflict. */
export const CONFLICT = Symbol('conflict');

/**
 * Enough for conflicts with the lifecycle, which writes a row at most once a second, and with other people at the same
 * time.
 */
const TRIES = 20;

/**
 * Reads, decides and commits, and starts again after a conflict.
 *
 * @param givenUp the result after a conflict in every attempt; nothing was written then
 */
export async function retryOnConflict<T, G>(
  attempt: (tried: number) => Promise<T | typeof CONFLICT>,
  givenUp: () => G | Promise<G>,
): Promise<T | G> {
  for (let tried = 0; tried < TRIES; tried++) {
    const outcome = await attempt(tried);
    if (outcome !== CONFLICT) return outcome;
  }
  return givenUp();
}
