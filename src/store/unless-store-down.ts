import { CommitInDoubt, StoreUnavailable } from './store.ts';

/**
 * The result of `work`, or that of `down` when the store is unavailable, and nothing was written. Other errors are thrown.
 *
 * @throws CommitInDoubt when something may have been written: whoever tells a person that nothing was done must not catch it
 */
export const unlessStoreDown = <T, D>(work: () => Promise<T>, down: () => D | Promise<D>): Promise<T | D> =>
  unlessStoreFails(work, (inDoubt) => {
    if (inDoubt !== null) throw inDoubt;
    return down();
  });

/** The same, where `down` also stands for a write that may have taken effect. */
export async function unlessStoreFails<T, D>(
  work: () => Promise<T>,
  down: (inDoubt: CommitInDoubt | null) => D | Promise<D>,
): Promise<T | D> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    return down(error instanceof CommitInDoubt ? error : null);
  }
}

/**
 * `work` that goes on with what is stored already: when the store fails in it, something was done all the same.
 *
 * @throws CommitInDoubt in place of StoreUnavailable
 */
export const onceBegun = <T>(work: () => Promise<T>): Promise<T> =>
  unlessStoreFails(work, (inDoubt) => {
    throw inDoubt ?? new CommitInDoubt('the store failed halfway');
  });
