import { expect, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { fail } from '../../../src/core/base/result.ts';
import type { DigestPlan } from '../../../src/core/digest/digest-plan.ts';
import type { Membership } from '../../../src/core/policy/people.ts';
import { NO_POLICY } from '../../../src/core/policy/policy.ts';
import type { DigestNotice } from '../../../src/core/request/notice.ts';
import type { EcsPort } from '../../../src/ecs/port.ts';
import { startDigests } from '../../../src/lifecycle/digest/digest.ts';
import type { Loop } from '../../../src/lifecycle/loop.ts';
import { StoreUnavailable } from '../../../src/store/store.ts';
import { aFailure } from '../../support/instances.ts';
import { listPort } from '../../support/list-port.ts';
import { thoroughTest } from '../../support/thorough.ts';
import { accountOf, identityOf } from '../../world/account.ts';
import { allMicrotasks } from '../../world/timeline.ts';
import { call, HOUR, makeTagged, notices, releaseByHand, running } from '../drift/sweep-stage.ts';
import { makeStage, type Stage } from '../stage.ts';

const DAY = 24 * HOUR;
const MINUTE = 60_000;

/** In so many milliseconds, every week, for the channel of the stage's requests. */
function planIn(stage: Stage, ms: number, channel = 'C1'): DigestPlan {
  const at = new Date(Math.ceil((stage.timeline.now() + ms) / MINUTE) * MINUTE);
  return { channel, day: at.getUTCDay(), minute: at.getUTCHours() * 60 + at.getUTCMinutes(), zone: 'UTC' };
}

interface Around {
  readonly membership?: Membership;
  readonly ecs?: Pick<EcsPort, 'listInstances'>;
  readonly store?: Stage['truth'];
}

/** One replica, once it waits for what is due. */
async function digestsOn(stage: Stage, digest: readonly DigestPlan[], around: Around = {}): Promise<Loop> {
  const digests = startDigests({
    store: around.store ?? stage.truth,
    account: accountOf({ store: stage.truth, clock: stage.timeline, identity: identityOf(stage.cloud, stage.hand) }),
    ecs: around.ecs ?? listPort(stage.cloud),
    clock: stage.timeline,
    log: silentLog,
    directory: { fresh: async () => ({ membersOf: () => null, membershipOf: () => around.membership ?? 'member' }) },
    policy: { current: () => ({ policy: { ...NO_POLICY, digest }, hash: null }) },
  });
  await allMicrotasks();
  return digests;
}

const digestsOf = async (stage: Stage): Promise<readonly (readonly [to: string, DigestNotice])[]> =>
  (await notices(stage)).flatMap(([to, notice]) => (notice.about === 'digest' ? [[to, notice] as const] : []));

test('nobody gets a digest whom the policy does not name', async () => {
  const stage = await running(1);
  const { stop } = await digestsOn(stage, []);
  await stage.pass(2 * DAY);
  await stop();
  expect(await notices(stage)).toEqual([]);
});

thoroughTest('of two replicas, and over restarts, each channel gets one a week', async () => {
  const stage = await makeStage();
  const plans = [planIn(stage, HOUR), planIn(stage, 2 * HOUR, 'C2')];
  const both = [await digestsOn(stage, plans), await digestsOn(stage, plans)];
  await stage.pass(HOUR / 2);
  expect(await digestsOf(stage)).toEqual([]);
  await stage.pass(3 * HOUR);
  await Promise.all(both.map(({ stop }) => stop()));
  const again = [await digestsOn(stage, plans), await digestsOn(stage, plans)];
  await stage.pass(3 * HOUR);
  await Promise.all(again.map(({ stop }) => stop()));
  expect((await digestsOf(stage)).map(([to]) => to)).toEqual(['C1', 'C2']);
  await stage.pass(7 * DAY);
  const later = [await digestsOn(stage, plans), await digestsOn(stage, plans)];
  await stage.pass(3 * HOUR);
  await Promise.all(later.map(({ stop }) => stop()));
  const next = await digestsOf(stage);
  expect(next.map(([to]) => to)).toEqual(['C1', 'C2']);
  expect(next.map(([, { from, to }]) => to - from)).toEqual([7 * DAY, 7 * DAY]);
});

test('both replicas that gather at once send one', async () => {
  const stage = await makeStage();
  const plans = [planIn(stage, HOUR)];
  // Each believes that it has the turn and that nothing was sent: the commit alone decides.
  const store = { ...stage.truth, marks: { among: async () => new Set<string>(), takeTurn: async () => true } };
  const all = await Promise.all([1, 2, 3].map(() => digestsOn(stage, plans, { store })));
  await stage.pass(HOUR + 5 * MINUTE);
  await Promise.all(all.map(({ stop }) => stop()));
  expect(await digestsOf(stage)).toHaveLength(1);
});

thoroughTest('missed while the bot was down it is sent late once, within a day, and skipped afterwards', async () => {
  const stage = await makeStage();
  const [late, gone] = [planIn(stage, HOUR, 'C1'), planIn(stage, HOUR, 'C2')];
  await stage.pass(24 * HOUR);
  const first = await digestsOn(stage, [late]);
  await stage.pass(2 * HOUR);
  await first.stop();
  const second = await digestsOn(stage, [late, gone]);
  await stage.pass(DAY);
  await second.stop();
  expect((await digestsOf(stage)).map(([to]) => to)).toEqual(['C1']);
});

test('another day of the same week is no second digest', async () => {
  const stage = await makeStage();
  const first = await digestsOn(stage, [planIn(stage, HOUR)]);
  await stage.pass(2 * HOUR);
  await first.stop();
  const second = await digestsOn(stage, [planIn(stage, HOUR)]);
  await stage.pass(2 * HOUR);
  await second.stop();
  expect(await digestsOf(stage)).toHaveLength(1);
});

test('it tells of the instances that were asked for in the channel, as they have just been looked at', async () => {
  const stage = await running(3);
  const [stopped, gone] = await stage.truth.instancesOf('r-1');
  call(stage, 'StopInstance', { InstanceId: stopped?.cloudId ?? '', StoppedMode: 'KeepCharging' });
  releaseByHand(stage, gone?.cloudId);
  const cloudId = makeTagged(stage, 'r-1-4', { InstanceChargeType: 'PrePaid', Period: '1' });
  const prepaid = {
    ...(await stage.instance()),
    id: 'r-1-4',
    ordinal: 4,
    version: 1,
    spec: stage.spec.prepaid,
    cloudId,
  };
  await stage.truth.commit({ instances: [{ next: prepaid }], at: stage.timeline.now() });
  await stage.pass(20 * DAY);
  const { stop } = await digestsOn(stage, [planIn(stage, HOUR), planIn(stage, HOUR, 'C2')], {
    membership: 'deactivated',
  });
  await stage.pass(2 * HOUR);
  await stop();
  const told = new Map(await digestsOf(stage));
  expect(told.get('C2')).toMatchObject({ existing: 0, spend: [], expiring: { total: 0 }, ownerless: { total: 0 } });
  const ids = (part: 'ownerless' | 'expiring' | 'stopped') =>
    told
      .get('C1')
      ?.[part].items.map(({ id }) => id)
      .toSorted();
  expect(ids('ownerless')).toEqual(['r-1-1', 'r-1-3', 'r-1-4']);
  expect(ids('stopped')).toEqual(['r-1-1']);
  expect(ids('expiring')).toEqual(['r-1-4']);
  // Nobody has told the store yet that one is gone; it named no price for any of them.
  expect(told.get('C1')).toMatchObject({ existing: 3, spend: [], unpriced: 3, unread: [] });
});

test('a region that cannot be read is named, and the digest is sent all the same', async () => {
  const stage = await running(2);
  const ecs = { listInstances: async () => fail(aFailure('transient')) };
  const { stop } = await digestsOn(stage, [planIn(stage, HOUR)], { ecs });
  await stage.pass(2 * HOUR);
  await stop();
  const region = stage.spec.plain.region;
  expect(await digestsOf(stage)).toMatchObject([['C1', { unread: [region], existing: 2, stopped: { total: 0 } }]]);
});

test('while the store is away it waits, and is sent afterwards', async () => {
  const stage = await running(1);
  let failures = 2;
  const commit: Stage['truth']['commit'] = async (change) => {
    failures -= 1;
    if (failures >= 0) throw new StoreUnavailable('disk full');
    return stage.truth.commit(change);
  };
  const { stop } = await digestsOn(stage, [planIn(stage, HOUR)], { store: { ...stage.truth, commit } });
  await stage.pass(2 * HOUR);
  await stop();
  expect(await digestsOf(stage)).toHaveLength(1);
});
