import type { Clock } from '../../core/base/clock.ts';
import type { Store } from '../../store/store.ts';

/** A slow answer must not let another replica take over what is still under way here. */
export function keepClaims(
  store: Store,
  clock: Clock,
  { owner, leaseMs }: { readonly owner: string; readonly leaseMs: number },
  needed: () => boolean,
): { stop(): void } {
  let cancel = (): void => {};
  const renew = async (): Promise<void> => {
    // When it fails the claim may end: the replica that takes over looks first, because an earlier try may have been sent.
    if (needed()) await store.renewLeases(owner, clock.now() + leaseMs).catch(() => {});
    arm();
  };
  let stopped = false;
  const arm = (): void => {
    if (!stopped) cancel = clock.after(leaseMs / 3, () => void renew());
  };
  arm();
  return {
    stop: () => {
      stopped = true;
      cancel();
    },
  };
}
