import type { Freeze } from '../core/freeze.ts';
import type { Instance } from '../core/instance/instance.ts';
import type { Unsent } from '../core/instance/observation.ts';
import type { Proceed } from '../ecs/port.ts';
import { commitTransition, type Learned } from './commit-transition.ts';
import { type Pass, settleAs } from './pass.ts';
import { holdAll, readFrozen } from './purchase/freeze.ts';

/**
 * Why a call was not sent. `overtaken`: its basis no longer holds, see {@link asksAtHead}. `unreadable`: the store could not be
 * read.
 */
export type Stop = { readonly is: 'held'; readonly freeze: Freeze } | { readonly is: 'overtaken' | 'unreadable' };

export interface HeadOfLine {
  readonly proceed: Proceed;
  /** Why the call was not sent; null if it was. */
  stopped(): Stop | null;
}

/** The facts on which a call that changes something was decided. */
interface CallBasis {
  readonly rows: 'instances' | 'requests';
  /** The versions that this process had stored when it decided. */
  readonly on: readonly { readonly id: string; readonly version: number }[];
  /** Whether a freeze holds the call back, because it buys or starts something. */
  readonly underFreeze: boolean;
  /** A further condition at this moment; it may read the store. */
  readonly also?: () => boolean | Promise<boolean>;
}

/**
 * Checks a call once more at the head of its line, where it may have waited for long: whether a freeze is in force, somebody else
 * has written or claimed the row, or the process is stopping.
 */
export function asksAtHead(pass: Pass, { rows, on, underFreeze, also }: CallBasis): HeadOfLine {
  const { store, clock, stopping } = pass.ports;
  let stop: Stop | null = null;
  const ask = async (): Promise<Stop | null> => {
    const frozen = underFreeze ? await readFrozen(pass) : null;
    if (frozen?.frozen) return { is: 'held', freeze: frozen.freeze };
    const ids = on.map(({ id }) => id);
    const held = await store.held(rows, ids, { owner: pass.claim, now: clock.now() });
    const stands = on.every(({ id, version }) => held.get(id) === version) && ((await also?.()) ?? true);
    return stands && !stopping() ? null : { is: 'overtaken' };
  };
  return {
    async proceed() {
      stop = await ask().catch((): Stop => ({ is: 'unreadable' }));
      return stop === null;
    },
    stopped: () => stop,
  };
}

/**
 * Stores the outcome of a call, or why it was not sent.
 *
 * @returns the row if it keeps its claim for one more act in the same pass
 */
export async function settleUnlessStopped(
  pass: Pass,
  row: Instance,
  { head, what, observation, keep }: { readonly head: HeadOfLine; readonly what: Unsent } & Omit<Learned, 'row'>,
): Promise<Instance | null> {
  const stop = head.stopped();
  if (stop === null) {
    let isKept = false;
    const next = await commitTransition(pass.ports, row, observation, {
      claim: pass.claim,
      keep: (one) => (isKept = keep?.(one) ?? false),
    });
    return isKept ? next : null;
  }
  if (stop.is === 'unreadable') pass.leave('broken');
  else if (stop.is === 'held') await holdAll(pass, [row], { freeze: stop.freeze, unsent: what === 'create' });
  else await settleAs(pass, row, { is: 'unsent', what });
  return null;
}

/** The rows that nobody else has written or claimed since. */
export async function stillClaimed(pass: Pass, rows: readonly Instance[]): Promise<readonly Instance[]> {
  const { store, clock } = pass.ports;
  const ids = rows.map(({ id }) => id);
  const held = await store.held('instances', ids, { owner: pass.claim, now: clock.now() });
  return rows.filter(({ id, version }) => held.get(id) === version);
}
