import type { Clock } from '../../src/core/base/clock.ts';
import { silentLog } from '../../src/core/base/log.ts';
import { type Authority, onlyThese } from '../../src/core/policy/authority.ts';
import { NO_POLICY } from '../../src/core/policy/policy.ts';
import { type AccountMemory, makeAccountMemory } from '../../src/ecs/account-memory.ts';
import type { EcsPort } from '../../src/ecs/port.ts';
import { makePurchaseGuard, type PurchaseGuard } from '../../src/lifecycle/purchase/purchase-guard.ts';
import type { Store } from '../../src/store/store.ts';
import { ADMIN, directory } from './crowd.ts';

/** The guard as the bot has it, for one life of a simulated bot. */
export const guardOf = (ports: {
  readonly store: Store;
  readonly ecs: EcsPort;
  readonly clock: Clock;
  readonly memory?: AccountMemory;
  readonly authority?: Authority;
}): PurchaseGuard =>
  makePurchaseGuard({
    memory: makeAccountMemory(),
    authority: onlyThese([ADMIN]),
    ...ports,
    log: silentLog,
    directory,
    policy: { current: () => ({ policy: NO_POLICY, hash: null }) },
    defaultRegion: 'cn-beijing',
  });
