import type { StoreConfig } from '../../config.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { createStore, type StoreDeps, type StoreHome } from '../create-store.ts';
import type { Store, StoreUnavailable } from '../store.ts';
import { explainStoreError } from '../store-trouble.ts';
import { leftUnmoved } from './left-database.ts';

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
  const left = await leftBehind(config, home.value);
  if (left !== null) {
    await home.value.close();
    return fail(left);
  }
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

async function leftBehind(config: StoreConfig, { db }: Pick<StoreHome, 'db'>): Promise<string | null> {
  if (config.kind !== 'postgres' || config.directory === undefined) return null;
  return leftUnmoved(config.directory, db).catch((error) => `The store cannot be read: ${explainStoreError(error)}`);
}
