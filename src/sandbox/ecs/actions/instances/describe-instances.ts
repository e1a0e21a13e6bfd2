import { statusOf } from '../../life.ts';
import { notModelled } from '../../taken.ts';
import type { Vm } from '../../vm.ts';
import type { Params } from '../../wire/params.ts';
import { notValid } from '../../wire/refusal.ts';
import { regionNamed, type World } from '../../world.ts';
import { type Action, mustNotBeDry, pageOf, slice } from '../action.ts';
import { idList } from '../filters.ts';
import { FILTERS_TAKEN, filterOf } from './instance-filters.ts';
import { metadataOptions, show } from './show.ts';

const MAX_IDS = 100;

const describeInstances: Action = {
  takes: [
    ...FILTERS_TAKEN,
    'AdditionalAttributes.N',
    'DryRun',
    'MaxResults',
    'NeedSaleCycle',
    'NextToken',
    'PageNumber',
    'PageSize',
    'RegionId',
  ],
  run(world, params) {
    const region = regionNamed(params.required('RegionId'));
    const fits = filterOf(world, params);
    const withCycle = params.flag('NeedSaleCycle');
    const withMetadata = params.list('AdditionalAttributes').map(attribute).length > 0;
    const found = candidates(world, params).filter(
      (vm) => vm.region.id === region.id && visible(world, vm) && fits(vm),
    );
    const { part, more } = partOf(found, params);
    mustNotBeDry(params);
    return {
      ...more,
      Instances: {
        Instance: part.map((vm) => ({
          ...show(world, vm, withCycle),
          ...(withMetadata ? { MetadataOptions: metadataOptions(vm) } : {}),
        })),
      },
    };
  },
};

const attribute = (name: string): string =>
  name === 'META_OPTIONS' ? name : notModelled('AdditionalAttributes.N', name);

const visible = (world: World, vm: Vm): boolean => vm.visibleAt <= world.clock.now();

/** The instances in `InstanceIds` (an empty array means none), otherwise all, newest first. */
function candidates(world: World, params: Params): Vm[] {
  const ids = idList(params, 'InstanceIds');
  const vms = ids === null ? [...world.vms.values()] : [...new Set(ids)].flatMap((id) => world.vms.get(id) ?? []);
  return vms.sort((a, b) => b.serial - a.serial);
}

/** Pages by `MaxResults` and `NextToken` if either is given, otherwise by number; 100 at most, 10 by default. */
function partOf(found: readonly Vm[], params: Params): { part: readonly Vm[]; more: Record<string, unknown> } {
  const token = params.text('NextToken');
  const asked = params.whole('MaxResults', 'InvalidParameter');
  if (asked === null && token === null) {
    const page = pageOf(params, 100);
    const more = { NextToken: '', PageNumber: page.number, PageSize: page.size, TotalCount: found.length };
    return { part: slice(found, page), more };
  }
  const size = Math.min(100, Math.max(10, asked ?? 10));
  const after = token === null ? null : serialOf(token);
  const rest = after === null ? found : found.filter((vm) => vm.serial < after);
  const part = rest.slice(0, size);
  const last = part.at(-1);
  const next = rest.length > size && last ? Buffer.from(`serial ${last.serial}`).toString('base64url') : '';
  // With tokens, TotalCount is meaningless; this value must not seem useful.
  return { part, more: { NextToken: next, PageNumber: 0, PageSize: size, TotalCount: part.length } };
}

function serialOf(token: string): number {
  const match = /^serial (\d+)$/.exec(Buffer.from(token, 'base64url').toString());
  return match ? Number(match[1]) : notValid('InvalidParameter.NextToken', 'NextToken');
}

const describeInstanceStatus: Action = {
  takes: ['InstanceId.N', 'PageNumber', 'PageSize', 'RegionId', 'ZoneId'],
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
