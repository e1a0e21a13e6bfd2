import { expect, test } from 'vitest';
import { ok } from '../../../src/core/base/result.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { vanish } from '../../../src/core/instance/vanish.ts';
import type { DataDisk } from '../../../src/core/option/options.ts';
import { NO_POLICY, type Policy } from '../../../src/core/policy/policy.ts';
import type { EcsPort } from '../../../src/ecs/port.ts';
import { fixedPolicy } from '../../support/fixed-sources.ts';
import { countOf, type Stage } from '../stage.ts';
import { isDone, NEW, newDisks, notes, ordered, spending } from './grow-stage.ts';

const MINUTE = 60_000;

/** The first process is lost with the answer to its call. */
async function lost(stage: Stage, action: string): Promise<void> {
  const { life } = stage.start({ name: 'first' });
  await stage.until(() => countOf(stage.calls, action) === 1, MINUTE, 1);
  life.die();
}

async function frozen(stage: Stage): Promise<void> {
  const at = stage.timeline.now();
  await stage.truth.commit({ freeze: { was: null, next: { reason: 'audit', by: 'U9', at, until: null } }, at });
}

const write = async (stage: Stage, change: (row: Instance, at: number) => Parameters<Stage['truth']['commit']>[0]) => {
  const at = stage.timeline.now();
  expect((await stage.truth.commit(change(await stage.instance(), at))).ok).toBe(true);
};
const gone = (stage: Stage) =>
  write(stage, (row, at) => {
    const { next, events, messages } = vanish(row, at);
    return { instances: [{ next }], events, messages, at };
  });

test.each([
  ['ResizeDisk', 100],
  ['CreateDisk', NEW],
] as const)(
  '%s was sent by a process that is back too late to find out: that is told as doubtful, and counted',
  async (action, what) => {
    const stage = await ordered(what);
    stage.cloud.addFault({ name: 'reset-after', action, times: 1 });
    await lost(stage, action);
    await stage.pass(16 * MINUTE);
    stage.cloud.addFault({ name: 'throttle', action: 'DescribeDisks', times: 0 });
    stage.start({ name: 'second' });
    await stage.until(isDone(stage));
    expect(countOf(stage.calls, action)).toBe(1);
    expect(await notes(stage)).toMatchObject([{ done: [], missed: [{ isDoubtful: true }] }]);
    expect((await stage.instance()).growths).toMatchObject([{ state: 'doubtful' }]);
    expect(await spending(stage)).toMatchObject({ waits: true });
  },
);

test('what is too old to be expected any more is never sent', async () => {
  for (const [what, action] of [
    [100, 'ResizeDisk'],
    [NEW, 'CreateDisk'],
  ] as const) {
    const stage = await ordered(what);
    await stage.pass(16 * MINUTE);
    stage.start({ name: 'second' });
    await stage.until(isDone(stage));
    expect(countOf(stage.calls, action)).toBe(0);
    expect(await notes(stage)).toMatchObject([{ missed: [{ failure: { kind: 'deadline' } }] }]);
    expect((await stage.instance()).growths).toMatchObject([{ state: 'notGrown' }]);
  }
});

test('a freeze that comes while a call may have taken effect is not what is told', async () => {
  const stage = await ordered(NEW);
  stage.cloud.addFault({ name: 'reset-before', action: 'CreateDisk', times: 1 });
  const { life } = stage.start({ name: 'first' });
  await stage.until(async () => (await stage.instance()).attributes?.isDoubtful === true, MINUTE, 1);
  life.die();
  await frozen(stage);
  stage.start({ name: 'second' });
  await stage.until(isDone(stage));
  expect(countOf(stage.calls, 'CreateDisk')).toBe(1);
  expect(await notes(stage)).toMatchObject([{ missed: [{ isDoubtful: true }] }]);
});

test('a disk that was bought and is not attached when its instance goes is named, and costs on', async () => {
  const stage = await ordered(NEW);
  stage.cloud.addFault({ name: 'throttle', action: 'AttachDisk', times: 0 });
  const { life } = stage.start({ name: 'first' });
  await stage.until(async () => (await stage.instance()).attributes?.made !== undefined, MINUTE, 1);
  life.die();
  await gone(stage);
  const [disk] = newDisks(stage);
  expect(await notes(stage)).toMatchObject([{ missed: [{ made: disk?.DiskId }] }]);
  const dropped = (await stage.truth.eventsOf('r-1')).find(({ kind }) => kind === 'instance.changeDropped');
  expect(dropped).toMatchObject({ data: { diskId: disk?.DiskId } });
  expect(await spending(stage)).toMatchObject({ runsOn: true });
});

test('a disk that may have been bought when its instance goes is told, and counted', async () => {
  const stage = await ordered(NEW);
  stage.cloud.addFault({ name: 'reset-after', action: 'CreateDisk', times: 1 });
  await lost(stage, 'CreateDisk');
  await gone(stage);
  expect(await notes(stage)).toMatchObject([{ missed: [{ isDoubtful: true }] }]);
  expect((await stage.instance()).growths).toMatchObject([{ state: 'doubtful', isLoose: true }]);
  expect(await spending(stage)).toMatchObject({ waits: true });
});

test('what was not sent yet when its instance goes costs nothing, and no second note is in its thread', async () => {
  const stage = await ordered(NEW);
  await gone(stage);
  expect(await notes(stage)).toEqual([]);
  expect(await spending(stage)).toMatchObject({ waits: false, runsOn: false });
});

test('a disk that has become prepaid does not grow', async () => {
  const stage = await ordered(100);
  const prepaid = async (disks: ReturnType<EcsPort['disks']>) => {
    const answer = await disks;
    return answer.ok ? ok(answer.value.map((disk) => ({ ...disk, isPrepaid: true }))) : answer;
  };
  stage.start({ name: 'second', ecs: (ecs) => ({ ...ecs, disks: (...asked) => prepaid(ecs.disks(...asked)) }) });
  await stage.until(isDone(stage));
  expect(countOf(stage.calls, 'ResizeDisk')).toBe(0);
  expect(await notes(stage)).toMatchObject([{ missed: [{ failure: { kind: 'locked' } }] }]);
});

test('no disk is bought for an instance that the cloud does not list', async () => {
  const stage = await ordered(NEW);
  stage.cloud.call('DeleteInstance', '2014-05-26', {
    InstanceId: String((await stage.instance()).cloudId),
    Force: 'true',
  });
  stage.start({ name: 'second' });
  await stage.until(isDone(stage));
  expect(countOf(stage.calls, 'CreateDisk')).toBe(0);
  expect((await stage.instance()).growths).toMatchObject([{ state: 'notGrown' }]);
});

const KEYED = { ...NEW, encrypted: true, kmsKeyId: '0e478b7a-4262-4802-b8cb-00d5ecfadeb1' } as const;
const OTHER_KEYS = { kmsKeys: { value: ['11111111-4262-4802-b8cb-00d5ecfadeb1'], line: 5 } };
const RULES: readonly (readonly [string, DataDisk | number, 'CreateDisk' | 'ResizeDisk', Policy])[] = [
  ['maxDiskGiB', NEW, 'CreateDisk', { ...NO_POLICY, limits: { maxDiskGiB: { value: 59, line: 4 } } }],
  ['maxDiskGiB', 100, 'ResizeDisk', { ...NO_POLICY, limits: { maxDiskGiB: { value: 99, line: 4 } } }],
  ['kmsKeys', KEYED, 'CreateDisk', { ...NO_POLICY, options: { ...NO_POLICY.options, ...OTHER_KEYS } }],
];

test.each(RULES)(
  'what the policy of now does not allow any more by %s is not sent',
  async (rule, what, action, policy) => {
    const stage = await ordered(what);
    stage.start({ name: 'second', policy: fixedPolicy(policy) });
    await stage.until(isDone(stage));
    expect(countOf(stage.calls, action)).toBe(0);
    expect(await notes(stage)).toMatchObject([{ missed: [{ failure: { kind: 'notAllowed', detail: rule } }] }]);
  },
);

test.each(RULES)('nor when %s changes while the call waits for its turn', async (rule, what, action, later) => {
  const stage = await ordered(what);
  let policy: Policy = NO_POLICY;
  const waited = <T>(call: () => T): T => {
    policy = later;
    return call();
  };
  stage.start({
    name: 'second',
    policy: { current: () => ({ policy, hash: null }) },
    ecs: (ecs) => ({
      ...ecs,
      createDisk: (...asked) => waited(() => ecs.createDisk(...asked)),
      growDisk: (...asked) => waited(() => ecs.growDisk(...asked)),
    }),
  });
  await stage.until(isDone(stage));
  expect(countOf(stage.calls, action)).toBe(0);
  expect(await notes(stage)).toMatchObject([{ missed: [{ failure: { kind: 'notAllowed', detail: rule } }] }]);
});

test('a disk that was bought and is not listed yet is waited for, and named when it never is', async () => {
  for (const times of [3, Number.POSITIVE_INFINITY]) {
    const stage = await ordered(NEW);
    let hidden = 0;
    const looseDisk =
      (ecs: EcsPort): EcsPort['looseDisk'] =>
      (region, which) => {
        if ('id' in which && hidden++ < times) return Promise.resolve(ok(null));
        return ecs.looseDisk(region, which);
      };
    stage.start({ name: 'second', ecs: (ecs) => ({ ...ecs, looseDisk: looseDisk(ecs) }) });
    await stage.until(isDone(stage));
    const [disk] = newDisks(stage);
    const isThere = times === 3;
    expect(disk?.Status).toBe(isThere ? 'In_use' : 'Available');
    expect(await notes(stage)).toMatchObject(isThere ? [{ missed: [] }] : [{ missed: [{ made: disk?.DiskId }] }]);
    expect(countOf(stage.calls, 'CreateDisk')).toBe(1);
  }
});
