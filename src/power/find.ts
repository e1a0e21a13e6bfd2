import type { Instance } from '../core/instance.ts';
import { type Store, StoreUnavailable } from '../store/store.ts';

/** What somebody may mean by a word: an instance, several of one name, or none. */
export type FoundInstance =
  | { readonly is: 'one'; readonly instance: Instance }
  /** Newest first. */
  | { readonly is: 'several'; readonly instances: readonly Instance[] }
  | { readonly is: 'none' | 'storeDown' };

const MOST = 20;

/** By the instance's own id (`r-…-1`), the cloud's (`i-…`), or its name; the case of letters does not matter. */
export async function findInstance(store: Pick<Store, 'instancesCalled'>, given: string): Promise<FoundInstance> {
  try {
    const found = await store.instancesCalled(given.trim().toLowerCase(), MOST);
    const [only] = found;
    if (only === undefined) return { is: 'none' };
    return found.length === 1 ? { is: 'one', instance: only } : { is: 'several', instances: found };
  } catch (error) {
    if (error instanceof StoreUnavailable) return { is: 'storeDown' };
    throw error;
  }
}
