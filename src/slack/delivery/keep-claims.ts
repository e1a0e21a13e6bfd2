import type { Clock } from '../../core/base/clock.ts';
import type { Store } from '../../store/store.ts';

/** Refreshes the claim: during a slow answer, no other replica must take over work under way here. */
export function keepClaims(
  store: Store,
  clock: Clock,
  { owner, claimMs }: { readonly owner: string; readonly claimMs: number },
  needed: () => boolean,
): { stop(): void } {
  let cancel = (): void => {};
  const refresh = async (): Promise<void> => {
    // If it fails, the claim may end: the replica that takes over looks first, because an earlier try may have been sent.
    if (needed()) await store.refreshClaims(owner, clock.now() + claimMs).catch(() => {});
    arm();
  };
  let stopped = false;
  const arm = (): void => {
    if (!stopped) cancel = clock.after(claimMs / 3, () => void refresh());
  };
  arm();
  return {
    stop: () => {
      stopped = true;
      cancel();
    },
  };
}
