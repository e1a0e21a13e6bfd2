import { describe, expect, test } from 'vitest';
import { at, type FakeCloud, fakeCloud, type Json, rows, type Wire } from '../fake-cloud.ts';
import { sayable } from '../sdk-shapes.ts';
import { HONOURED, type Honoured, NOT_MODELLED, REFUSED, type Seen } from './parameter-rows.ts';

const REGION = { RegionId: 'cn-hangzhou' };

/** What stands for `<set>` and its like: ids of this cloud. */
function idsOf(world: FakeCloud): Readonly<Record<string, string>> {
  const named = (action: string, path: string, is: (row: Json) => boolean, id: string): string =>
    String(rows(world.ok(action, { ...REGION, PageSize: '50' }), path).find(is)?.[id]);
  const spec = world.spec();
  const vSwitches = rows(world.ok('DescribeVSwitches', { ...REGION, PageSize: '50' }), 'VSwitches.VSwitch');
  const vpc = vSwitches.find((each) => each.VSwitchId === spec.VSwitchId)?.VpcId;
  return {
    '<region>': 'cn-hangzhou',
    '<own image>': named('DescribeImages', 'Images.Image', (each) => each.ImageFamily === 'web-base', 'ImageId'),
    '<other group>': named(
      'DescribeSecurityGroups',
      'SecurityGroups.SecurityGroup',
      (each) => each.VpcId === vpc && each.SecurityGroupId !== spec.SecurityGroupId,
      'SecurityGroupId',
    ),
    '<other vSwitch>': String(
      vSwitches.find((each) => each.VpcId === vpc && each.ZoneId === 'cn-hangzhou-i')?.VSwitchId,
    ),
    '<set>': named(
      'DescribeDeploymentSets',
      'DeploymentSets.DeploymentSet',
      (each) => each.GroupCount === 0,
      'DeploymentSetId',
    ),
    '<grouped set>': named(
      'DescribeDeploymentSets',
      'DeploymentSets.DeploymentSet',
      (each) => each.GroupCount === 3,
      'DeploymentSetId',
    ),
    '<burstable>': burstable(world),
  };
}

const burstable = (world: FakeCloud): string =>
  ['ecs.t6-c1m1.large', 'ecs.t6-c1m2.large', 'ecs.t6-c1m4.large'].find(
    (InstanceType) =>
      world.told('CreateInstance', world.spec({ InstanceType, DryRun: 'true' })) === '400 DryRunOperation',
  ) ?? 'no burstable type';

const filled = <T>(value: T, ids: Readonly<Record<string, string>>): T =>
  JSON.parse(JSON.stringify(value).replace(/<[a-z ]+>/gi, (name) => ids[name] ?? name)) as T;

function seen(world: FakeCloud, id: string): Seen {
  const one = { ...REGION, InstanceIds: JSON.stringify([id]) };
  const [instance] = rows(
    world.ok('DescribeInstances', { ...one, 'AdditionalAttributes.1': 'META_OPTIONS' }),
    'Instances.Instance',
  );
  const disks = rows(world.ok('DescribeDisks', { ...REGION, InstanceId: id }), 'Disks.Disk');
  const _machine = world.cloud.state().instances.find((each) => each.InstanceId === id)?._machine;
  const paid = instance?.InstanceChargeType === 'PrePaid';
  return {
    instance: { ...instance, _machine },
    attribute: world.ok('DescribeInstanceAttribute', { InstanceId: id }),
    system: disks.find(({ Type }) => Type === 'system') ?? {},
    data: disks.find(({ Type }) => Type === 'data') ?? {},
    script: world.ok('DescribeUserData', { ...REGION, InstanceId: id }),
    role: rows(world.ok('DescribeInstanceRamRole', one), 'InstanceRamRoleSets.InstanceRamRoleSet')[0] ?? {},
    renewal: paid
      ? (rows(
          world.ok('DescribeInstanceAutoRenewAttribute', { ...REGION, InstanceId: id }),
          'InstanceRenewAttributes.InstanceRenewAttribute',
        )[0] ?? {})
      : {},
  };
}

const rich = () => fakeCloud({ balanceMinor: 100_000_000 });

test('of CreateInstance is honoured, refused or not modelled, and said so here', () => {
  const said = [...HONOURED.keys(), ...Object.keys(REFUSED), ...NOT_MODELLED];
  expect(said.toSorted()).toEqual(sayable('CreateInstance').toSorted());
});

/** Where the default and what is sent are one. */
const SAME_WITHOUT = [
  'instance.RegionId',
  'instance.ZoneId',
  'instance.IoOptimized',
  'instance.DedicatedInstanceAttribute.Affinity',
  'instance.DedicatedInstanceAttribute.Tenancy',
];

describe('honoured: an instance shows its', () => {
  const shown = [...HONOURED].filter((row): row is [string, Honoured & { shows: object }] => row[1].shows !== null);
  test.each(shown)('%s', (_name, { sent, beside = {}, shows }) => {
    const world = rich();
    const ids = idsOf(world);
    const create = (changes: Wire): Seen =>
      seen(world, String(world.ok('CreateInstance', world.spec(filled(changes, ids))).InstanceId));
    const facts = create({ ...beside, ...sent });
    for (const [path, value] of Object.entries(filled(shows, ids)))
      expect([path, at(facts, path)]).toEqual([path, value]);
    // It is the parameter that does it, unless the same holds without it.
    const [path = ''] = Object.keys(shows);
    const without = at(create(beside), path);
    if (SAME_WITHOUT.includes(path)) expect(without).toEqual(at(facts, path));
    else expect(without).not.toEqual(at(facts, path));
  });
});

describe('refused, as the account has none:', () => {
  test.each(Object.entries(REFUSED))('%s', (_name, [sent, told]) => {
    const world = rich();
    expect(world.told('CreateInstance', world.spec(sent))).toBe(told);
  });
});

describe('not modelled, and refused loudly:', () => {
  test.each(NOT_MODELLED)('%s', (name) => {
    const world = rich();
    expect(world.told('CreateInstance', world.spec({ [name.replaceAll('.N', '.1')]: '1' }))).toBe(
      '400 Sandbox.NotModelled',
    );
  });
});

describe('an order with a ClientToken that is sent again with another', () => {
  const others = [...HONOURED].filter(([name]) => !['ClientToken', 'DryRun', 'RegionId', 'ZoneId'].includes(name));
  test.each(others)('%s is refused, and nothing is bought', (_name, { sent, beside = {} }) => {
    const world = rich();
    const ids = idsOf(world);
    const first = world.spec(filled({ ...beside, ClientToken: 't' }, ids));
    world.ok('CreateInstance', first);
    const second = world.spec(filled({ ...beside, ...sent, ClientToken: 't' }, ids));
    expect(world.told('CreateInstance', second)).toBe('400 IdempotentParameterMismatch');
    expect(world.cloud.state().instances).toHaveLength(1);
  });
});

test('a dry run checks the same in the same order', () => {
  const world = rich();
  const wrong: readonly Wire[] = [
    { KeyPairName: 'gone' },
    { RamRoleName: 'gone' },
    { DeploymentSetId: 'ds-gone' },
    { HttpTokens: 'maybe' },
    { UserData: '!' },
    { PrivateIpAddress: '172.16.0.0' },
    { 'DataDisk.1.Size': '19', 'DataDisk.1.Category': 'cloud_essd' },
    { HostName: '-' },
    { InstanceChargeType: 'PrePaid', Period: '1', DeletionProtection: 'true' },
  ];
  const all = (changes: Wire) => {
    const { body, status } = world.call('CreateInstance', world.spec(changes));
    return `${status} ${body.Code} ${body.Message}`;
  };
  for (const changes of [...wrong, Object.assign({}, ...wrong) as Wire]) {
    expect(all({ ...changes, DryRun: 'true' })).toBe(all(changes));
    expect(all(changes)).not.toContain('200');
  }
  expect(world.cloud.state().instances).toEqual([]);
});

describe('on the classic network, with the image of the first published sample,', () => {
  const world = rich();
  const groups = world.ok('DescribeSecurityGroups', { RegionId: 'cn-beijing', NetworkType: 'classic' });
  const [group] = rows(groups, 'SecurityGroups.SecurityGroup');
  const classic: Wire = {
    RegionId: 'cn-beijing',
    ImageId: 'ubuntu1404_64_40G_cloudinit_20160727.raw',
    InstanceType: 'ecs.s2.large',
    SecurityGroupId: String(group?.SecurityGroupId),
    'SystemDisk.Category': 'cloud_ssd',
    DryRun: 'true',
  };
  test.each<readonly [Wire, string]>([
    [{}, '400 DryRunOperation'],
    [{ KeyPairName: 'deploy' }, '400 DryRunOperation'],
    [{ KeyPairName: 'deploy', IoOptimized: 'none' }, '400 InvalidInstanceType.ValueNotSupported'],
    [{ KeyPairName: 'key-lena' }, '404 InvalidKeyPairName.NotFound'],
    [{ UserData: 'ZWNobw==' }, '400 InvalidUserData.NotSupported'],
    [{ RamRoleName: 'EcsWebRole' }, '403 InvalidNetworkType.MismatchRamRole'],
    [{ PrivateIpAddress: '10.0.0.9' }, '400 InvalidVSwitchId.Necessary'],
    [{ HttpTokens: 'required' }, '400 InvalidHttpTokens.NotSupported'],
    [
      { SpotStrategy: 'SpotAsPriceGo', ZoneId: 'cn-beijing-f', SpotInterruptionBehavior: 'Stop' },
      '403 InvalidSpotInterruptionBehavior.ClassicNetworkNotSupport',
    ],
  ])('%o: %s', (changes, told) => {
    expect(world.told('CreateInstance', { ...classic, ...changes })).toBe(told);
  });
});
