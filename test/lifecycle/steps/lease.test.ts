import { expect, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { ok } from '../../../src/core/base/result.ts';
import { NO_POLICY } from '../../../src/core/policy/policy.ts';
import type { EcsPort } from '../../../src/ecs/port.ts';
import { systemRandom } from '../../../src/ops/system.ts';
import { giveLease } from '../../../src/usecases/lease/set-lease.ts';
import { DEATHS, eachNth, thoroughTest } from '../../support/thorough.ts';
import { countOf, expectReplayed, makeStage, type Stage } from '../stage.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
/** Short enough to live through: warnings two hours and half an hour before the end. */
const LEASE = 2 * HOUR + 10 * MINUTE;
const TELL = 'ModifyInstanceAutoReleaseTime';

const milestones = async (stage: Stage): Promise<readonly string[]> =>
  (await stage.thread()).map(({ milestone }) => milestone).filter((milestone) => milestone.startsWith('lease'));

/** Reads the outbox now and then, as Slack would. */
async function live(stage: Stage, ms: number): Promise<void> {
  for (let passed = 0; passed < ms; passed += 5 * MINUTE) {
    await stage.pass(Math.min(5 * MINUTE, ms - passed));
    await stage.thread();
  }
}

async function withLease(): Promise<Stage> {
  const stage = await makeStage();
  await stage.submit('r-1', stage.spec.plain, 1, LEASE);
  return stage;
}

const isTold = (stage: Stage) => async () => {
  await stage.thread();
  const { lease } = await stage.instance();
  return lease?.endsAt !== null && lease?.endsAt === lease?.inCloud;
};

const inCloud = (stage: Stage): number => Date.parse(String(stage.cloud.state().instances[0]?.AutoReleaseTime));

const extend = async (stage: Stage, ms: number, what: 'extend' | 'set' = 'extend') =>
  giveLease(
    { store: stage.truth, clock: stage.timeline, random: systemRandom, log: silentLog },
    { cloud: null, own: await stage.instance(), why: 'late' },
    { what, ms },
    { user: 'U1', isAdmin: false, team: 'T1', channel: 'C1' },
    NO_POLICY,
  );

test('a lease is set in the cloud, warned of, kept by the cloud, and reported as a lease', async () => {
  const stage = await withLease();
  stage.start();
  await stage.until(isTold(stage));
  const { lease } = await stage.instance();
  expect(inCloud(stage)).toBe(lease?.endsAt);
  expect(await milestones(stage)).toEqual(['leased']);
  await live(stage, 15 * MINUTE);
  expect(await milestones(stage)).toEqual(['leased', 'leaseEnding']);
  await live(stage, 90 * MINUTE);
  expect(await milestones(stage)).toEqual(['leased', 'leaseEnding', 'leaseEnding']);
  await live(stage, 40 * MINUTE);
  expect(stage.cloud.state().instances).toEqual([]);
  expect(await milestones(stage)).toEqual(['leased', 'leaseEnding', 'leaseEnding', 'leaseEnded']);
  expect(await stage.instance()).toMatchObject({
    outcome: 'reached',
    wanted: 'released',
    failure: null,
    publicIp: null,
  });
  const kinds = (await stage.truth.eventsOf('r-1')).map(({ kind }) => kind);
  expect(kinds.filter((kind) => kind === 'instance.failed' || kind === 'instance.leaseEnded')).toEqual([
    'instance.leaseEnded',
  ]);
  expect(countOf(stage.calls, TELL)).toBe(1);
  await expectReplayed(stage);
});

thoroughTest(
  'the bot may die before or after any call: the cloud is told in the end, and the thread once',
  async () => {
    for (const [when, from] of DEATHS)
      for (let calls = from; ; calls += eachNth(4)) {
        const stage = await withLease();
        const first = stage.start({ name: 'first' });
        first.life.dieIn(calls, when);
        await stage.until(async () => first.life.isDead() || (await isTold(stage)()));
        if (!first.life.isDead()) {
          // It has outlived its work.
          expect(calls).toBeGreaterThan(5);
          break;
        }
        stage.start({ name: 'second' });
        await stage.until(isTold(stage));
        expect(inCloud(stage)).toBe((await stage.instance()).lease?.endsAt);
        expect(await milestones(stage)).toEqual(['leased']);
      }
  },
);

test('the cloud keeps the lease while the bot is down, and the next start tells that', async () => {
  const stage = await withLease();
  const { life } = stage.start({ name: 'first' });
  await stage.until(isTold(stage));
  life.die();
  await stage.pass(LEASE + 24 * HOUR);
  expect(stage.cloud.state().instances).toEqual([]);
  stage.start({ name: 'second' });
  await stage.until(async () => (await stage.instance()).wanted === 'released');
  expect(await milestones(stage)).toEqual(['leased', 'leaseEnded']);
  await expectReplayed(stage);
});

test.each([
  ['throttle', 2, MINUTE],
  ['permission', 1, 70 * MINUTE],
])(
  'a cloud that refuses with %s is told again, and the thread hears of it once',
  async (name, times, withinMs) => {
    const stage = await withLease();
    stage.cloud.addFault({ name, action: TELL, times });
    stage.start();
    await stage.until(async () => (await stage.instance()).lease?.failure != null);
    const at = stage.timeline.now();
    await stage.until(isTold(stage), 2 * HOUR, 1);
    expect(stage.timeline.now() - at).toBeLessThan(withinMs);
    expect(countOf(stage.calls, TELL)).toBe(times + 1);
    const told = (await milestones(stage)).filter((milestone) => milestone !== 'leaseEnding');
    expect(told).toEqual(['leaseTroubled', 'leased']);
    expect((await stage.instance()).lease?.failure).toBeNull();
  },
  60_000,
);

test('an extension reaches the cloud also while a start waits for the end of a freeze', async () => {
  const stage = await withLease();
  stage.start();
  await stage.until(isTold(stage));
  const before = inCloud(stage);
  const row = await stage.instance();
  const held = {
    ...row,
    version: row.version + 1,
    outcome: null,
    dueAt: stage.timeline.now() + 50 * HOUR,
    heldBy: { version: 1, reason: 'audit', by: 'UADMIN', at: 0, until: null },
  };
  await stage.truth.commit({ instances: [{ next: held }], at: stage.timeline.now() });
  expect(await extend(stage, 3 * HOUR)).toMatchObject({ is: 'taken' });
  await stage.until(isTold(stage));
  expect(inCloud(stage)).toBe(before + 3 * HOUR);
  expect(await stage.instance()).toMatchObject({ outcome: null, heldBy: { reason: 'audit' } });
});

test('one that somebody released in the console is reported as vanished, and not as released by its lease', async () => {
  const stage = await withLease();
  stage.start();
  await stage.until(isTold(stage));
  const id = String(stage.cloud.state().instances[0]?.InstanceId);
  expect(stage.cloud.call('DeleteInstance', '2014-05-26', { InstanceId: id, Force: 'true' }).status).toBe(200);
  await live(stage, 15 * MINUTE);
  expect(await stage.instance()).toMatchObject({ outcome: 'failed', failure: { kind: 'vanished' } });
  expect((await stage.thread()).at(-1)).toMatchObject({ milestone: 'failed', failure: { kind: 'vanished' } });
  await expectReplayed(stage);
});

test('a release by a person ends the lease as well: nobody is warned', async () => {
  const stage = await withLease();
  stage.start();
  await stage.until(isTold(stage));
  expect(await extend(stage, HOUR)).toMatchObject({ is: 'taken' });
  await stage.until(isTold(stage));
  expect(countOf(stage.calls, TELL)).toBe(2);
  const at = stage.timeline.now();
  const row = await stage.instance();
  const order = { what: 'release', stoppedMode: null, by: 'U1', at, down: false, acted: null } as const;
  const next = { ...row, version: row.version + 1, wanted: 'released', order, outcome: null, dueAt: at } as const;
  await stage.truth.commit({ instances: [{ next: { ...next, told: [] } }], at });
  await stage.until(async () => (await stage.instance()).outcome === 'reached');
  expect((await stage.instance()).lease).toMatchObject({ lookAt: null, tryAt: null });
  expect(await milestones(stage)).toEqual(['leased', 'leased']);
});

/** Somebody sets it in the console; null removes it. */
function setByHand({ cloud }: Stage, at: number | null): void {
  const id = String(cloud.state().instances[0]?.InstanceId);
  const to = at === null ? {} : { AutoReleaseTime: new Date(at).toISOString().replace(/\.\d+/u, '') };
  expect(cloud.call(TELL, '2014-05-26', { InstanceId: id, ...to }).status).toBe(200);
}

test('an end that somebody has put off in the console is warned of and kept as it is there', async () => {
  const stage = await withLease();
  stage.start();
  await stage.until(isTold(stage));
  const later = ((await stage.instance()).lease?.endsAt ?? 0) + 5 * HOUR;
  setByHand(stage, later);
  await live(stage, LEASE + HOUR);
  // No warning of an end that does not come, and no trouble when it does not come.
  expect(await milestones(stage)).toEqual(['leased', 'leased']);
  expect((await stage.instance()).lease).toMatchObject({ endsAt: later, inCloud: later, tryAt: null, failure: null });
  await live(stage, 5 * HOUR);
  expect(await milestones(stage)).toEqual(['leased', 'leased', 'leaseEnding', 'leaseEnding', 'leaseEnded']);
  expect(countOf(stage.calls, TELL)).toBe(1);
  await expectReplayed(stage);
});

test('an end that somebody has removed in the console is none any more, and can be set again here', async () => {
  const stage = await withLease();
  stage.start();
  await stage.until(isTold(stage));
  setByHand(stage, null);
  await live(stage, 2 * LEASE);
  expect(await milestones(stage)).toEqual(['leased', 'leased']);
  expect((await stage.instance()).lease).toMatchObject({ endsAt: null, inCloud: null, lookAt: null });
  await expectReplayed(stage);
  expect(await extend(stage, 3 * HOUR, 'set')).toMatchObject({ is: 'taken' });
  await stage.until(isTold(stage));
  expect(inCloud(stage)).toBe((await stage.instance()).lease?.endsAt);
});

test('an end that the cloud shows late, after the bot has changed it, is not taken for somebody else’s', async () => {
  const stage = await withLease();
  let before: number | null = null;
  const stale = (ecs: EcsPort): EcsPort => ({
    ...ecs,
    async describeInstances(...asked) {
      const answer = await ecs.describeInstances(...asked);
      if (!answer.ok || before === null) return answer;
      const shown = before;
      before = null;
      return ok(new Map([...answer.value].map(([id, seen]) => [id, { ...seen, autoReleaseAt: shown }])));
    },
  });
  stage.start({ ecs: stale });
  await stage.until(isTold(stage));
  const { endsAt } = (await stage.instance()).lease ?? {};
  before = (endsAt ?? 0) - 50 * MINUTE;
  await live(stage, LEASE + 10 * MINUTE);
  expect(await milestones(stage)).toEqual(['leased', 'leaseEnding', 'leaseEnding', 'leaseEnded']);
  expect((await stage.instance()).lease).toMatchObject({ endsAt });
});
