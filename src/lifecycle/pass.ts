import { batchesOf } from '../core/base/lists.ts';
import { errorName } from '../core/base/log.ts';
import { MAX_IDS_PER_CALL } from '../core/instance/cloud-instance.ts';
import type { Instance, Observed } from '../core/instance/instance.ts';
import type { Observation } from '../core/instance/observation.ts';
import { commitTogether, commitTransition, type Learned } from './commit-transition.ts';
import type { LifecyclePorts } from './ports.ts';
import type { FinalCheck } from './purchase/final-check.ts';
import type { KeyCheck } from './purchase/key-check.ts';
import type { PurchaseGuard } from './purchase/purchase-guard.ts';
import type { Semaphore } from './semaphore.ts';

/** One round of work on rows that were claimed together. */
export interface Pass {
  readonly claim: string;
  readonly ports: LifecyclePorts;
  /** The cloud account of the pass; null if it needs no cloud. */
  readonly account: string | null;
  readonly creates: Semaphore;
  readonly finalCheck: FinalCheck;
  readonly keyCheck: KeyCheck;
  readonly guard: Pick<PurchaseGuard, 'check'>;
  /**
   * Says what to do with claims that still stand at the end of the pass. `letGo`: give them back at once. `broken`: let them run
   * out, which is the pause before the next try.
   */
  leave(how: 'letGo' | 'broken'): void;
}

/** A row whose look is stored, with the result of the look and the act that follows from it. */
export interface DueAction {
  readonly row: Instance;
  readonly seen: Observed;
  readonly toDo: 'start' | 'allocateAddress' | 'stop' | 'reboot' | 'delete';
}

export async function settleAs({ ports, claim }: Pass, row: Instance, observation: Observation): Promise<void> {
  await commitTransition(ports, row, observation, { claim });
}

/** Stores the observations from one answer; null for a row that another replica has by now. */
export async function settleMany(pass: Pass, learned: readonly Learned[]): Promise<readonly (Instance | null)[]> {
  const { ports, claim } = pass;
  const together = learned.length < 2 ? null : await commitTogether(ports, learned, claim).catch(() => null);
  if (together !== null) return together;
  return Promise.all(
    learned.map(({ row, observation, keep }) =>
      guarded(pass, row, () => commitTransition(ports, row, observation, { claim, ...(keep && { keep }) })),
    ),
  );
}

/** An error in one row must not stop the others. */
export async function guarded<T>(pass: Pass, row: Instance | undefined, run: () => Promise<T>): Promise<T | null> {
  try {
    return await run();
  } catch (error) {
    const fields = { requestId: row?.requestId, instanceId: row?.id, error: errorName(error) };
    pass.ports.log.error(fields, 'could not go on with an instance');
    pass.leave('broken');
    return null;
  }
}

/** Works on batches of as many rows as one call takes. */
export async function inBatches(
  pass: Pass,
  rows: readonly Instance[],
  work: (together: readonly Instance[]) => Promise<void>,
): Promise<void> {
  const batches = batchesOf(rows, MAX_IDS_PER_CALL);
  await Promise.all(batches.map((batch) => guarded(pass, batch[0], () => work(batch))));
}

/** Steps act only on rows that were looked at, and look only at rows with an id. */
export function cloudIdOf({ id, cloudId }: Instance): string {
  if (cloudId === null) throw new Error(`${id} has no cloud id`);
  return cloudId;
}
