import type { StoreConfig } from '../../config.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { createStore, type StoreDeps } from '../create-store.ts';
import type { Store, StoreUnavailable } from '../store.ts';

/**
 * Opens the store that the configuration names and brings its schema up to date. The error is a sentence for a person: what
 * is wrong and what to do about it, without a secret. Each home is loaded only where it is used.
 */
export async function openStore(config: StoreConfig, deps: StoreDeps): Promise<Result<Store, string>> {
  const home =
    config.kind === 'embedded'
      ? await (await import('./open-embedded.ts')).openEmbedded(config.directory, deps)
      : await (await import('./open-postgres.ts')).openPostgres(config.url, deps);
  if (!home.ok) return home;
  const store = createStore(home.value, deps);
  // Nobody else can be at work here: what is claimed was under way when an earlier process died, and is not to wait.
  try {
    if (store.exclusive) await store.releaseClaims('everyone');
    return ok(store);
  } catch (error) {
    await store.close();
    return fail((error as StoreUnavailable).message);
  }
}
