import type { Clock } from '../../core/base/clock.ts';
import type { Result } from '../../core/base/result.ts';
import type { Failure } from '../../core/failure/failure.ts';
import type { FreezeCause } from '../../core/freeze.ts';
import { callsOf } from '../../core/instance/create-calls.ts';
import type { Instance, ListedInstance } from '../../core/instance/instance.ts';
import { type AuditEvent, FREEZE_SCOPE } from '../../core/request/event.ts';
import type { EcsPort } from '../../ecs/port.ts';
import type { Store } from '../../store/store.ts';
import { findOwn } from './one-row-each.ts';

/**
 * A younger row without a call is created without a look: an earlier create would carry the same ClientToken, which holds for
 * longer than this. The token differs only if the store has lost refusals, and the purchase guard finds such a loss before.
 */
const LOOK_FIRST_AFTER_MS = 3 * 60_000;

interface Looking {
  readonly ports: {
    readonly store: Pick<Store, 'request' | 'newestEventsOf' | 'queries'>;
    readonly ecs: Pick<EcsPort, 'findByTag'>;
    readonly clock: Clock;
    /** When this process began, in milliseconds UTC. */
    readonly startedAt: number;
  };
}

/** Events about freezes to read, the newest first: far fewer are set within minutes. */
const FREEZES_READ = 20;

/**
 * Looks by tag before the first CreateInstance of a row, or RunInstances of its chunk: a failover or a restored backup may have
 * lost the commit of an earlier call.
 *
 * No look is made for a new request that is not prepaid, nor after a call of this very process: the store may have lost the newer
 * token of another process's call, but not of its own. Once the store was found to have gone back in time, every row older than
 * that is looked up.
 *
 * @param isForced look in any case
 * @returns null when the instance may be created; otherwise what the look found, or its failure, after which the create waits
 * @throws StoreUnavailable
 */
export async function lookFirst(
  { ports }: Looking,
  row: Instance,
  isForced = false,
): Promise<Result<readonly ListedInstance[], Failure> | null> {
  const { store, clock, startedAt } = ports;
  const request = await store.request(row.requestId);
  const askedAt = request?.createdAt ?? 0;
  const isTried = row.createTriedAt !== null;
  const knownAt = isTried ? callsOf(row).lastAt : askedAt;
  const ageMs = clock.now() - knownAt;
  const isYoung = row.spec.charge.kind !== 'prepaid' && ageMs < LOOK_FIRST_AFTER_MS;
  // What is of a time to come was stored before the clock was set back, and nobody knows when.
  const isOwn = ageMs >= 0 && (isTried ? knownAt >= startedAt : isYoung);
  if (isOwn && !isForced && !(await wasBehindSince(store, knownAt))) return null;
  const result = await findOwn(ports, row);
  return result.ok && result.value.length === 0 ? null : result;
}

/** The hash of the newest freeze that was set because the store had gone back in time; null when there was none. */
export async function newestRollbackHash(store: Pick<Store, 'newestEventsOf'>): Promise<string | null> {
  const events = await store.newestEventsOf(FREEZE_SCOPE, FREEZES_READ);
  return events.filter(isBehind).toSorted((a, b) => b.seq - a.seq)[0]?.hash ?? null;
}

const isBehind = ({ kind, data }: Pick<AuditEvent, 'kind' | 'data'>): boolean =>
  kind === 'freeze.set' && data.cause === BEHIND;

/** Whether the store was found to have gone back in time since it last knew of a call for a row. */
async function wasBehindSince(store: Pick<Store, 'newestEventsOf'>, since: number): Promise<boolean> {
  const events = await store.newestEventsOf(FREEZE_SCOPE, FREEZES_READ);
  return events.some((event) => isBehind(event) && event.at >= since);
}

const BEHIND: FreezeCause = 'storeBehind';
