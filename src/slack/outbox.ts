import type { Clock } from '../core/clock.ts';
import type { Log } from '../core/log.ts';
import { type Delivery, type Store, StoreUnavailable } from '../store/store.ts';
import { makeBell } from './bell.ts';
import type { DeliveryClient } from './deliver.ts';
import { keepLeases, LEASE_MS } from './leases.ts';
import type { Mouth } from './mouth.ts';
import { makePace } from './pace.ts';
import { makeSettler, type Settler } from './settle.ts';
import { speak } from './speak.ts';

export interface OutboxPorts {
  readonly store: Store;
  readonly client: DeliveryClient;
  readonly clock: Clock;
  readonly log: Log;
  /** Names the leases; the same as the rest of this process uses. */
  readonly owner: string;
}

export interface OutboxLoop {
  /** Something may have become due. */
  wake(): void;
  /** Takes nothing new, finishes what is in hand. */
  stop(): Promise<void>;
  /** The last reason for which nothing can be said at all, e.g. `invalid_auth` or `ECONNREFUSED`; null when all is well. */
  trouble(): string | null;
}

const AT_ONCE = 16;
/** Without anything waiting, other replicas' commits are found by this at the latest. */
const IDLE_MS = 5000;
/** When something is due that cannot be taken (another replica has it): looked at again after this, then ever later. */
const RECHECK_MS = 250;

/**
 * The delivery loop: claims what is due as fast as the pace allows, and sleeps until something is due or it is woken. It wakes
 * itself after every commit of the store.
 */
export function startOutbox({ store, client, clock, log, owner }: OutboxPorts): OutboxLoop {
  const now = (): number => clock.now();
  const pace = makePace();
  const mouth: Mouth = { store, client, pace, now, log, looks: new Map(), dmChannels: new Map() };
  const inHand = new Set<Promise<void>>();
  const bell = makeBell(clock);
  const settler: Settler = makeSettler({ outbox: store.outbox, pace, clock, log, isStopping: () => bell.stopped() });
  const keeper = keepLeases(store, clock, owner, () => inHand.size > 0);
  let idleRounds = 0;

  async function deliver(delivery: Delivery): Promise<void> {
    await settler.settle(delivery, () => speak(mouth, delivery));
  }

  /** Starts everything that may go now; returns the milliseconds until it is worth looking again. */
  async function startDue(): Promise<number> {
    while (!bell.stopped()) {
      const pause = settler.pausedUntil() - now();
      if (pause > 0) return pause;
      if (inHand.size >= AT_ONCE) return IDLE_MS;
      const full = pace.full(now());
      // One at a time: each start changes which channels are full.
      const [delivery] = await store.outbox.claim({
        owner,
        now: now(),
        leaseUntil: now() + LEASE_MS,
        limit: 1,
        skipChannels: full.channels,
      });
      if (delivery === undefined) return untilDue(full.until);
      idleRounds = 0;
      const work = deliver(delivery).finally(() => {
        inHand.delete(work);
        bell.ring();
      });
      inHand.add(work);
    }
    return 0;
  }

  async function untilDue(channelFreeAt: number | null): Promise<number> {
    const { waiting, oldestDueAt } = await store.outbox.depth();
    const at = now();
    const recheckMs = Math.min(IDLE_MS, RECHECK_MS * 2 ** idleRounds);
    idleRounds = Math.min(idleRounds + 1, 10);
    if (waiting === 0 || oldestDueAt === null) return IDLE_MS;
    const dueMs = oldestDueAt > at ? oldestDueAt - at : recheckMs;
    return Math.max(1, Math.min(IDLE_MS, dueMs, channelFreeAt === null ? IDLE_MS : channelFreeAt - at));
  }

  async function run(): Promise<void> {
    let storeTroubles = 0;
    while (!bell.stopped()) {
      let ms: number;
      try {
        ms = await startDue();
        storeTroubles = 0;
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        storeTroubles += 1;
        ms = Math.min(30_000, 500 * 2 ** Math.min(storeTroubles, 10));
        log.warn({ retryInMs: ms }, 'the store cannot be read; messages wait');
      }
      await bell.orAfter(ms);
    }
    await Promise.all(inHand);
  }

  const wake = (): void => {
    idleRounds = 0;
    bell.ring();
  };
  const stopListening = store.onCommit(wake);
  const running = run();
  return {
    wake,
    stop: async () => {
      stopListening();
      bell.stop();
      await running.finally(keeper.stop);
    },
    trouble: settler.trouble,
  };
}
