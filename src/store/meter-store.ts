import type { Clock } from '../core/base/clock.ts';
import type { Change, Outbox, Store } from './store.ts';

/** The timed operations of a store. */
export const STORE_OPERATIONS = ['commit', 'claim', 'read', 'outbox', 'check'] as const;
type StoreOperation = (typeof STORE_OPERATIONS)[number];

/** Counts the store's work, for metrics. */
export interface StoreMeter {
  /** `failed`: the store threw. A conflict is an answer, not a failure. */
  took(operation: StoreOperation, ms: number, failed: boolean): void;
  committed(change: Change): void;
}

/** The same store, with its operations timed and its commits counted. */
export function meterStore(store: Store, clock: Clock, meter: StoreMeter): Store {
  const timed =
    <A extends readonly unknown[], T>(operation: StoreOperation, run: (...given: A) => Promise<T>) =>
    async (...given: A): Promise<T> => {
      const startedAt = clock.now();
      let failed = true;
      try {
        const answer = await run(...given);
        failed = false;
        return answer;
      } finally {
        meter.took(operation, clock.now() - startedAt, failed);
      }
    };
  const commit = timed('commit', store.commit);
  return {
    ...store,
    async commit(change) {
      const committed = await commit(change);
      if (committed.ok) meter.committed(change);
      return committed;
    },
    request: timed('read', store.request),
    instance: timed('read', store.instance),
    instancesOf: timed('read', store.instancesOf),
    nextDueAt: timed('read', store.nextDueAt),
    claimInstances: timed('claim', store.claimInstances),
    claimRequests: timed('claim', store.claimRequests),
    check: timed('check', store.check),
    outbox: meteredOutbox(store.outbox, timed),
  };
}

type Timed = <A extends readonly unknown[], T>(
  operation: StoreOperation,
  run: (...given: A) => Promise<T>,
) => (...given: A) => Promise<T>;

const meteredOutbox = (outbox: Outbox, timed: Timed): Outbox => ({
  claim: timed('claim', outbox.claim),
  delivered: timed('outbox', outbox.delivered),
  drop: timed('outbox', outbox.drop),
  postpone: timed('outbox', outbox.postpone),
  abandon: timed('outbox', outbox.abandon),
  depth: timed('read', outbox.depth),
});
