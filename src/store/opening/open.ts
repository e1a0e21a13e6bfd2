import type { StoreConfig } from '../../config.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { createStore, type StoreDeps } from '../create-store.ts';
import type { Store, StoreUnavailable } from '../store.ts';

/**
 * Opens the configured store and brings its schema up to date. The error is a sentence for a person: what is wrong and what
 * to do about it, without a secret. Each kind of database is loaded only if used.
 */
export async function openStore(config: StoreConfig, deps: StoreDeps): Promise<Result<Store, string>> {
  const home =
    config.kind === 'embedded'
      ? await (await import('./open-embedded.ts')).openEmbedded(config.directory, deps)
      : await (await import('./open-postgres.ts')).openPostgres(config.url, deps);
  if (!home.ok) return home;
  const store = createStore(home.value, deps);
  // Nobody else can work here. All claims are of an earlier process that died, and must not delay its rows.
  try {
    if (store.exclusive) await store.releaseClaims('everyone');
    return ok(store);
  } catch (error) {
    await store.close();
    return fail((error as StoreUnavailable).message);
  }
}
