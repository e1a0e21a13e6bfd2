import type { Clock } from '../core/clock.ts';
import type { Store } from '../store/store.ts';

/** A dead process's messages are taken over after this. */
export const LEASE_MS = 30_000;
const RENEW_EVERY_MS = 10_000;

/** A slow answer must not let another replica take over what is still in hand here. */
export function keepLeases(store: Store, clock: Clock, owner: string, needed: () => boolean): { stop(): void } {
  let cancel = (): void => {};
  const renew = async (): Promise<void> => {
    // When it fails the lease may end: whoever takes over looks first, because an earlier try may have been sent.
    if (needed()) await store.renewLeases(owner, clock.now() + LEASE_MS).catch(() => {});
    arm();
  };
  let stopped = false;
  const arm = (): void => {
    if (!stopped) cancel = clock.after(RENEW_EVERY_MS, () => void renew());
  };
  arm();
  return {
    stop: () => {
      stopped = true;
      cancel();
    },
  };
}
