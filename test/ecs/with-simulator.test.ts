import { expect, test } from 'vitest';
import type { DataDisk } from '../../src/core/option/options.ts';
import { refusedOption } from '../../src/core/option/refused-option.ts';
import { openToWorld } from '../../src/core/security-group/open-to-world.ts';
import { CHARGE_KINDS, type Term } from '../../src/core/spec/charge.ts';
import { DISK_CATEGORIES, DISK_KINDS, type DiskCategory } from '../../src/core/spec/disks.ts';
import type { Draft, InstanceSpec } from '../../src/core/spec/spec.ts';
import { stopOne } from '../support/stop-one.ts';
import { thoroughTest } from '../support/thorough.ts';
import { REGION, servedCloud } from './simulated-cloud.ts';

const simulated = await servedCloud();
const { cloud, port } = simulated;

test('an instance comes from Pending over Stopped and its address to Running, and goes again', async () => {
  const id = await simulated.created(5);
  await simulated.until(id, 'Stopped');
  const ip = await port.allocatePublicIp(REGION, id);
  expect(ip.ok && ip.value.ip).toMatch(/^\d+\.\d+\.\d+\.\d+$/);
  expect(await port.startInstances(REGION, [id])).toEqual({ ok: true, value: new Map([[id, null]]) });
  await simulated.until(id, 'Running');
  const seen = await port.describeInstances(REGION, [id]);
  expect(seen.ok && seen.value.get(id)).toEqual({
    cloudId: id,
    name: expect.any(String),
    status: 'Running',
    publicIp: ip.ok ? ip.value.ip : '',
    privateIp: expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/),
    locks: [],
    chargeKind: 'payAsYouGo',
    expiresAt: null,
    stoppedMode: null,
    deletionProtection: false,
    autoReleaseAt: null,
  });
  expect(await port.rebootInstance(REGION, id)).toEqual({ ok: true, value: null });
  await simulated.until(id, 'Running');
  expect(await stopOne(port, REGION, id)).toEqual({ ok: true, value: null });
  await simulated.until(id, 'Stopped');
  expect(await port.deleteInstance(REGION, id)).toEqual({ ok: true, value: null });
  expect(await port.describeInstances(REGION, [id])).toEqual({ ok: true, value: new Map() });
});

test('a running instance can be released without stopping it first', async () => {
  const id = await simulated.created();
  await simulated.until(id, 'Stopped');
  await port.startInstances(REGION, [id]);
  await simulated.until(id, 'Running');
  expect(await port.deleteInstance(REGION, id)).toEqual({ ok: true, value: null });
});

test('the automatic release time can be set, read and removed', async () => {
  const id = await simulated.created();
  await simulated.until(id, 'Stopped');
  const at = Math.ceil((Date.now() + 7 * 86_400_000) / 60_000) * 60_000;
  const shown = async () => {
    const answer = await port.instance(REGION, id);
    return answer.ok ? answer.value?.autoReleaseAt : answer.error;
  };
  expect(await port.setAutoRelease(REGION, id, at)).toEqual({ ok: true, value: null });
  expect(await shown()).toBe(at);
  const soon = await port.setAutoRelease(REGION, id, Date.now() + 600_000);
  expect(soon).toMatchObject({ ok: false, error: { kind: 'badInput' } });
  expect(await shown()).toBe(at);
  expect(await port.setAutoRelease(REGION, id, null)).toEqual({ ok: true, value: null });
  expect(await shown()).toBeNull();
});

test('name, protection and tags can be changed, and what the cloud does not take is refused', async () => {
  const id = await simulated.created();
  await simulated.until(id, 'Stopped');
  const done = { ok: true, value: null };
  expect(await port.modifyInstance(REGION, id, { name: 'web-2' })).toEqual(done);
  expect(await port.modifyInstance(REGION, id, { deletionProtection: true })).toEqual(done);
  const tags = [
    { key: 'team', value: 'web' },
    { key: 'spot', value: '' },
  ];
  expect(await port.tagInstance(REGION, id, tags)).toEqual(done);
  expect(await port.tagInstance(REGION, id, [{ key: 'team', value: 'data' }])).toEqual(done);
  expect(await port.untagInstance(REGION, id, ['spot', 'none'])).toEqual(done);
  const seen = await port.instance(REGION, id);
  expect(seen).toMatchObject({ value: { name: 'web-2', deletionProtection: true } });
  expect(seen.ok ? seen.value?.tags : []).toContainEqual({ key: 'team', value: 'data' });
  expect(seen.ok ? seen.value?.tags : []).not.toContainEqual({ key: 'spot', value: '' });
  expect(await port.modifyInstance(REGION, id, { name: '1' })).toMatchObject({
    ok: false,
    error: { kind: 'badInput' },
  });
  const many = Array.from({ length: 20 }, (_, n) => ({ key: `k${n}`, value: '' }));
  expect(await port.tagInstance(REGION, id, many)).toMatchObject({ ok: false, error: { kind: 'quota' } });
  expect(await port.modifyInstance(REGION, id, { name: 'web-3' }, async () => false)).toMatchObject({ ok: false });
  expect(await port.modifyInstance(REGION, id, { deletionProtection: false })).toEqual(done);
});

test('what is bought for a year and renews itself by the month is shown so', async () => {
  const input = await simulated.createInput();
  const [term, renewsBy] = [12, 1].map((period): Term => ({ unit: 'Month', period })) as [Term, Term];
  const charge = { kind: 'prepaid', term, autoRenew: true, renewsBy } as const;
  const made = await port.createInstance({ ...input, spec: { ...input.spec, charge } });
  const id = made.ok ? made.value.cloudId : '';
  const shown = await port.autoRenewals(REGION, [id]);
  expect(shown.ok && shown.value.get(id)).toEqual({ on: true, term: renewsBy });
});

test('automatic renewal of a prepaid instance can be set, and one that is paid for by the hour is refused', async () => {
  const input = await simulated.createInput();
  const charge = { kind: 'prepaid', term: { unit: 'Month', period: 1 }, autoRenew: false } as const;
  const made = await port.createInstance({ ...input, spec: { ...input.spec, charge } });
  const id = made.ok ? made.value.cloudId : '';
  const setting = async () => {
    const answer = await port.autoRenewals(REGION, [id]);
    return answer.ok ? answer.value.get(id) : answer.error;
  };
  expect(await setting()).toEqual({ on: false, term: null });
  const term = { unit: 'Month', period: 3 } as const;
  for (const _again of [1, 2]) {
    expect(await port.setAutoRenew(REGION, id, term)).toEqual({ ok: true, value: null });
    expect(await setting()).toEqual({ on: true, term });
  }
  expect(await port.setAutoRenew(REGION, id, null)).toEqual({ ok: true, value: null });
  expect(await setting()).toEqual({ on: false, term: null });
  const byTheHour = await simulated.created();
  expect(await port.setAutoRenew(REGION, byTheHour, term)).toMatchObject({ ok: false, error: { kind: 'locked' } });
  expect(await port.autoRenewals(REGION, [id, byTheHour])).toMatchObject({ ok: false, error: { kind: 'locked' } });
});

test('several are started in one call, each with its own outcome', async () => {
  const ids = [await simulated.created(), await simulated.created(), await simulated.created()];
  for (const id of ids) await simulated.until(id, 'Stopped');
  expect(await port.startInstances(REGION, [ids[2] as string])).toMatchObject({ ok: true });
  const before = cloud.state().calls;
  const started = await port.startInstances(REGION, ids);
  expect(started.ok && [...started.value].map(([id, failure]) => [id, failure?.kind ?? null])).toEqual([
    [ids[0], null],
    [ids[1], null],
    [ids[2], 'wrongState'],
  ]);
  expect(cloud.state().calls.StartInstances).toBe((before.StartInstances ?? 0) + 1);
  for (const id of ids) await simulated.until(id, 'Running');
});

test('an unknown id in a batch does not hold up the others', async () => {
  const id = await simulated.created();
  await simulated.until(id, 'Stopped');
  const started = await port.startInstances(REGION, [id, 'i-doesnotexist0000000']);
  expect(started.ok && [...started.value].map(([, failure]) => failure?.kind ?? null)).toEqual([null, 'gone']);
  await simulated.until(id, 'Running');
});

test('the same token and spec give the same instance, another spec is refused', async () => {
  const input = await simulated.createInput();
  const first = await port.createInstance(input);
  expect(await port.createInstance(input)).toEqual(first);
  expect(simulated.tagged(input.tags[0]?.value)).toBe(1);
  const other = { ...input, spec: { ...input.spec, name: 'other' } };
  expect(await port.createInstance(other)).toMatchObject({ ok: false, error: { kind: 'tokenMismatch' } });
});

test('what was created is found by its tag', async () => {
  const input = await simulated.createInput();
  const made = await port.createInstance(input);
  const found = await port.findByTag(REGION, 'ecs-chatops:request', input.tags[0]?.value ?? '');
  expect(found.ok && found.value.map(({ cloudId }) => cloudId)).toEqual([made.ok && made.value.cloudId]);
  expect(await port.findByTag(REGION, 'ecs-chatops:request', 'nobody')).toEqual({ ok: true, value: [] });
});

test('a hundred instances are seen in one call', async () => {
  const ids: string[] = [];
  for (let n = 0; n < 12; n++) ids.push(await simulated.created());
  const before = cloud.state().calls.DescribeInstances ?? 0;
  const asked = [...ids, ...Array.from({ length: 88 }, (_, n) => `i-missing${n}`)];
  const seen = await port.describeInstances(REGION, asked);
  expect(seen.ok && [...seen.value.keys()].sort()).toEqual([...ids].sort());
  expect(cloud.state().calls.DescribeInstances).toBe(before + 1);
});

test('the lists say what can be had', async () => {
  const regions = await port.regions();
  expect(regions.ok && regions.value.map(({ id }) => id)).toEqual([...cloud.regions]);
  const zones = await port.zones(REGION, 'payAsYouGo');
  if (!zones.ok) throw new Error(zones.error.detail);
  expect(zones.value.length).toBeGreaterThan(1);
  for (const zone of zones.value)
    expect(zone).toEqual({
      id: expect.stringContaining(REGION),
      names: { en: expect.stringMatching(/ Zone [A-Z]$/), zh: expect.stringMatching(/可用区 [A-Z]$/) },
    });
  const types = await port.instanceTypes(REGION, zones.value[0]?.id ?? '', 'payAsYouGo');
  expect(types.ok && types.value).toContainEqual({
    id: 'ecs.g7.large',
    family: 'ecs.g7',
    vCpu: 2,
    memoryGiB: 8,
    inStock: expect.any(Boolean),
  });
  const images = await port.images(REGION);
  expect(images.ok && images.value.map(({ os }) => os)).toEqual(expect.arrayContaining(['linux', 'windows']));
  for (const image of images.ok ? images.value : []) {
    expect(image.sizeGiB, image.id).toBeGreaterThan(0);
    expect(image.osName, image.id).not.toBe('');
  }
  const vSwitches = await port.vSwitches(REGION);
  const zoneIds = zones.value.map(({ id }) => id);
  for (const vSwitch of vSwitches.ok ? vSwitches.value : []) {
    expect(zoneIds).toContain(vSwitch.zone);
    expect(vSwitch.freeAddresses).toBeGreaterThan(0);
    expect(vSwitch.cidr).toMatch(/\/\d+$/);
  }
  expect(vSwitches.ok && vSwitches.value.length).toBeGreaterThan(0);
  const groups = await port.securityGroups(REGION);
  expect(groups.ok && groups.value.length).toBeGreaterThan(0);
});

test.each([
  ['PostPaid', 'payAsYouGo'],
  ['Spot', 'spot'],
  ['PrePaid', 'prepaid'],
] as const)('what is sold out as %s is in stock for the other ways of paying', async (way, chargeKind) => {
  const { spec } = await simulated.createInput();
  const fault = { name: 'no-stock-for', way, zone: spec.zone, instanceType: spec.instanceType };
  expect(cloud.addFault(fault)).toBeNull();
  for (const other of CHARGE_KINDS) {
    const types = await port.instanceTypes(REGION, spec.zone, other);
    const type = types.ok && types.value.find(({ id }) => id === spec.instanceType);
    expect(type, other).toMatchObject({ inStock: other !== chargeKind });
  }
});

test('the disks a type is said to take are those it can be created with, and no other', async () => {
  const input = await simulated.createInput();
  const { spec } = input;
  const types = await port.instanceTypes(REGION, spec.zone, 'payAsYouGo');
  for (const id of ['ecs.n4.small', 'ecs.g7.large', 'ecs.g6.large', 'ecs.u1-c1m2.large']) {
    expect(types.ok && types.value, id).toContainEqual(expect.objectContaining({ id, inStock: true }));
    const disks = await port.systemDisks(REGION, spec.zone, id, 'payAsYouGo');
    if (!disks.ok) throw new Error(disks.error.detail);
    const taken: DiskCategory[] = [];
    for (const category of DISK_CATEGORIES) {
      const made = await port.createInstance({
        ...input,
        clientToken: `disk-${id}-${category}`,
        spec: {
          ...spec,
          instanceType: id,
          systemDisk: { category, sizeGiB: Math.max(40, DISK_KINDS[category].minGiB) },
        },
      });
      if (made.ok) taken.push(category);
      else expect(made.error.code).toBe('InvalidInstanceType.NotSupportDiskCategory');
    }
    // The list names an ESSD once, whatever its level.
    const kinds = new Set(taken.map((category) => DISK_KINDS[category].category));
    expect(disks.value.map(({ category }) => category).sort(), id).toEqual([...kinds].sort());
    for (const { category, inStock, minGiB, maxGiB } of disks.value)
      expect([inStock, minGiB, maxGiB], category).toEqual([
        ...[true, category === 'cloud_auto' ? 1 : 20],
        category === 'cloud' ? 500 : 2048,
      ]);
  }
});

test('a region the cloud does not have is never asked', async () => {
  await port.regions();
  const before = cloud.state().calls;
  expect(await port.images('cn-atlantis')).toMatchObject({ ok: false, error: { kind: 'badInput' } });
  expect(cloud.state().calls).toEqual(before);
});

thoroughTest(
  'who asks to create or start is asked again at the head of the line, and nothing is sent when they say no',
  async () => {
    // The limit is one a second, so that all but the first have to wait in line.
    const limits = { perSecond: 1000, createPerSecond: 1, instancesPerMinute: 4_800, atOnce: 10 };
    const slow = await simulated.another({ limits });
    try {
      const before = cloud.state().calls;
      let frozen = false;
      const asked: boolean[] = [];
      const proceed = async (): Promise<boolean> => {
        asked.push(!frozen);
        return !frozen;
      };
      const inputs = [await simulated.createInput(), await simulated.createInput(), await simulated.createInput()];
      const [first, ...others] = inputs.map(async (input) => slow.port.createInstance(input, proceed));
      expect(await first).toMatchObject({ ok: true });
      frozen = true;
      for (const other of others) expect(await other).toMatchObject({ ok: false, error: { kind: 'notSent' } });
      expect(asked).toEqual([true, false, false]);
      expect(cloud.state().calls.CreateInstance).toBe((before.CreateInstance ?? 0) + 1);

      const ids = ['i-1', 'i-2'];
      expect(await slow.port.startInstances(REGION, ids, proceed)).toMatchObject({ error: { kind: 'notSent' } });
      const one = await slow.port.startInstances(REGION, ['i-1'], proceed);
      expect(one.ok && one.value.get('i-1')?.kind).toBe('notSent');
      const { StartInstance, StartInstances } = cloud.state().calls;
      expect([StartInstance, StartInstances]).toEqual([before.StartInstance, before.StartInstances]);
    } finally {
      await slow.stop();
    }
  },
);

test('what a security group lets in is read, refusals too, and one that is not there is a failure', async () => {
  const groups = await port.securityGroups(REGION);
  const named = (name: string) => (groups.ok && groups.value.find((group) => group.name === name)?.id) || '';
  const opens = async (name: string) => {
    const rules = await port.inboundRules(REGION, named(name));
    return rules.ok && openToWorld(rules.value);
  };
  expect(await opens('production-web')).toEqual({ ports: ['80', '443'], more: false });
  expect(await opens('development-open')).toEqual({ ports: ['22', '80', '443', '3389'], more: false });
  expect(await opens('production-partners')).toEqual({ ports: ['ICMP'], more: true });
  expect(await opens('development-default')).toEqual({ ports: [], more: false });
  expect(await port.inboundRules(REGION, 'sg-none')).toMatchObject({ ok: false });
});

test('a dry run says of an order whether it would be taken, names that are in no list too, and makes nothing', async () => {
  const before = cloud.state().instances.length;
  const { spec } = await simulated.createInput();
  const tried = async (more: Partial<InstanceSpec>, draft: Draft, amount = 1) => {
    const answer = await port.dryRun({ spec: { ...spec, ...more }, amount, partial: 'keep' });
    return answer.ok ? 'taken' : (refusedOption(answer.error, draft)?.fault ?? answer.error.code);
  };
  expect(await tried({}, {})).toBe('taken');
  expect(await tried({}, {}, 3)).toBe('taken');
  expect(await tried({ ramRole: 'EcsWebRole' }, { role: 'x' }, 2)).toBe('taken');
  for (const amount of [1, 2]) {
    expect(await tried({ ramRole: 'Nobody' }, { role: 'Nobody' }, amount)).toEqual({ is: 'noRole' });
    expect(await tried({ ramRole: 'FunctionRole' }, { role: 'x' }, amount)).toEqual({ is: 'notEcsRole' });
    expect(await tried({ ramRole: 'EcsAdminRole' }, { role: 'x' }, amount)).toEqual({ is: 'mayNotPassRole' });
    expect(await tried({ resourceGroupId: 'rg-none00000' }, { resourcegroup: 'x' }, amount)).toEqual({
      is: 'noResourceGroup',
    });
    expect(await tried({ deploymentSet: { id: 'ds-none00000' } }, { deploymentset: 'x' }, amount)).toEqual({
      is: 'noDeploymentSet',
    });
  }
  const disk = { category: 'cloud_essd', sizeGiB: 100 } as const;
  const ofDisks = async (dataDisk: DataDisk) => tried({ dataDisks: [dataDisk] }, { disks: 'x' });
  expect(await ofDisks(disk)).toBe('taken');
  expect(await ofDisks({ ...disk, snapshotId: 's-none' })).toMatchObject({ is: 'refused' });
  expect(await ofDisks({ ...disk, encrypted: true, kmsKeyId: 'none-00000000' })).toMatchObject({ is: 'refused' });
  // As many as the policy may allow are asked of as one call takes them.
  expect(await tried({ ramRole: 'Nobody' }, { role: 'Nobody' }, 1000)).toEqual({ is: 'noRole' });
  // What nobody named is nobody's mistake.
  expect(await tried({ ramRole: 'Nobody' }, {})).toBe('InvalidRamRole.NotFound');
  expect(cloud.state().instances).toHaveLength(before);
});
