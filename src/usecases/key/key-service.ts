import { makeKeyedQueue } from '../../core/base/keyed-queue.ts';
import type { OwnKey } from '../../core/key/own-key.ts';
import type { AccountMemory } from '../../ecs/account-memory.ts';
import type { Catalogue } from '../../ecs/catalogue/catalogue.ts';
import { unlessStoreDown } from '../../store/unless-store-down.ts';
import { addKey, type KeyAdded, type KeyWish } from './add-key.ts';
import { bringingKeys } from './bring-key.ts';
import { finishKeys, markHeard } from './finish-keys.ts';
import type { KeyDeps } from './key-deps.ts';
import { type KeysShown, listKeys } from './list-keys.ts';
import { judgeRemoval, type KeyRemoval, type KeyRemoved, removeKey } from './remove-key.ts';

type StoreDown = { readonly kind: 'storeDown' };
export type KeysListed = ({ readonly kind: 'keys' } & KeysShown) | StoreDown;

/** People's own SSH keys, by their Slack user ids. */
export interface KeyService {
  /** See {@link bringingKeys}. */
  bringing(catalogue: Catalogue, user: string): Catalogue;
  list(user: string): Promise<KeysListed>;
  add(wish: KeyWish): Promise<KeyAdded>;
  /** See {@link markHeard}. */
  heard(key: OwnKey): Promise<void>;
  /** See {@link finishKeys}. Throws StoreUnavailable. */
  finishDue(): Promise<void>;
  removal(user: string, name: string): Promise<KeyRemoval | StoreDown>;
  remove(user: string, name: string): Promise<KeyRemoved | StoreDown>;
}

export function makeKeyService({
  memory,
  ...given
}: Omit<KeyDeps, 'queue'> & { readonly memory: AccountMemory }): KeyService {
  const deps: KeyDeps = { ...given, queue: makeKeyedQueue() };
  const failed = memory.of(() => new Map<string, number>());
  const down = (): StoreDown => {
    deps.log.error({}, 'what was asked about a key could not be done: the store is unavailable');
    return { kind: 'storeDown' };
  };
  return {
    bringing: (catalogue, user) => bringingKeys(deps, failed, catalogue, user),
    list: (user) => unlessStoreDown(async () => ({ kind: 'keys' as const, ...(await listKeys(deps, user)) }), down),
    // Queued by the key's name, so that a second submission finds it done.
    add: (wish) => deps.queue.run(wish.name.trim(), () => unlessStoreDown(() => addKey(deps, wish), down)),
    heard: (key) =>
      unlessStoreDown(
        () => markHeard(deps, key),
        () => undefined,
      ),
    finishDue: () => finishKeys(deps),
    removal: (user, name) => unlessStoreDown(() => judgeRemoval(deps, user, name), down),
    remove: (user, name) => unlessStoreDown(() => removeKey(deps, user, name), down),
  };
}
