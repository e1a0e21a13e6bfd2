import type { Fact } from '../core/absorb.ts';
import type { Failure } from '../core/failure.ts';
import type { Instance } from '../core/instance.ts';
import { REQUEST_TAG } from '../core/request.ts';
import { isPassing } from '../core/treatment.ts';
import type { Pass } from './pass.ts';

/** What is younger is created at once: whatever it could have made carries the same ClientToken, which holds for longer than this. */
const LOOK_FIRST_AFTER_MS = 3 * 60_000;

/**
 * Looks by tag before the first CreateInstance of a row: the store may have lost the commit that knew of an earlier one, by a failover or
 * a restored backup. Null when it may be created; a look that fails is waited for. What was just asked for and is not prepaid is not looked up.
 *
 * @throws StoreUnavailable
 */
export async function lookFirst({ ports }: Pass, row: Instance): Promise<Fact | null> {
  if (row.createTriedAt !== null) return null;
  const request = await ports.store.request(row.requestId);
  const isYoung = request !== null && ports.clock.now() - request.createdAt < LOOK_FIRST_AFTER_MS;
  if (row.spec.charge.kind !== 'prepaid' && isYoung) return null;
  const result = await ports.ecs.findByTag(row.spec.region, REQUEST_TAG, row.id);
  if (!result.ok) return { is: 'refused', what: 'lastLook', failure: waitedFor(result.error) };
  return result.value.length === 0 ? null : { is: 'foundByTag', found: result.value };
}

/** Whether something may be bought is not known: that is waited for until the deadline, whatever the cloud has against the look. */
export const waitedFor = (failure: Failure): Failure =>
  isPassing(failure.kind) ? failure : { ...failure, kind: 'transient' };
