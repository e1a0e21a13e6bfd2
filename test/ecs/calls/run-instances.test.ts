import { expect, test } from 'vitest';
import { fail, ok } from '../../../src/core/base/result.ts';
import { failureOf } from '../../../src/core/failure/failure.ts';
import type { Call } from '../../../src/ecs/call.ts';
import { instanceCalls } from '../../../src/ecs/calls/instances.ts';
import type { CreateInput } from '../../../src/ecs/port.ts';
import { REGION, servedCloud } from '../simulated-cloud.ts';

const simulated = await servedCloud();
const { cloud, port } = simulated;

const several = async (amount: number, least: number, spec: Partial<CreateInput['spec']> = {}) => {
  const input = await simulated.createInput();
  return { ...input, spec: { ...input.spec, name: 'web-[1,1]', ...spec }, amount, least };
};
const vmsOf = (ids: readonly string[]) =>
  cloud.state().instances.filter(({ InstanceId }) => ids.includes(String(InstanceId)));

test('several are made by one call, named by the pattern, and are found again by their tag and names', async () => {
  const input = await several(3, 1, { internetMaxBandwidthOut: 5 });
  const made = await port.runInstances(input);
  const ids = made.ok ? made.value.cloudIds : [];
  expect(ids).toHaveLength(3);
  // To the letter the same call, so that the cloud answers with the same ids.
  expect(await port.runInstances(input)).toEqual(made);
  const [tag] = input.tags;
  const found = await port.findByTag(REGION, tag?.key ?? '', tag?.value ?? '');
  const seen = found.ok ? found.value : [];
  expect(seen.map(({ cloudId }) => cloudId).toSorted()).toEqual(ids.toSorted());
  expect(seen.map(({ name }) => name).toSorted()).toEqual(['web-1', 'web-2', 'web-3']);
  for (const id of ids) await simulated.until(id, 'Running');
  const running = await port.describeInstances(REGION, ids);
  for (const id of ids)
    expect(running.ok && running.value.get(id)).toMatchObject({ publicIp: expect.stringMatching(/^\d+\./u) });
});

test('several may be bought with the end at which the cloud releases them', async () => {
  const releaseAt = Math.ceil(Date.now() / 60_000) * 60_000 + 3 * 3_600_000;
  const made = await port.runInstances({ ...(await several(2, 2)), releaseAt });
  const vms = vmsOf(made.ok ? made.value.cloudIds : []);
  expect(vms.map(({ AutoReleaseTime }) => Date.parse(String(AutoReleaseTime)))).toEqual([releaseAt, releaseAt]);
});

test('one alone may have several security groups and an encrypted system disk', async () => {
  const { spec } = await simulated.createInput();
  const all = await port.securityGroups(REGION);
  const known = all.ok ? all.value : [];
  const vpcId = known.find(({ id }) => id === spec.securityGroupId)?.vpcId;
  const other = known.find((group) => group.vpcId === vpcId && group.id !== spec.securityGroupId)?.id ?? '';
  const order = await several(1, 1, {
    name: 'alone',
    moreGroupIds: [other],
    systemDisk: { ...spec.systemDisk, encrypted: true },
  });
  expect(await port.dryRun({ spec: order.spec, amount: 1, partial: 'keep' })).toEqual({ ok: true, value: null });
  const made = await port.runInstances(order);
  const [id = ''] = made.ok ? made.value.cloudIds : [];
  const [vm] = vmsOf([id]);
  expect(vm).toMatchObject({ InstanceName: 'alone' });
  expect(vm?.SecurityGroupIds).toEqual({ SecurityGroupId: [spec.securityGroupId, other] });
});

test('each may have IPv6 addresses where its vSwitch has IPv6, and a dry run says where it has none', async () => {
  const { spec } = await simulated.createInput();
  const [all, groups] = [await port.vSwitches(REGION), await port.securityGroups(REGION)];
  const inVpc = (name: string) => {
    const vSwitch = (all.ok ? all.value : []).find((one) => one.name.startsWith(name) && one.zone === spec.zone);
    const group = (groups.ok ? groups.value : []).find(({ vpcId }) => vpcId === vSwitch?.vpcId);
    return { vSwitchId: vSwitch?.id ?? '', securityGroupId: group?.id ?? '', ipv6AddressCount: 2 };
  };
  const made = await port.runInstances(await several(1, 1, { name: 'six', ...inVpc('production') }));
  const [vm] = vmsOf(made.ok ? made.value.cloudIds : []);
  expect(JSON.stringify(vm?.NetworkInterfaces).match(/2408:/gu)).toHaveLength(2);
  const shown = await port.instance(REGION, String(vm?.InstanceId));
  expect(shown.ok && shown.value?.ipv6).toHaveLength(2);
  const tried = await port.dryRun({ spec: { ...spec, ...inVpc('development') }, amount: 1, partial: 'keep' });
  expect(tried.ok ? null : tried.error.code).toBe('InvalidVSwitch.Ipv6NotTurnOn');
});

test.each([
  [101, 'keep', 100, 1],
  [1000, 'refuse', 100, undefined],
  [3, 'keep', 3, 1],
] as const)('%i with partial: %s are tried as the first call for them', async (amount, partial, first, least) => {
  const { spec } = await simulated.createInput();
  const sent: unknown[] = [];
  const call = (async (_action: string, _region: string, params: unknown) => {
    sent.push(params);
    return fail(failureOf('transient', { code: 'DryRunOperation' }));
  }) as unknown as Call;
  expect(await instanceCalls(call).dryRun({ spec, amount, partial })).toEqual(ok(null));
  expect(sent).toMatchObject([{ amount: first, dryRun: true }]);
  expect((sent[0] as { minAmount?: number }).minAmount).toBe(least);
});

test('everything that a spec may hold goes the same way as with CreateInstance', async () => {
  const rich: Partial<CreateInput['spec']> = {
    systemDisk: { category: 'cloud_essd', sizeGiB: 50, level: 'PL0' } as CreateInput['spec']['systemDisk'],
    dataDisks: [{ category: 'cloud_essd', sizeGiB: 40, encrypted: true, keep: true }] as never,
    tags: [{ key: 'team', value: 'web' }],
    description: 'for the launch',
    metadata: { tokens: 'required' },
  };
  const input = await several(2, 2, rich);
  const made = await port.runInstances(input);
  const one = await port.createInstance({ ...input, spec: { ...input.spec, name: 'alone' }, clientToken: 'alone' });
  if (!made.ok || !one.ok) throw new Error(JSON.stringify([made, one]));
  const told = (ids: readonly string[]) =>
    vmsOf(ids).map(({ Description, Tags, MetadataOptions, InstanceType, ImageId, VSwitchId }) => ({
      ...{ Description, Tags, MetadataOptions, InstanceType, ImageId, VSwitchId },
    }));
  const [alone] = told([one.value.cloudId]);
  expect(told(made.value.cloudIds)).toEqual([alone, alone]);
  const disksOf = async (id: string) => {
    const disks = await port.disks(REGION, id);
    return disks.ok && disks.value.map(({ id: _id, ...disk }) => disk);
  };
  for (const id of made.value.cloudIds) expect(await disksOf(id)).toEqual(await disksOf(one.value.cloudId));
});

test('as many as there are, from the least on; and none below that', async () => {
  cloud.addFault({ name: 'no-stock-for', way: 'PostPaid', left: 2 });
  const some = await port.runInstances(await several(4, 1));
  expect(some.ok && some.value.cloudIds).toHaveLength(2);
  const none = await port.runInstances(await several(4, 4));
  expect(none.ok || none.error).toMatchObject({ kind: 'noStock', api: 'RunInstances' });
});

test('an answer without ids is in doubt, and a call that is held back is not sent', async () => {
  cloud.addFault({ name: 'no-id', action: 'RunInstances' });
  const input = await several(2, 1);
  const lost = await port.runInstances(input);
  expect(lost.ok || lost.error.kind).toBe('ambiguous');
  const again = await port.runInstances(input);
  expect(again.ok && again.value.cloudIds).toHaveLength(2);
  const held = await port.runInstances(await several(2, 1), async () => false);
  expect(held.ok || held.error.kind).toBe('notSent');
});
