import { expect, test } from 'vitest';
import { countOf, expectReplayed } from '../stage.ts';
import { deaths, isDone, MORE, NEW, newDisks, notes, ordered, spending, systemDisk } from './grow-stage.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

test('a disk grows online; the row, the thread, the trail and the budget follow', async () => {
  const stage = await ordered(100);
  expect(await spending(stage)).toMatchObject({ waits: true, runsOn: false });
  stage.start({ name: 'second' });
  await stage.until(isDone(stage));
  expect(systemDisk(stage).Size).toBe(100);
  const [call] = stage.calls.filter(({ action }) => action === 'ResizeDisk');
  expect(call?.params).toMatchObject({ NewSize: '100', Type: 'online', ClientToken: 'token-100' });
  const row = await stage.instance();
  expect(row).toMatchObject({ spec: { systemDisk: { sizeGiB: 100 } }, growths: [{ state: 'grown', by: 'U1' }] });
  expect(await notes(stage)).toMatchObject([{ by: 'U1', done: [{ is: 'grow', to: 100 }], missed: [] }]);
  await expectReplayed(stage);
  expect(await spending(stage)).toMatchObject({ waits: false, runsOn: true });
  const before = (await spending(stage)).soFar;
  await stage.pass(HOUR);
  expect((await spending(stage)).soFar - before).toBeCloseTo(MORE.micros, -4);
});

test('the bot may die before or after any call: it grows once, is told once, and is paid for once', async () => {
  for await (const stage of deaths(() => ordered(100), { nth: 2, atLeast: 2 })) {
    expect(systemDisk(stage).Size).toBe(100);
    expect(stage.calls.filter(({ action, code }) => action === 'ResizeDisk' && code === null)).toHaveLength(1);
    expect(await notes(stage)).toMatchObject([{ missed: [] }]);
    expect((await stage.instance()).growths).toMatchObject([{ state: 'grown' }]);
  }
});

test('a lost answer is found out by a look at the size, and nothing is sent again', async () => {
  const stage = await ordered(100);
  stage.cloud.addFault({ name: 'reset-after', action: 'ResizeDisk', times: 1 });
  stage.start({ name: 'second' });
  await stage.until(isDone(stage));
  expect(countOf(stage.calls, 'ResizeDisk')).toBe(1);
  expect(await notes(stage)).toMatchObject([{ done: [{ is: 'grow' }], missed: [] }]);
});

test('what is refused for good is told, and costs nothing', async () => {
  const stage = await ordered(100);
  stage.cloud.addFault({ name: 'permission', action: 'ResizeDisk', times: 1 });
  stage.start({ name: 'second' });
  await stage.until(isDone(stage));
  expect(systemDisk(stage).Size).toBe(40);
  expect(await notes(stage)).toMatchObject([{ done: [], missed: [{ failure: { kind: 'permission' } }] }]);
  expect((await stage.instance()).growths).toMatchObject([{ state: 'notGrown' }]);
  expect(await spending(stage)).toMatchObject({ waits: false, runsOn: false });
  await expectReplayed(stage);
});

test('when it cannot be found out in time whether it has grown, that is said, and it counts as if it had', async () => {
  const stage = await ordered(100);
  stage.cloud.addFault({ name: 'reset-after', action: 'ResizeDisk', times: 1 });
  const { life } = stage.start({ name: 'second' });
  await stage.until(() => countOf(stage.calls, 'ResizeDisk') === 1, MINUTE, 1);
  stage.cloud.addFault({ name: 'throttle', action: 'DescribeDisks', times: 0 });
  await stage.until(isDone(stage));
  life.die();
  expect(await notes(stage)).toMatchObject([{ missed: [{ isDoubtful: true }] }]);
  expect((await stage.instance()).growths).toMatchObject([{ state: 'doubtful' }]);
  expect(await spending(stage)).toMatchObject({ waits: true });
});

test('a freeze that was set since keeps it from being sent, and says so', async () => {
  const stage = await ordered(100);
  const at = stage.timeline.now();
  const next = { reason: 'audit', by: 'U9', at, until: null };
  await stage.truth.commit({ freeze: { was: null, next }, at });
  stage.start({ name: 'second' });
  await stage.until(isDone(stage));
  expect(countOf(stage.calls, 'ResizeDisk')).toBe(0);
  expect(await notes(stage)).toMatchObject([{ done: [], missed: [{ freeze: { reason: 'audit' } }] }]);
  expect((await stage.instance()).growths).toMatchObject([{ state: 'notGrown' }]);
});

test('what has grown meanwhile by somebody else is not sent', async () => {
  const stage = await ordered(100);
  const { DiskId } = systemDisk(stage);
  expect(stage.cloud.call('ResizeDisk', '2014-05-26', { DiskId, NewSize: '120', Type: 'online' }).status).toBe(200);
  stage.start({ name: 'second' });
  await stage.until(isDone(stage));
  expect(countOf(stage.calls, 'ResizeDisk')).toBe(0);
  expect(systemDisk(stage).Size).toBe(120);
});

test('an instance that is released with its disk costs no more by it', async () => {
  const stage = await ordered(100);
  stage.start({ name: 'second' });
  await stage.until(isDone(stage));
  const row = await stage.instance();
  const at = stage.timeline.now();
  const release = { what: 'release', stoppedMode: null, by: 'U1', at, down: false, acted: null } as const;
  const wanted = { wanted: 'released', order: release, outcome: null, dueAt: at, told: [] } as const;
  await stage.truth.commit({ instances: [{ next: { ...row, version: row.version + 1, ...wanted } }], at });
  await stage.until(async () => (await stage.instance()).outcome === 'reached');
  expect(await spending(stage)).toMatchObject({ waits: false, runsOn: false });
});

test('a new data disk is bought, tagged and attached, goes with its instance, and is told', async () => {
  const stage = await ordered(NEW);
  stage.start({ name: 'second' });
  await stage.until(isDone(stage));
  expect(newDisks(stage)).toMatchObject([{ Size: 60, Status: 'In_use', DeleteWithInstance: true }]);
  expect(countOf(stage.calls, 'CreateDisk')).toBe(1);
  expect(countOf(stage.calls, 'AttachDisk')).toBe(1);
  expect(await stage.instance()).toMatchObject({ spec: { dataDisks: [NEW] }, growths: [{ state: 'grown' }] });
  expect(await notes(stage)).toMatchObject([{ done: [{ is: 'addDisk' }], missed: [] }]);
  expect(await spending(stage)).toMatchObject({ waits: false, runsOn: true });
  await expectReplayed(stage);
});

test('one that is to stay is said to stay', async () => {
  const stage = await ordered({ ...NEW, keep: true });
  stage.start({ name: 'second' });
  await stage.until(isDone(stage));
  expect(newDisks(stage)).toMatchObject([{ DeleteWithInstance: false }]);
});

test('the bot may die before or after any call: one disk is bought, attached once, told once', async () => {
  for await (const stage of deaths(() => ordered(NEW), { nth: 3, atLeast: 3 })) {
    expect(newDisks(stage)).toMatchObject([{ Status: 'In_use' }]);
    expect(await notes(stage)).toMatchObject([{ missed: [] }]);
  }
});

test('a bot that comes back long after an answer was lost finds the disk by its tag, and buys no second one', async () => {
  const stage = await ordered(NEW);
  stage.cloud.addFault({ name: 'reset-after', action: 'CreateDisk', times: 1 });
  const { life } = stage.start({ name: 'second' });
  await stage.until(() => countOf(stage.calls, 'CreateDisk') === 1, MINUTE, 1);
  life.die();
  await stage.pass(10 * MINUTE);
  stage.start({ name: 'third' });
  await stage.until(isDone(stage));
  expect(countOf(stage.calls, 'CreateDisk')).toBe(1);
  expect(newDisks(stage)).toMatchObject([{ Status: 'In_use' }]);
});

test('what is refused costs nothing; what is bought and cannot be attached is named, and costs on', async () => {
  const refused = await ordered(NEW);
  refused.cloud.addFault({ name: 'permission', action: 'CreateDisk', times: 1 });
  refused.start({ name: 'second' });
  await refused.until(isDone(refused));
  expect(newDisks(refused)).toEqual([]);
  expect(await spending(refused)).toMatchObject({ waits: false, runsOn: false });
  const loose = await ordered(NEW);
  loose.cloud.addFault({ name: 'permission', action: 'AttachDisk', times: 1 });
  loose.start({ name: 'second' });
  await loose.until(isDone(loose));
  const [disk] = newDisks(loose);
  expect(disk).toMatchObject({ Status: 'Available' });
  expect(await notes(loose)).toMatchObject([{ done: [], missed: [{ made: disk?.DiskId }] }]);
  expect(await spending(loose)).toMatchObject({ runsOn: true });
});

test('a freeze keeps a disk from being bought', async () => {
  const stage = await ordered(NEW);
  const at = stage.timeline.now();
  await stage.truth.commit({ freeze: { was: null, next: { reason: 'audit', by: 'U9', at, until: null } }, at });
  stage.start({ name: 'second' });
  await stage.until(isDone(stage));
  expect(countOf(stage.calls, 'CreateDisk')).toBe(0);
  expect(await notes(stage)).toMatchObject([{ missed: [{ freeze: { reason: 'audit' } }] }]);
});
