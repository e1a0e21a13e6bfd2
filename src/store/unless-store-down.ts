import { StoreUnavailable } from './store.ts';

/** What `work` comes to, or what `down` says when the store is unavailable. Any other error is thrown. */
export async function unlessStoreDown<T, D>(work: () => Promise<T>, down: () => D | Promise<D>): Promise<T | D> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    return down();
  }
}
