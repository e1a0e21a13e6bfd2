import { silentLog } from '../../../src/core/base/log.ts';
import { onlyThese } from '../../../src/core/policy/authority.ts';
import type { PolicySource } from '../../../src/core/policy/policy.ts';
import { makeAccountMemory } from '../../../src/ecs/account-memory.ts';
import { makeCatalogue } from '../../../src/ecs/catalogue/catalogue-cache.ts';
import { makeInventory } from '../../../src/ecs/catalogue/inventory.ts';
import { makeQuotes } from '../../../src/ecs/money/quotes.ts';
import type { EcsPort } from '../../../src/ecs/port.ts';
import { startKeys } from '../../../src/lifecycle/keys.ts';
import type { Store } from '../../../src/store/store.ts';
import { type Approvals, makeApprovals } from '../../../src/usecases/approval/approvals.ts';
import { type InstanceService, makeInstanceService } from '../../../src/usecases/instance/instance-service.ts';
import { type KeyService, makeKeyService } from '../../../src/usecases/key/key-service.ts';
import type { PowerPorts } from '../../../src/usecases/power/give-order.ts';
import { timing } from '../../support/instances.ts';
import { ADMIN, directory } from '../../world/crowd.ts';
import type { Life } from '../../world/life.ts';
import { type Board, deliver } from '../../world/slack.ts';
import type { Stage, StartOptions } from '../stage.ts';
import { policyWith } from '../steps/renew-stage.ts';

const OURS = { is: 'ours', account: { id: '1', first: '1' } } as const;

/** One life of the bot with all that people use of it. Whatever it calls ends with its life. */
export interface CrashBot {
  readonly life: Life;
  readonly ports: PowerPorts & { readonly store: Store };
  readonly approvals: Approvals;
  readonly instances: InstanceService;
  readonly keys: KeyService;
  readonly board: Board;
}

/**
 * @param name of this life; what it draws is its own, so that no token is drawn twice
 * @param dies where this life ends; null when it goes on
 */
export function startCrashBot(stage: Stage, board: Board, name: string, dies: StartOptions['dies'] = null): CrashBot {
  let mortal: { readonly store?: Store; readonly ecs?: EcsPort } = {};
  const keep = <T extends 'store' | 'ecs'>(key: T, value: NonNullable<(typeof mortal)[T]>) => {
    mortal = { ...mortal, [key]: value };
    return value;
  };
  const policy: PolicySource = { current: () => ({ policy: policyWith(), hash: null }), trouble: () => null };
  const { life } = stage.start({
    name,
    policy,
    dies,
    store: (store) => keep('store', store),
    ecs: (ecs) => (mortal.ecs === undefined ? keep('ecs', ecs) : ecs),
  });
  const { store, ecs } = mortal as Required<typeof mortal>;
  const { timeline } = stage;
  const clock = life.clock(timeline);
  let drawn = 0;
  const random = { next: () => 0.5, id: (length: number) => `${name}${++drawn}`.padEnd(length, 'x') };
  const shared = { store, ecs, clock, random, log: silentLog, memory: makeAccountMemory(), policy, directory };
  const authority = onlyThese([ADMIN]);
  const quotes = makeQuotes(ecs, shared);
  const ports = { ...shared, timing };
  const catalogue = makeCatalogue(ecs, { ...shared, keepMs: 600_000 });
  const inventory = makeInventory(ecs, shared);
  void deliver({
    ...{ store, timeline, life, board, random: () => 0.5, trouble: () => 0 },
    ...{ posting: async () => {}, troubled: () => {} },
  });
  const keys = makeKeyService({ ...shared, catalogue, inventory, defaultRegion: 'cn-beijing' });
  startKeys({ ...shared, keys, account: { status: async () => OURS } });
  return {
    life,
    board,
    keys,
    ports,
    approvals: makeApprovals({ ...shared, quotes, cloud: ecs, authority }),
    instances: makeInstanceService(ports),
  };
}
