import { onlyThese } from '../../src/core/authority.ts';
import type { Clock } from '../../src/core/clock.ts';
import { silentLog } from '../../src/core/log.ts';
import { NO_POLICY } from '../../src/core/policy.ts';
import { type AccountMemory, makeAccountMemory } from '../../src/ecs/account-memory.ts';
import type { EcsPort } from '../../src/ecs/port.ts';
import { makePurchaseGuard, type PurchaseGuard } from '../../src/lifecycle/purchase-guard.ts';
import type { Store } from '../../src/store/store.ts';
import { ADMIN, directory } from './crowd.ts';

/** The guard as the bot has it, for one life of a simulated bot. */
export const guardOf = (ports: {
  readonly store: Store;
  readonly ecs: EcsPort;
  readonly clock: Clock;
  readonly memory?: AccountMemory;
}): PurchaseGuard =>
  makePurchaseGuard({
    memory: makeAccountMemory(),
    ...ports,
    log: silentLog,
    authority: onlyThese([ADMIN]),
    directory,
    policy: { current: () => ({ policy: NO_POLICY, hash: null }) },
    defaultRegion: 'cn-beijing',
  });
