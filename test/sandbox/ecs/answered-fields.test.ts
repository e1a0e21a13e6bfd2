import { describe, expect, test } from 'vitest';
import { ACTIONS } from '../../../src/sandbox/ecs/actions/all.ts';
import { fakeCloud, type Json, rows, type Wire } from './fake-cloud.ts';
import { readable } from './sdk-shapes.ts';

/** `Instances.Instance.N.Tags.Tag.N.TagKey`: the plain fields of an answer. */
function fieldsOf(value: unknown, before = ''): string[] {
  if (Array.isArray(value)) return [...new Set(value.flatMap((each) => fieldsOf(each, `${before}.N`)))];
  if (value === null || typeof value !== 'object') return [before];
  return Object.entries(value).flatMap(([name, field]) => fieldsOf(field, before === '' ? name : `${before}.${name}`));
}

const world = fakeCloud({ balanceMinor: 100_000_000 });
const region = { RegionId: 'cn-hangzhou' };
const id = world.create({
  ...{
    'Tag.1.Key': 'team',
    'Tag.1.Value': 'web',
    'DataDisk.1.Size': '40',
    KeyPairName: 'deploy',
    RamRoleName: 'EcsWebRole',
  },
  ...{ SpotStrategy: 'SpotWithPriceLimit', SpotPriceLimit: '9', UserData: 'ZWNobw==', HttpTokens: 'required' },
});
const [group] = rows(world.ok('DescribeSecurityGroups', region), 'SecurityGroups.SecurityGroup');
world.pass(5000);

const CALLS: readonly (readonly [string, Wire])[] = [
  ['DescribeInstances', { ...region, 'AdditionalAttributes.1': 'META_OPTIONS' }],
  ['DescribeInstanceAttribute', { InstanceId: id }],
  ['DescribeUserData', { ...region, InstanceId: id }],
  ['DescribeInstanceRamRole', { ...region, RamRoleName: 'EcsWebRole' }],
  ['DescribeCloudAssistantStatus', region],
  ['DescribeDisks', region],
  ['CreateDisk', { ...region, ZoneId: 'cn-hangzhou-h', Size: '20', DiskCategory: 'cloud_essd' }],
  ['DescribeKeyPairs', { ...region, IncludePublicKey: 'true' }],
  ['AttachKeyPair', { ...region, KeyPairName: 'deploy', InstanceIds: `["${id}"]` }],
  ['DetachKeyPair', { ...region, KeyPairName: 'deploy', InstanceIds: `["${id}"]` }],
  ['DescribeSecurityGroupAttribute', { ...region, SecurityGroupId: String(group?.SecurityGroupId) }],
  ['DescribeLaunchTemplates', region],
  ['DescribeLaunchTemplateVersions', { ...region, LaunchTemplateName: 'web-servers' }],
  ['DescribeLaunchTemplateVersions', { ...region, LaunchTemplateName: 'app-2019' }],
  ['DescribeSecurityGroups', region],
  ['DescribeDeploymentSets', region],
  ['DescribeImageFromFamily', { ...region, ImageFamily: 'web-base' }],
  ['DescribeImages', region],
  ['ListTagResources', { ...region, ResourceType: 'instance', 'ResourceId.1': id }],
  ['DescribeVpcs', region],
  ['DescribeVSwitches', region],
  ['DescribePrice', { ...region, InstanceType: 'ecs.g7.large', 'DataDisk.1.Size': '40' }],
];

describe('the SDK reads every field that is answered by', () => {
  test.each(CALLS)('%s', (action, params) => {
    const known = new Set(readable(action));
    const answered = fieldsOf(world.ok(action, params) as Json);
    expect(answered.length).toBeGreaterThan(1);
    // An empty list or record has no fields of its own.
    const empty = (field: string): boolean => [...known].some((each) => each.startsWith(`${field}.`));
    expect(answered.filter((field) => !known.has(field) && !empty(field))).toEqual([]);
  });

  test('all of them are actions', () => {
    expect(CALLS.map(([action]) => action).filter((action) => !(action in ACTIONS))).toEqual([]);
  });
});
