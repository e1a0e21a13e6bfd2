import { TAGS } from '../../create/takes.ts';
import { statusOf } from '../../life.ts';
import { notModelled } from '../../taken.ts';
import type { Vm } from '../../vm.ts';
import type { Params } from '../../wire/params.ts';
import { notValid } from '../../wire/refusal.ts';
import type { World } from '../../world.ts';
import { hasTags, idList, isLike, oneOf } from '../filters.ts';

/** Parameters that compare one property; `known`: all its values, if the cloud knows them. */
interface Equal {
  readonly of: (world: World, vm: Vm) => string;
  readonly known?: readonly string[];
}

const EQUALS: Readonly<Record<string, Equal>> = {
  VpcId: { of: (_, vm) => vm.vpcId },
  VSwitchId: { of: (_, vm) => vm.vSwitchId },
  ZoneId: { of: (_, vm) => vm.zone },
  InstanceType: { of: (_, vm) => vm.type.id },
  InstanceTypeFamily: { of: (_, vm) => vm.type.family },
  ImageId: { of: (_, vm) => vm.image.id },
  KeyPairName: { of: (_, vm) => vm.login.keyPairName },
  ResourceGroupId: { of: (_, vm) => vm.resourceGroupId },
  Status: { of: statusOf, known: ['Pending', 'Running', 'Starting', 'Stopping', 'Stopped'] },
  InstanceChargeType: { of: (_, vm) => vm.chargeType, known: ['PostPaid', 'PrePaid'] },
  InternetChargeType: { of: (_, vm) => vm.internetChargeType, known: ['PayByTraffic', 'PayByBandwidth'] },
  InstanceNetworkType: { of: (_, vm) => (vm.vpcId === '' ? 'classic' : 'vpc'), known: ['classic', 'vpc'] },
  HttpEndpoint: { of: (_, vm) => vm.metadata.endpoint, known: ['enabled', 'disabled'] },
  HttpTokens: { of: (_, vm) => vm.metadata.tokens, known: ['optional', 'required'] },
};

const LOCKS = ['financial', 'security', 'Recycling', 'recycling', 'dedicatedhostfinancial', 'refunded'];
const WINDOWS = ['CreationStartTime', 'CreationEndTime', 'ExpiredStartTime', 'ExpiredEndTime'];

export const FILTERS_TAKEN: readonly string[] = [
  ...Object.keys(EQUALS),
  ...TAGS,
  'DeviceAvailable',
  'EipAddresses',
  'Filter.N.Key',
  'Filter.N.Value',
  'InnerIpAddresses',
  'InstanceIds',
  'InstanceName',
  'IoOptimized',
  'LockReason',
  'PrivateIpAddresses',
  'PublicIpAddresses',
  'SecurityGroupId',
];

/** Whether an instance matches all given parameters. Refuses values that no instance could have. */
export function filterOf(world: World, params: Params): (vm: Vm) => boolean {
  const checks: ((vm: Vm) => boolean)[] = [];
  for (const [name, { of, known }] of Object.entries(EQUALS)) {
    const wanted = known ? oneOf(params, name, known) : params.text(name);
    if (wanted !== null) checks.push((vm) => of(world, vm) === wanted);
  }
  const lock = oneOf(params, 'LockReason', LOCKS);
  if (lock !== null) checks.push((vm) => vm.locks.includes(lock));
  const name = params.text('InstanceName');
  if (name !== null) checks.push((vm) => isLike(name, vm.name));
  const group = params.text('SecurityGroupId');
  if (group !== null) checks.push((vm) => vm.groupIds.includes(group));
  // Every device in this cloud is healthy.
  if (params.text('DeviceAvailable') !== null && !params.flag('DeviceAvailable')) checks.push(() => false);
  const optimized = oneOf(params, 'IoOptimized', ['true', 'false', 'optimized', 'none']);
  if (optimized !== null) checks.push((vm) => vm.ioOptimized === (optimized === 'true' || optimized === 'optimized'));
  checks.push(...addressChecks(params), ...windowChecks(params));
  const tags = hasTags(params);
  return (vm) => tags(vm.tags) && checks.every((fits) => fits(vm));
}

/** Each takes a JSON array of addresses; no instance in this cloud has an EIP. */
function addressChecks(params: Params): ((vm: Vm) => boolean)[] {
  const addresses: Readonly<Record<string, (vm: Vm) => string | null>> = {
    PrivateIpAddresses: (vm) => (vm.vpcId === '' ? null : vm.privateIp),
    InnerIpAddresses: (vm) => (vm.vpcId === '' ? vm.privateIp : null),
    PublicIpAddresses: (vm) => vm.publicIp?.address ?? null,
    EipAddresses: () => null,
  };
  return Object.entries(addresses).flatMap(([name, of]) => {
    const wanted = idList(params, name);
    return wanted === null ? [] : [(vm: Vm) => wanted.includes(of(vm) ?? '')];
  });
}

/** `Filter.N`: ranges for its creation and its expiry. */
function windowChecks(params: Params): ((vm: Vm) => boolean)[] {
  return params.records('Filter').flatMap(({ Key: key = '', Value: value = '' }, index) => {
    if (key === '' && value === '') return [];
    if (!WINDOWS.includes(key)) return notModelled(`Filter.${index + 1}.Key`, key);
    const at = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z$/.test(value) ? Date.parse(value) : Number.NaN;
    if (Number.isNaN(at)) return notValid('InvalidParameter', `Filter.${index + 1}.Value`);
    const from = key.endsWith('StartTime');
    return [
      (vm: Vm) => {
        const of = key.startsWith('Creation') ? vm.createdReal : (vm.expires?.real ?? Number.POSITIVE_INFINITY);
        return from ? of >= at : of <= at;
      },
    ];
  });
}
