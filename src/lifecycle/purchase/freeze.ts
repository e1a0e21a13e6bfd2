import { type Freeze, isInForce } from '../../core/freeze.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { holdBack } from '../commit-transition.ts';
import { guarded, type Pass } from '../pass.ts';

/** What the store holds as the freeze, and whether it is in force at this moment. */
export type Frozen =
  | { readonly frozen: true; readonly freeze: Freeze }
  | { readonly frozen: false; readonly freeze: Freeze | null };

/**
 * Asked right before each act that buys or starts something.
 *
 * @throws StoreUnavailable, which keeps the act from happening: what cannot be read counts as frozen.
 */
export async function readFrozen({ ports }: Pass): Promise<Frozen> {
  const freeze = await ports.store.freeze();
  return isInForce(freeze, ports.clock.now()) ? { frozen: true, freeze } : { frozen: false, freeze };
}

/** Lets rows wait for the end of the freeze; those it cannot are given back, to be taken up again at once. */
export async function holdAll(
  pass: Pass,
  rows: readonly Instance[],
  held: { readonly freeze: Freeze; readonly unsent?: boolean },
): Promise<void> {
  await Promise.all(
    rows.map((row) =>
      guarded(pass, row, async () => {
        if (!(await holdBack(pass.ports, row, held, pass.claim))) pass.leave('letGo');
      }),
    ),
  );
}
