/** What an attempt returns when somebody else has written meanwhile what it was based on. */
export const CONFLICT = Symbol('conflict');

/** Conflicts with the lifecycle, which writes a row at most once a second, and with what people do at the same time. */
const TRIES = 20;

/**
 * Reads, decides and commits, and does so again from the start after a conflict.
 *
 * @param givenUp what it comes to when every attempt has met a conflict; nothing of it was written then
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
