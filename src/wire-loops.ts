import type { Config } from './config.ts';
import type { AccountGate } from './core/account/account.ts';
import type { Clock, Random } from './core/base/clock.ts';
import type { Log } from './core/base/log.ts';
import type { LoopWatch } from './core/loop/loop-watch.ts';
import type { Authority } from './core/policy/authority.ts';
import { type Directory, resolve } from './core/policy/people.ts';
import { scriptsOf } from './core/policy/policy.ts';
import type { Tracer } from './core/tracing/tracer.ts';
import type { AccountMemory } from './ecs/account-memory.ts';
import { notingStock, type StockNote } from './ecs/catalogue/stock-note.ts';
import type { Quotes } from './ecs/money/quotes.ts';
import type { EcsPort } from './ecs/port.ts';
import { startArchive } from './lifecycle/archive.ts';
import { startDigests } from './lifecycle/digest/digest.ts';
import { startSweep } from './lifecycle/drift/sweep.ts';
import { startKeys } from './lifecycle/keys.ts';
import { makePurchaseGuard } from './lifecycle/purchase/purchase-guard.ts';
import { startLifecycle } from './lifecycle/reconciler.ts';
import type { Metrics } from './ops/metrics/metrics.ts';
import { keepPolicyTrail } from './ops/policy-trail.ts';
import type { PolicyWatch } from './policy/policy-file.ts';
import { makeDeliveryClient } from './slack/delivery/delivery-client.ts';
import { type OutboxLoop, startOutbox } from './slack/delivery/outbox.ts';
import type { Localizer } from './slack/kit/localizer.ts';
import type { Store } from './store/store.ts';
import type { KeyService } from './usecases/key/key-service.ts';

/** The ports of the loops. */
interface LoopParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
  readonly tracer: Tracer;
  readonly store: Store;
  readonly ecs: EcsPort;
  readonly account: AccountGate;
  readonly memory: AccountMemory;
  readonly stock: StockNote;
  readonly quotes: Quotes;
  readonly keys: KeyService;
  readonly policy: PolicyWatch;
  readonly authority: Authority;
  readonly directory: Directory;
  readonly localizer: Localizer;
  readonly defaultRegion: string;
  readonly metrics: Pick<Metrics, 'slack'>;
  readonly loops: LoopWatch;
}

/** The loops that run by themselves, beside people's requests. */
interface Loops {
  readonly outbox: Pick<OutboxLoop, 'trouble'>;
  /** Begins nothing new, and finishes the work under way. */
  stop(): Promise<void>;
}

/** Starts all loops: they bring up instances, send messages, and do what is due. */
export function startLoops(config: Config, parts: LoopParts): Loops {
  const { store, policy, authority, directory } = parts;
  const { claimMs, graceMs } = config.lifecycle;
  // Names this process among the replicas.
  const owner = parts.random.id(12);
  const guard = makePurchaseGuard(parts);
  const outbox = startOutbox({
    ...parts,
    client: makeDeliveryClient(config.slack),
    admins: () => resolve(authority.admins(), policy.current().policy.approval.groups, directory.known()).users,
    owner,
    claimMs,
    meter: parts.metrics.slack,
  });
  const loops = [
    startLifecycle({
      ...parts,
      ecs: notingStock(parts.ecs, parts.stock),
      config: config.lifecycle,
      scripts: scriptsOf(policy),
      guard,
      owner,
    }),
    startSweep({ ...parts, everyMs: config.sweepEveryMs, graceMs }),
    guard,
    startDigests(parts),
    startKeys(parts),
    startArchive({ ...parts, store, keepDays: config.retentionDays }),
    outbox,
    keepPolicyTrail(parts),
  ];
  return {
    outbox,
    stop: async () => {
      await Promise.all(loops.map((loop) => loop.stop()));
    },
  };
}
