import { statusOf } from '../life.ts';
import type { Params } from '../params.ts';
import { notValid } from '../refusal.ts';
import type { Vm } from '../vm.ts';
import { regionNamed, type World } from '../world.ts';
import { type Action, pageOf, slice } from './action.ts';
import { show } from './show.ts';

const MAX_IDS = 100;

const describeInstances: Action = {
  run(world, params) {
    const region = regionNamed(params.required('RegionId'));
    const found = candidates(world, params).filter(
      (vm) => vm.region.id === region.id && visible(world, vm) && matches(world, vm, params),
    );
    const { part, more } = partOf(found, params);
    return {
      TotalCount: found.length,
      ...more,
      Instances: { Instance: part.map((vm) => show(world, vm)) },
    };
  },
};

const visible = (world: World, vm: Vm): boolean => vm.visibleAt <= world.clock.now();

/** The instances named by `InstanceIds` (an empty array names none), else all of them, newest first. */
function candidates(world: World, params: Params): Vm[] {
  const ids = idList(params, 'InstanceIds');
  const vms = ids === null ? [...world.vms.values()] : [...new Set(ids)].flatMap((id) => world.vms.get(id) ?? []);
  return vms.sort((a, b) => b.serial - a.serial);
}

/** A JSON array of strings; null when the parameter is absent. */
function idList(params: Params, name: string): string[] | null {
  const text = params.text(name);
  if (text === null) return null;
  const ids = parsed(text);
  if (!Array.isArray(ids) || !ids.every((id) => typeof id === 'string'))
    return notValid(`Invalid${name}.Malformed`, name);
  if (ids.length > MAX_IDS) notValid('InvalidParameter', name);
  return ids;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Filters that compare one parameter with one property. */
const EQUALS: Readonly<Record<string, (vm: Vm) => string>> = {
  VpcId: (vm) => vm.vpcId,
  VSwitchId: (vm) => vm.vSwitchId,
  ZoneId: (vm) => vm.zone,
  InstanceType: (vm) => vm.type.id,
  InstanceTypeFamily: (vm) => vm.type.family,
  ImageId: (vm) => vm.image.id,
  InstanceChargeType: (vm) => vm.chargeType,
  InternetChargeType: (vm) => vm.internetChargeType,
  InstanceNetworkType: (vm) => (vm.vpcId === '' ? 'classic' : 'vpc'),
  KeyPairName: (vm) => vm.keyPairName,
};

function matches(world: World, vm: Vm, params: Params): boolean {
  for (const [name, of] of Object.entries(EQUALS)) {
    const wanted = params.text(name);
    if (wanted !== null && of(vm) !== wanted) return false;
  }
  const status = params.text('Status');
  if (status !== null && statusOf(world, vm) !== status) return false;
  const group = params.text('SecurityGroupId');
  if (group !== null && !vm.groupIds.includes(group)) return false;
  const lock = params.text('LockReason');
  if (lock !== null && !vm.locks.includes(lock)) return false;
  const name = params.text('InstanceName');
  if (name !== null && !fits(name, vm.name)) return false;
  return hasAddress(vm, params) && hasTags(vm, params);
}

function hasAddress(vm: Vm, params: Params): boolean {
  const privateIps = idList(params, 'PrivateIpAddresses');
  if (privateIps && !privateIps.includes(vm.privateIp)) return false;
  const publicIps = idList(params, 'PublicIpAddresses');
  return !publicIps || (vm.publicIp !== null && publicIps.includes(vm.publicIp.address));
}

/** All of `Tag.N`; a key without a value asks for the key alone. */
const hasTags = (vm: Vm, params: Params): boolean =>
  params.records('Tag').every((wanted) => {
    const key = wanted.Key ?? wanted.key;
    const value = wanted.Value ?? wanted.value;
    return vm.tags.some((tag) => tag.key === key && (value === undefined || value === '' || tag.value === value));
  });

/** `*` stands for anything. */
function fits(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(text);
}

/** Pages by `MaxResults` and `NextToken` when either is given, else by number; either way 100 at most and 10 when absent. */
function partOf(found: readonly Vm[], params: Params): { part: readonly Vm[]; more: Record<string, unknown> } {
  if (params.text('MaxResults') === null && params.text('NextToken') === null) {
    const page = pageOf(params, 100);
    return { part: slice(found, page), more: { NextToken: '', PageNumber: page.number, PageSize: page.size } };
  }
  const size = Math.min(100, Math.max(10, params.whole('MaxResults', 'InvalidParameter') ?? 10));
  const after = params.text('NextToken') === null ? null : serialOf(params.text('NextToken') as string);
  const rest = after === null ? found : found.filter((vm) => vm.serial < after);
  const part = rest.slice(0, size);
  const last = part.at(-1);
  const token = rest.length > size && last ? Buffer.from(`serial ${last.serial}`).toString('base64url') : '';
  // Without meaning when pages are turned by tokens, so nobody may lean on it.
  return { part, more: { TotalCount: part.length, NextToken: token, PageNumber: 0, PageSize: size } };
}

function serialOf(token: string): number {
  const match = /^serial (\d+)$/.exec(Buffer.from(token, 'base64url').toString());
  return match ? Number(match[1]) : notValid('InvalidParameter.NextToken', 'NextToken');
}

const describeInstanceStatus: Action = {
  run(world, params) {
    const region = regionNamed(params.required('RegionId'));
    const ids = params.list('InstanceId');
    if (ids.length > MAX_IDS) notValid('InvalidParameter', 'InstanceId');
    const page = pageOf(params, 50);
    const zone = params.text('ZoneId');
    const found = [...world.vms.values()]
      .filter((vm) => vm.region.id === region.id && visible(world, vm))
      .filter((vm) => (ids.length === 0 || ids.includes(vm.id)) && (zone === null || vm.zone === zone))
      .sort((a, b) => b.serial - a.serial);
    return {
      TotalCount: found.length,
      PageNumber: page.number,
      PageSize: page.size,
      InstanceStatuses: {
        InstanceStatus: slice(found, page).map((vm) => ({ InstanceId: vm.id, Status: statusOf(world, vm) })),
      },
    };
  },
};

export const instanceActions: Readonly<Record<string, Action>> = {
  DescribeInstances: describeInstances,
  DescribeInstanceStatus: describeInstanceStatus,
};
