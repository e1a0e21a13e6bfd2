import type { Clock } from '../../core/base/clock.ts';
import type { Log } from '../../core/base/log.ts';
import { makeWakeSignal, type WakeSignal } from '../../core/base/wake-signal.ts';
import { type LoopSigns, NO_LOOP_WATCH } from '../../core/loop/loop-watch.ts';
import { NO_TRACER, type Tracer } from '../../core/tracing/tracer.ts';
import { type Delivery, type Store, StoreUnavailable } from '../../store/store.ts';
import { tellIfNobodyWasTold } from '../approval/tell-untold.ts';
import type { Localizer } from '../kit/localizer.ts';
import { NO_SLACK_METER, type SlackMeter } from '../kit/slack-meter.ts';
import type { DeliveryClient } from './delivery-client.ts';
import { keepClaims } from './keep-claims.ts';
import { makeRateLimiter } from './rate-limiter.ts';
import { makeOutcomeRecorder } from './record-outcome.ts';
import { sendAll } from './send.ts';
import type { DeliveryOutcome, Sender } from './sender.ts';

interface OutboxPorts {
  readonly store: Store;
  readonly client: DeliveryClient;
  readonly localizer: Localizer;
  readonly admins: () => readonly string[];
  readonly clock: Clock;
  readonly log: Log;
  /** Names the claims, as in the rest of this process. */
  readonly owner: string;
  /** After this time, another process takes over a dead one's messages. */
  readonly claimMs: number;
  readonly meter?: SlackMeter;
  readonly loops?: LoopSigns;
  readonly tracer?: Tracer;
}

export interface OutboxLoop {
  /** Takes nothing new, and finishes the work under way. */
  stop(): Promise<void>;
  /** Why nothing can be sent at all, e.g. `invalid_auth` or `ECONNREFUSED`; null if all is well. */
  trouble(): string | null;
}

const AT_ONCE = 16;
/** With nothing waiting, other replicas' commits are found after this time at the latest. */
const IDLE_MS = 5000;
/** A due delivery that another replica has is looked at again after this time, then ever later. */
const RECHECK_MS = 250;
const MAX_STORE_WAIT_MS = 30_000;

/**
 * The delivery loop: claims due deliveries as fast as the rate limit allows, and sleeps until something is due or somebody
 * commits.
 */
export function startOutbox(ports: OutboxPorts): OutboxLoop {
  const { store, client, localizer, admins, clock, log, owner, claimMs } = ports;
  const { meter = NO_SLACK_METER, loops = NO_LOOP_WATCH, tracer = NO_TRACER } = ports;
  const now = (): number => clock.now();
  const rateLimiter = makeRateLimiter();
  const wakeSignal = loops.watched('outbox', makeWakeSignal(clock));
  const sender: Sender = {
    store,
    client,
    localizer,
    admins,
    rateLimiter,
    now,
    log,
    looks: new Map(),
    dmChannels: new Map(),
    shared: new Map(),
    web: { url: null },
  };
  const abandoning = async ({ kind, requestId, others, channel }: Delivery): Promise<void> => {
    for (const id of kind === 'ask' ? [requestId, ...others] : []) {
      const request = await store.request(id);
      if (request !== null) await tellIfNobodyWasTold(sender, request, channel, request.card?.channel ?? null);
    }
  };
  const recorder = makeOutcomeRecorder({ ...ports, outbox: store.outbox, rateLimiter, wakeSignal, abandoning, meter });
  const patience = makePatience(store, now);
  const inFlight = new Set<Promise<void>>();
  const keeper = keepClaims(store, clock, { owner, claimMs }, () => inFlight.size > 0);

  function start(delivery: Delivery): void {
    const work = recorder
      .record(delivery, () =>
        tracer.span(
          `slack send ${delivery.kind}`,
          { request: delivery.requestId },
          () => sendAll(sender, delivery),
          troubleIn,
        ),
      )
      .finally(() => {
        inFlight.delete(work);
        wakeSignal.wake();
      });
    inFlight.add(work);
  }

  /** Starts everything that may go now; returns the milliseconds until the next look. */
  async function startDue(): Promise<number> {
    while (!wakeSignal.stopped()) {
      const pauseMs = recorder.pausedUntil() - now();
      if (pauseMs > 0) return pauseMs;
      // In an outage a single message finds out whether it is over; the others keep their order.
      if (inFlight.size >= (recorder.trouble() === null ? AT_ONCE : 1)) return IDLE_MS;
      const full = rateLimiter.full(now());
      const claimed = { owner, now: now(), claimUntil: now() + claimMs };
      // One at a time, because each start changes what is full.
      const skips = {
        skipChannels: full.channels,
        skipDeliveries: [...full.resting, ...recorder.unknown()],
        edits: full.edits,
      };
      const [delivery] = await store.outbox.claim({ ...claimed, limit: 1, ...skips });
      if (delivery === undefined) return patience.untilDue(full.until);
      patience.reset();
      start(delivery);
    }
    return 0;
  }

  const wake = (): void => {
    patience.reset();
    wakeSignal.wake();
  };
  const stopListening = store.onCommit(wake);
  const running = keepGoing(wakeSignal, startDue, log).then(() => Promise.all(inFlight));
  return {
    stop: async () => {
      stopListening();
      wakeSignal.stop();
      await running.finally(keeper.stop);
    },
    trouble: recorder.trouble,
  };
}

/** An unreadable store does not end the loop: it looks again, ever later. */
async function keepGoing(wakeSignal: WakeSignal, startDue: () => Promise<number>, log: Log): Promise<void> {
  let failures = 0;
  while (!wakeSignal.stopped()) {
    let ms: number;
    try {
      ms = await startDue();
      failures = 0;
    } catch (error) {
      if (!(error instanceof StoreUnavailable)) throw error;
      failures += 1;
      ms = Math.min(MAX_STORE_WAIT_MS, RECHECK_MS * 2 ** failures);
      log.warn({ retryInMs: ms }, 'the store cannot be read; messages wait');
    }
    await wakeSignal.sleep(ms);
  }
}

/** How long to sleep if nothing can be taken. */
function makePatience(store: Store, now: () => number) {
  let rounds = 0;
  return {
    reset: (): void => {
      rounds = 0;
    },
    /** @param freeAt when Slack's limits let more go; null if they hold up nothing */
    untilDue: async (freeAt: number | null): Promise<number> => {
      const { oldestDueAt } = await store.outbox.depth();
      const recheckMs = Math.min(IDLE_MS, RECHECK_MS * 2 ** rounds);
      rounds += 1;
      const dueMs = oldestDueAt === null ? IDLE_MS : oldestDueAt > now() ? oldestDueAt - now() : recheckMs;
      return Math.min(IDLE_MS, dueMs, freeAt === null ? IDLE_MS : freeAt - now());
    },
  };
}

function troubleIn(outcome: DeliveryOutcome): string | null {
  if (outcome.kind === 'trouble') return outcome.trouble.kind;
  return outcome.kind === 'never' ? 'never' : null;
}
