import { expect, test } from 'vitest';
import { silentLog } from '../../src/core/base/log.ts';
import { stepsFor } from '../../src/core/instance/next-steps.ts';
import { askForAddress } from '../../src/usecases/instance/ask-for-address.ts';
import { timing } from '../support/instances.ts';
import { countOf, makeStage, type Stage } from './stage.ts';

const milestones = async (stage: Stage): Promise<readonly string[]> =>
  (await stage.thread()).map(({ milestone }) => milestone);

test.each(['DiskError', 'IncorrectDiskStatus', 'SystemBusy', 'Nobody.KnowsThis', 'InvalidParameter.NobodyKnows'])(
  'a start that is refused with %s a few times is repeated with growing pauses',
  async (code) => {
    const stage = await makeStage();
    stage.cloud.addFault({ name: 'refuse-with', code, action: 'StartInstance', times: 4 });
    stage.start();
    await stage.submit('r-1', stage.spec.plain, 1);
    await stage.until(() => stage.ended('r-1'));
    expect(await stage.instance()).toMatchObject({ outcome: 'reached', failure: null });
    const starts = stage.calls.filter(({ action }) => action === 'StartInstance').map(({ at }) => at);
    const pauses = starts.slice(1).map((at, n) => at - (starts[n] ?? 0));
    expect(pauses.length).toBe(4);
    expect(pauses).toEqual(pauses.toSorted((a, b) => a - b));
  },
);

test.each(['InsufficientPublicIp', 'NAT_PUBLIC_IP_BINDING_FAILED', 'Nobody.KnowsThis', 'Forbidden.RAM'])(
  'an address that is refused with %s for good does not stop the start, and is reported with a button',
  async (code) => {
    const stage = await makeStage();
    stage.cloud.addFault({ name: 'refuse-with', code, action: 'AllocatePublicIpAddress', times: 0 });
    stage.start();
    await stage.submit('r-1', stage.spec.addressed, 1);
    await stage.until(() => stage.ended('r-1'));
    const row = await stage.instance();
    expect(row).toMatchObject({ outcome: 'reached', publicIp: null, noAddress: { code } });
    expect(stepsFor([row])).toContain('address');
    expect(await milestones(stage)).toContain('addressless');

    // The button really allocates one, and says when it takes effect.
    stage.cloud.clearFaults();
    const { truth: store, timeline: clock } = stage;
    const unused = { ecs: { describeInstances: () => Promise.reject(new Error('not asked')) } };
    const ports = { store, clock, timing, log: silentLog, random: { id: () => '', next: () => 0 }, ...unused };
    expect(await askForAddress(ports, row.id, { user: 'U9', isAdmin: false })).toBe('notYours');
    expect(await askForAddress(ports, row.id, { user: 'U1', isAdmin: false })).toBe('taken');
    await stage.until(async () => (await stage.instance()).outcome !== null);
    const after = await stage.instance();
    expect(after).toMatchObject({ outcome: 'reached', noAddress: null });
    expect(after.publicIp).not.toBeNull();
    expect((await milestones(stage)).at(-1)).toBe('addressLater');
    expect(stepsFor([after])).toEqual([]);
    expect(await askForAddress(ports, row.id, { user: 'U1', isAdmin: false })).toBe('nothing');
  },
);

test('an address that is refused once is had before the start', async () => {
  const stage = await makeStage();
  stage.cloud.addFault({ name: 'refuse-with', code: 'Nobody.KnowsThis', action: 'AllocatePublicIpAddress', times: 2 });
  stage.start();
  await stage.submit('r-1', stage.spec.addressed, 1);
  await stage.until(() => stage.ended('r-1'));
  const row = await stage.instance();
  expect(row.publicIp).not.toBeNull();
  expect(row.noAddress ?? null).toBeNull();
  expect(countOf(stage.calls, 'AllocatePublicIpAddress')).toBe(3);
});

test('what is refused until the deadline ends then, and says that it exists', async () => {
  const stage = await makeStage();
  stage.cloud.addFault({ name: 'refuse-with', code: 'Nobody.KnowsThis', action: 'StartInstance', times: 0 });
  stage.start();
  await stage.submit('r-1', stage.spec.plain, 1);
  await stage.until(() => stage.ended('r-1'));
  expect(await stage.instance()).toMatchObject({
    outcome: 'failed',
    failure: { kind: 'deadline', code: 'Nobody.KnowsThis' },
  });
  expect(countOf(stage.calls, 'StartInstance')).toBeGreaterThan(10);
});
