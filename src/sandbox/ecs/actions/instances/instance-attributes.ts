import { missing } from '../../wire/params.ts';
import { regionNamed } from '../../world.ts';
import { type Action, PAGES, pageOf, slice, vmNamed } from '../action.ts';
import { idList } from '../filters.ts';
import { show } from './show.ts';

/** Fields that DescribeInstances shows and this call does not. */
const NOT_HERE = [
  'AutoReleaseTime',
  'DedicatedInstanceAttribute',
  'DeletionProtection',
  'DeploymentSetGroupNo',
  'DeploymentSetId',
  'DeviceAvailable',
  'GPUAmount',
  'GPUSpec',
  'HpcClusterId',
  'ImageOptions',
  'InstanceTypeFamily',
  'KeyPairName',
  'OSName',
  'OSNameEn',
  'OSType',
  'Recyclable',
  'ResourceGroupId',
  'SaleCycle',
  'SpotDuration',
  'SpotInterruptionBehavior',
  'SpotPriceLimit',
  'SpotStrategy',
  'StartTime',
  'Tags',
];

const describeInstanceAttribute: Action = {
  takes: ['InstanceId'],
  run(world, params) {
    const vm = vmNamed(world, params.required('InstanceId'), params.text('RegionId'));
    const { IoOptimized, ...shown } = show(world, vm);
    const kept = Object.entries(shown).filter(([name]) => !NOT_HERE.includes(name));
    return { ...Object.fromEntries(kept), IoOptimized: IoOptimized === true ? 'optimized' : 'none' };
  },
};

const describeUserData: Action = {
  takes: ['InstanceId', 'RegionId'],
  run(world, params) {
    const region = regionNamed(params.required('RegionId'));
    const vm = vmNamed(world, params.required('InstanceId'), region.id);
    return { InstanceId: vm.id, RegionId: region.id, UserData: vm.userData };
  },
};

const describeInstanceRamRole: Action = {
  takes: [...PAGES, 'InstanceIds', 'RamRoleName', 'RegionId'],
  run(world, params) {
    const region = regionNamed(params.required('RegionId'));
    const page = pageOf(params, 50);
    const ids = idList(params, 'InstanceIds');
    const role = params.text('RamRoleName');
    if (ids === null && role === null) missing('InstanceIds');
    const vms = ids === null ? [...world.vms.values()] : ids.map((id) => vmNamed(world, id, region.id));
    const found = vms.filter(
      (vm) => vm.region.id === region.id && vm.ramRoleName !== '' && (role === null || vm.ramRoleName === role),
    );
    return {
      RegionId: region.id,
      TotalCount: found.length,
      InstanceRamRoleSets: {
        InstanceRamRoleSet: slice(found, page).map((vm) => ({ InstanceId: vm.id, RamRoleName: vm.ramRoleName })),
      },
    };
  },
};

export const attributeActions: Readonly<Record<string, Action>> = {
  DescribeInstanceAttribute: describeInstanceAttribute,
  DescribeUserData: describeUserData,
  DescribeInstanceRamRole: describeInstanceRamRole,
};
