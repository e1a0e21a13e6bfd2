import { type Freeze, isInForce } from '../../core/freeze.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { holdBack } from '../commit-transition.ts';
import { guarded, type Pass } from '../pass.ts';
import { alone, type Together } from './together.ts';

/** The stored freeze, and whether it is in force at this moment. */
export type Frozen =
  | { readonly frozen: true; readonly freeze: Freeze }
  | { readonly frozen: false; readonly freeze: Freeze | null };

/**
 * Read right before each act that buys or starts something.
 *
 * @throws StoreUnavailable, which prevents the act: a freeze that cannot be read counts as in force.
 */
export async function readFrozen({ ports }: Pass): Promise<Frozen> {
  const freeze = await ports.store.freeze();
  return isInForce(freeze, ports.clock.now()) ? { frozen: true, freeze } : { frozen: false, freeze };
}

/** Makes rows wait for the end of the freeze. Rows that conflict are given back, to be taken up again at once. */
export async function holdAll(
  pass: Pass,
  rows: readonly Instance[],
  held: { readonly freeze: Freeze; readonly unsent?: boolean },
): Promise<void> {
  await Promise.all(rows.map((row) => guarded(pass, row, () => holdTogether(pass, alone(row), held))));
}

/** The same for rows that must be written together. */
export async function holdTogether(
  pass: Pass,
  { rows, ours }: Together,
  held: { readonly freeze: Freeze; readonly unsent?: boolean },
): Promise<void> {
  const claimOf = ({ id }: Instance) => (ours.has(id) ? pass.claim : null);
  if (!(await holdBack(pass.ports, rows, held, claimOf))) pass.leave('letGo');
}
