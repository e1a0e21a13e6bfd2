import { StoreUnavailable } from './store.ts';

/** The result of `work`, or that of `down` when the store is unavailable. Other errors are thrown. */
export async function unlessStoreDown<T, D>(work: () => Promise<T>, down: () => D | Promise<D>): Promise<T | D> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof StoreUnavailable)) throw error;
    return down();
  }
}
