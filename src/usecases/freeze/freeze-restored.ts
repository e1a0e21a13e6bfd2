import { CONFLICT, retryOnConflict } from '../../core/base/retry-on-conflict.ts';
import { freezeBehind, isInForce } from '../../core/freeze.ts';
import { FREEZE_SCOPE } from '../../core/request/event.ts';
import type { FreezeDeps } from './set-freeze.ts';

/**
 * Freezes a store that was restored from a backup, because it does not know what was bought after the backup. An admin lifts the
 * freeze. A store that was frozen for this reason already stays as it is.
 *
 * @throws StoreUnavailable
 */
export function freezeRestored({ store, clock }: Pick<FreezeDeps, 'store' | 'clock'>): Promise<void> {
  const attempt = async (): Promise<undefined | typeof CONFLICT> => {
    const was = await store.freeze();
    const at = clock.now();
    const inForce = isInForce(was, at) ? was : null;
    if (inForce?.cause !== undefined) return;
    const next = freezeBehind(was, at);
    const data = { ...next, replaces: inForce, cloudIds: [] };
    const event = { at, kind: 'freeze.set', actor: 'bot', requestId: FREEZE_SCOPE, instanceId: null, data } as const;
    const committed = await store.commit({ freeze: { was, next }, events: [event], at });
    return committed.ok ? undefined : CONFLICT;
  };
  return retryOnConflict(attempt);
}
