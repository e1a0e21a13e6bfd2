import { onTestFinished } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { fail, ok } from '../../../src/core/base/result.ts';
import type { Failure } from '../../../src/core/failure/failure.ts';
import type { CloudInstance } from '../../../src/core/instance/cloud-instance.ts';
import { nameOf } from '../../../src/core/instance/found-instance.ts';
import type { Instance, Observed, Status } from '../../../src/core/instance/instance.ts';
import { onlyThese } from '../../../src/core/policy/authority.ts';
import { NO_POLICY, type Policy } from '../../../src/core/policy/policy.ts';
import type { Request } from '../../../src/core/request/request.ts';
import { MAX_SELECTED, readSelection } from '../../../src/core/selection/selection.ts';
import { PAY_AS_YOU_GO } from '../../../src/core/spec/charge.ts';
import { makeAccountMemory } from '../../../src/ecs/account-memory.ts';
import { makeInventory } from '../../../src/ecs/catalogue/inventory.ts';
import { sampleCloud } from '../../../src/sandbox/gallery/instance/instances.ts';
import type { Store } from '../../../src/store/store.ts';
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

/** The cloud's ids do not count up as those of the bot do. */
export const cloudIdOf = (index: number): string => `i-2ze${String(index * 7).padStart(10, '0')}`;

/** A store, a cloud without Slack, and what people ask of several servers there. */
export async function selectionStage(
  servers: readonly Server[],
  policy: Partial<Policy> = {},
  /** What the bot sees in the place of the store. */
  wrap: (store: Store) => Store = (store) => store,
) {
  const state = {
    now: NOW,
    meanwhile: async (): Promise<unknown> => null,
    regions: null as Failure | null,
    slackAsked: 0,
    account: 'ours',
  };
  const clock = { now: () => state.now, after: () => () => {} };
  const database = await openMemoryDatabase({ log: silentLog, clock });
  const store = database.open();
  onTestFinished(() => store.close());
  const account = fakeAccount();
  const looks: string[] = [];
  let made = 0;
  const requests: Request[] = [];
  const instances: Instance[] = [];
  for (const [index, server] of servers.entries()) {
    const { name, owner = LENA, region = 'cn-beijing', status = 'Running', foreign, cloud = {}, row = {} } = server;
    const cloudId = cloudIdOf(index);
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
    if (ordinal === 1) requests.push(request);
    instances.push(instance);
  }
  const written = await store.commit({
    requests: requests.map((next) => ({ next })),
    instances: instances.map((next) => ({ next })),
    at: NOW,
  });
  if (!written.ok) throw new Error(JSON.stringify(written.error));
  const crowd = makeCrowd();
  const describeInstances = async (region: string, ids: readonly string[]) => {
    looks.push(`${region} ${ids.length}`);
    await state.meanwhile();
    const found = account.instances.filter((one) => one.region === region && ids.includes(one.cloudId));
    return ok(new Map(found.map((one) => [one.cloudId, one as Observed])));
  };
  const random = { id: (length: number) => String(made++).padStart(length, 'x').slice(0, length), fraction: () => 0.5 };
  const lines: Record<string, unknown>[] = [];
  const log = recordingLog(lines);
  const ports = { store: wrap(store), clock, log, random, timing, ecs: { describeInstances } };
  const regions = [
    { id: 'cn-beijing', name: 'Beijing' },
    { id: 'cn-shanghai', name: 'Shanghai' },
  ];
  const deps = {
    ...ports,
    power: makeInstanceService(ports as never),
    inventory: makeInventory(account.port, { memory: makeAccountMemory(), clock, log: silentLog }),
    catalogue: {
      regions: { peek: () => null, load: async () => (state.regions === null ? ok(regions) : fail(state.regions)) },
    },
    directory: {
      ...crowd.directory,
      fresh(users: readonly string[]) {
        state.slackAsked += 1;
        return crowd.directory.fresh(users);
      },
    },
    policy: fixedPolicy({ ...NO_POLICY, ...policy }),
    authority: onlyThese([ADMIN]),
    account: { status: async () => ({ is: state.account }) },
    defaultRegion: 'cn-beijing',
  } as unknown as SelectionDeps;
  const callerOf = (user: string) => ({ user, team: 'T1', channel: 'C1' });

  const judge = async (typed: readonly string[], wish: SelectionWish, user = LENA) => {
    const judged = await judgeSelection(deps, callerOf(user), readSelection(typed), wish);
    if (judged === 'storeDown') throw new Error('the store is down');
    return judged;
  };
  const acts = async (
    refs: readonly string[],
    wish: SelectionWish,
    { key = 'key-1', user = LENA, mode = wish.what === 'stop' ? ('StopCharging' as const) : null } = {},
  ) => {
    const acted = await actOnSelection(deps, callerOf(user), { wish, stoppedMode: mode, refs, key });
    if (acted === 'storeDown') throw new Error('the store is down');
    return acted;
  };
  return {
    ...{ store, account, looks, deps, judge, lines, state, crowd },
    /** What somebody would read: the names on which it can be done, and why the others are left out. */
    async asks(typed: string, what: SelectionWish['what'] = 'stop', user = LENA) {
      const wish: SelectionWish =
        what === 'extend' ? { what, ms: null } : what === 'set' ? { what, ms: DAY } : { what };
      const { fitting, leftOut } = await judge(typed.split(' '), wish, user);
      return {
        fit: fitting.map(({ found }) => nameOf(found)),
        left: leftOut.map(({ name, reason }) => `${name}: ${reason.why}`),
      };
    },
    acts,
    async confirms(...confirmed: Parameters<typeof acts>) {
      const { taken, leftOut } = await acts(...confirmed);
      return {
        taken: taken.map(({ instance }) => instance.spec.name),
        left: leftOut.map(({ name, reason }) => `${name}: ${reason.why}`),
      };
    },
    admin: ADMIN,
    most: MAX_SELECTED,
    now: NOW,
  };
}

const PREPAID = { kind: 'prepaid', term: { unit: 'Month', period: 1 }, autoRenew: false } as const;
