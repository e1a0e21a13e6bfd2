import { onTestFinished } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { ok } from '../../../src/core/base/result.ts';
import type { CloudInstance } from '../../../src/core/instance/cloud-instance.ts';
import type { Instance, Observed, Status } from '../../../src/core/instance/instance.ts';
import { onlyThese } from '../../../src/core/policy/authority.ts';
import { NO_POLICY, type Policy } from '../../../src/core/policy/policy.ts';
import { MAX_SELECTED, readSelection } from '../../../src/core/selection/selection.ts';
import { PAY_AS_YOU_GO } from '../../../src/core/spec/charge.ts';
import { makeAccountMemory } from '../../../src/ecs/account-memory.ts';
import { makeInventory } from '../../../src/ecs/catalogue/inventory.ts';
import { sampleCloud } from '../../../src/sandbox/gallery/instance/instances.ts';
import { makeInstanceService } from '../../../src/usecases/instance/instance-service.ts';
import {
  actOnSelection,
  judgeSelection,
  type SelectionDeps,
  type SelectionWish,
} from '../../../src/usecases/selection/act-on-selection.ts';
import { fakeAccount } from '../../slack/commands/fake-account.ts';
import { anInstance, aRequest, aSpec } from '../../store/samples.ts';
import { fixedPolicy } from '../../support/fixed-sources.ts';
import { timing } from '../../support/instances.ts';
import { openMemoryDatabase } from '../../support/memory-database.ts';
import { recordingLog } from '../../support/recording-log.ts';
import { makeCrowd } from '../approval/approval-stage.ts';

export const LENA = 'U1';
export const MARCUS = 'U2';
const ADMIN = 'U9';
const NOW = Date.UTC(2026, 10, 24, 9);
const DAY = 86_400_000;

/** A server as it is; `foreign`: the bot knows nothing of it. */
export interface Server {
  readonly name: string;
  readonly request?: string;
  readonly owner?: string;
  readonly region?: string;
  readonly status?: Status;
  readonly foreign?: true;
  readonly cloud?: Partial<CloudInstance>;
  readonly row?: Partial<Instance>;
}

/** A store, a cloud without Slack, and what people ask of several servers there. */
export async function selectionStage(servers: readonly Server[], policy: Partial<Policy> = {}) {
  const clock = { now: () => NOW, after: () => () => {} };
  const database = await openMemoryDatabase({ log: silentLog, clock });
  const store = database.open();
  onTestFinished(() => store.close());
  const account = fakeAccount();
  const looks: string[] = [];
  let made = 0;
  for (const [index, server] of servers.entries()) {
    const { name, owner = LENA, region = 'cn-beijing', status = 'Running', foreign, cloud = {}, row = {} } = server;
    const cloudId = `i-2ze${String(index).padStart(10, '0')}`;
    const requestId = server.request ?? `r-${String(index).padStart(10, '0')}`;
    const zone = `${region}-h`;
    const charge = cloud.chargeKind === 'prepaid' ? PREPAID : PAY_AS_YOU_GO;
    const isThere = row.cloudId !== null && cloud.name !== 'gone';
    if (isThere) account.instances.push(sampleCloud({ region, zone, cloudId, name, status, tags: [], ...cloud }));
    if (foreign) continue;
    const spec = aSpec({ name, region, zone, charge });
    const ordinal = servers.slice(0, index).filter(({ request }) => request === requestId).length + 1;
    const request = aRequest(requestId, { requester: owner, state: 'finished', origin: `view:${requestId}`, spec });
    const seen = { cloudId, outcome: 'reached' as const, observed: { status, at: NOW } };
    const lease = { forMs: DAY, begun: true, endsAt: NOW + DAY, inCloud: NOW + DAY, tryAt: null, lookAt: null };
    const instance = anInstance(requestId, ordinal, {
      ...{ spec, requester: owner, ...seen, dueAt: null },
      ...(charge === PAY_AS_YOU_GO ? { lease: { ...lease, failure: null, misses: 0 } as never } : {}),
      ...row,
    });
    const requests = ordinal === 1 ? [{ next: request }] : [];
    const written = await store.commit({ requests, instances: [{ next: instance }], at: NOW + made++ });
    if (!written.ok) throw new Error(JSON.stringify(written.error));
  }
  const crowd = makeCrowd();
  const describeInstances = async (region: string, ids: readonly string[]) => {
    looks.push(`${region} ${ids.length}`);
    const found = account.instances.filter((one) => one.region === region && ids.includes(one.cloudId));
    return ok(new Map(found.map((one) => [one.cloudId, one as Observed])));
  };
  const random = { id: (length: number) => String(made++).padStart(length, 'x').slice(0, length), fraction: () => 0.5 };
  const lines: Record<string, unknown>[] = [];
  const log = recordingLog(lines);
  const ports = { store, clock, log, random, timing, ecs: { describeInstances } };
  const regions = [
    { id: 'cn-beijing', name: 'Beijing' },
    { id: 'cn-shanghai', name: 'Shanghai' },
  ];
  const deps = {
    ...ports,
    power: makeInstanceService(ports as never),
    inventory: makeInventory(account.port, { memory: makeAccountMemory(), clock, log: silentLog }),
    catalogue: { regions: { peek: () => regions, load: async () => ok(regions) } },
    ...{ directory: crowd.directory, policy: fixedPolicy({ ...NO_POLICY, ...policy }) },
    authority: onlyThese([ADMIN]),
    account: { status: async () => ({ is: 'ours' }) },
    defaultRegion: 'cn-beijing',
  } as unknown as SelectionDeps;
  const callerOf = (user: string) => ({ user, team: 'T1', channel: 'C1' });

  const judge = async (typed: readonly string[], wish: SelectionWish, user = LENA) => {
    const judged = await judgeSelection(deps, callerOf(user), readSelection(typed), wish);
    if (judged === 'storeDown') throw new Error('the store is down');
    return judged;
  };
  return {
    ...{ store, account, looks, deps, judge, lines },
    /** What somebody would read: the names on which it can be done, and why the others are left out. */
    async asks(typed: string, what: SelectionWish['what'] = 'stop', user = LENA) {
      const wish: SelectionWish =
        what === 'extend' ? { what, ms: null } : what === 'set' ? { what, ms: DAY } : { what };
      const { fitting, leftOut } = await judge(typed.split(' '), wish, user);
      return {
        fit: fitting.map(({ found }) => found.cloud?.name ?? found.own?.spec.name ?? ''),
        left: leftOut.map(({ name, reason }) => `${name}: ${reason.why}`),
      };
    },
    async confirms(refs: readonly string[], wish: SelectionWish, { key = 'key-1', user = LENA } = {}) {
      const stoppedMode = wish.what === 'stop' ? ('StopCharging' as const) : null;
      const acted = await actOnSelection(deps, callerOf(user), { wish, stoppedMode, refs, key });
      if (acted === 'storeDown') throw new Error('the store is down');
      return {
        taken: acted.taken.map(({ instance }) => instance.spec.name),
        left: acted.leftOut.map(({ name, reason }) => `${name}: ${reason.why}`),
      };
    },
    admin: ADMIN,
    most: MAX_SELECTED,
    now: NOW,
  };
}

const PREPAID = { kind: 'prepaid', term: { unit: 'Month', period: 1 }, autoRenew: false } as const;
