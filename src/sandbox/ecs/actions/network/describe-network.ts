import { TAGS } from '../../create/takes.ts';
import type { Params } from '../../wire/params.ts';
import { notValid } from '../../wire/refusal.ts';
import { networkIn, regionNamed } from '../../world.ts';
import { type Action, mustNotBeDry, PAGES, pageOf, slice } from '../action.ts';
import { hasTags, idList, isLike, oneOf } from '../filters.ts';

const CREATED = '2025-03-04T08:20:11Z';

/** This cloud creates nothing by default. */
const isDefault = (params: Params): boolean => params.text('IsDefault') !== null && params.flag('IsDefault');

const describeVpcs: Action = {
  takes: [...PAGES, 'IsDefault', 'RegionId', 'VpcId'],
  run(world, params) {
    const region = regionNamed(params.required('RegionId'));
    const network = networkIn(world, region);
    const page = pageOf(params, 50);
    const ids = params.text('VpcId')?.split(',') ?? null;
    const found = network.vpcs.filter((vpc) => (ids === null || ids.includes(vpc.id)) && !isDefault(params));
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
  takes: [...PAGES, 'IsDefault', 'RegionId', 'VSwitchId', 'VpcId', 'ZoneId'],
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
        (zone === null || each.zone === zone) &&
        !isDefault(params),
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
  takes: [
    ...PAGES,
    ...TAGS,
    'DryRun',
    'MaxResults',
    'NetworkType',
    'NextToken',
    'RegionId',
    'ResourceGroupId',
    'SecurityGroupId',
    'SecurityGroupIds',
    'SecurityGroupName',
    'SecurityGroupType',
    'ServiceManaged',
    'VpcId',
  ],
  run(world, params) {
    const region = regionNamed(params.required('RegionId'));
    const ids = idList(params, 'SecurityGroupIds');
    const type = oneOf(params, 'NetworkType', ['vpc', 'classic']);
    const kind = oneOf(params, 'SecurityGroupType', ['normal', 'enterprise']);
    const managed = params.text('ServiceManaged') !== null && params.flag('ServiceManaged');
    const tags = hasTags(params);
    const found = networkIn(world, region).groups.filter(
      (group) =>
        (ids === null || ids.includes(group.id)) &&
        kind !== 'enterprise' &&
        !managed &&
        tags([]) &&
        params.text('ResourceGroupId') === null &&
        (params.text('SecurityGroupId') ?? group.id) === group.id &&
        (params.text('VpcId') ?? group.vpcId) === group.vpcId &&
        isLike(params.text('SecurityGroupName') ?? '*', group.name) &&
        (type === null || (type === 'classic') === (group.vpcId === '')),
    );
    mustNotBeDry(params);
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

export const networkActions: Readonly<Record<string, Action>> = {
  DescribeVpcs: describeVpcs,
  DescribeVSwitches: describeVSwitches,
  DescribeSecurityGroups: describeSecurityGroups,
};
