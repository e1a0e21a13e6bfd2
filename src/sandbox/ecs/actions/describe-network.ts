import { notValid } from '../refusal.ts';
import { networkIn, regionNamed } from '../world.ts';
import { type Action, pageOf, slice } from './action.ts';

const CREATED = '2025-03-04T08:20:11Z';

const describeVpcs: Action = {
  run(world, params) {
    const region = regionNamed(params.required('RegionId'));
    const network = networkIn(world, region);
    const page = pageOf(params, 50);
    const ids = params.text('VpcId')?.split(',') ?? null;
    const found = network.vpcs.filter((vpc) => ids === null || ids.includes(vpc.id));
    return {
      TotalCount: found.length,
      PageNumber: page.number,
      PageSize: page.size,
      Vpcs: {
        Vpc: slice(found, page).map((vpc) => ({
          VpcId: vpc.id,
          VpcName: vpc.name,
          CidrBlock: vpc.cidr,
          RegionId: region.id,
          Status: 'Available',
          Description: vpc.description,
          IsDefault: false,
          CreationTime: CREATED,
          VRouterId: vpc.id.replace('vpc-', 'vrt-'),
          UserCidrs: { UserCidr: [] },
          VSwitchIds: { VSwitchId: network.vSwitches.filter((each) => each.vpcId === vpc.id).map((each) => each.id) },
        })),
      },
    };
  },
};

const describeVSwitches: Action = {
  run(world, params) {
    const vpcId = params.text('VpcId');
    const region = regionNamed(params.required('RegionId'));
    const page = pageOf(params, 50);
    const ids = params.text('VSwitchId')?.split(',') ?? null;
    const zone = params.text('ZoneId');
    const found = networkIn(world, region).vSwitches.filter(
      (each) =>
        (vpcId === null || each.vpcId === vpcId) &&
        (ids === null || ids.includes(each.id)) &&
        (zone === null || each.zone === zone),
    );
    return {
      TotalCount: found.length,
      PageNumber: page.number,
      PageSize: page.size,
      VSwitches: {
        VSwitch: slice(found, page).map((each) => ({
          VSwitchId: each.id,
          VSwitchName: each.name,
          VpcId: each.vpcId,
          ZoneId: each.zone,
          CidrBlock: each.cidr,
          Status: 'Available',
          Description: each.description,
          IsDefault: false,
          CreationTime: CREATED,
          AvailableIpAddressCount: world.pools.get(each.id)?.free() ?? 0,
          ResourceGroupId: '',
        })),
      },
    };
  },
};

const describeSecurityGroups: Action = {
  run(world, params) {
    const region = regionNamed(params.required('RegionId'));
    const ids = params.text('SecurityGroupIds') ?? null;
    const type = params.text('NetworkType');
    const found = networkIn(world, region).groups.filter(
      (group) =>
        (ids === null || ids.includes(`"${group.id}"`)) &&
        (params.text('SecurityGroupId') ?? group.id) === group.id &&
        (params.text('VpcId') ?? group.vpcId) === group.vpcId &&
        (params.text('SecurityGroupName') ?? group.name) === group.name &&
        (type === null || (type === 'classic') === (group.vpcId === '')),
    );
    const byToken = params.text('MaxResults') !== null || params.text('NextToken') !== null;
    const from = byToken ? Number(params.text('NextToken') ?? 0) : 0;
    if (!Number.isInteger(from) || from < 0) notValid('InvalidParameter.NextToken', 'NextToken');
    const size = Math.min(100, Math.max(1, params.whole('MaxResults', 'InvalidParameter') ?? 10));
    const page = byToken ? { number: 0, size } : pageOf(params, 100);
    const part = byToken ? found.slice(from, from + size) : slice(found, page);
    return {
      RegionId: region.id,
      TotalCount: found.length,
      PageNumber: page.number,
      PageSize: page.size,
      NextToken: byToken && from + size < found.length ? String(from + size) : '',
      SecurityGroups: {
        SecurityGroup: part.map((group) => ({
          SecurityGroupId: group.id,
          SecurityGroupName: group.name,
          SecurityGroupType: 'normal',
          VpcId: group.vpcId,
          Description: group.description,
          CreationTime: CREATED,
          ResourceGroupId: '',
          ServiceManaged: false,
          EcsCount: world.usage.inGroup(group.id),
          AvailableInstanceAmount: world.quotas.instancesPerGroup - world.usage.inGroup(group.id),
          Tags: { Tag: [] },
        })),
      },
    };
  },
};

const describeKeyPairs: Action = {
  run(world, params) {
    const region = regionNamed(params.required('RegionId'));
    const page = pageOf(params, 50);
    const name = params.text('KeyPairName');
    const found = networkIn(world, region).keyPairs.filter((pair) => name === null || pair.name === name);
    return {
      TotalCount: found.length,
      PageNumber: page.number,
      PageSize: page.size,
      KeyPairs: {
        KeyPair: slice(found, page).map((pair) => ({
          KeyPairName: pair.name,
          KeyPairFingerPrint: pair.fingerPrint,
          CreationTime: CREATED,
          ResourceGroupId: '',
          Tags: { Tag: [] },
        })),
      },
    };
  },
};

export const networkActions: Readonly<Record<string, Action>> = {
  DescribeVpcs: describeVpcs,
  DescribeVSwitches: describeVSwitches,
  DescribeSecurityGroups: describeSecurityGroups,
  DescribeKeyPairs: describeKeyPairs,
};
