import type { Vm } from '../vm.ts';
import { missing, type Params } from '../wire/params.ts';
import { notValid, refuse } from '../wire/refusal.ts';
import { regionNamed, type World } from '../world.ts';
import { type Action, PAGES, pageOf, slice, vmNamed } from './action.ts';
import { oneOf } from './filters.ts';

const STATUSES = ['AutoRenewal', 'Normal', 'NotRenewal'] as const;
const DURATIONS = { Month: [1, 2, 3, 6, 12, 24, 36, 48, 60], Week: [1, 2, 3, 4], Year: [1, 2, 3, 4, 5] };
const MAX_IDS = 100;

function subscriptions(world: World, params: Params): Vm[] {
  const ids = params.text('InstanceId')?.split(',') ?? [];
  if (ids.length > MAX_IDS) notValid('InvalidParameter', 'InstanceId');
  return ids.map((id) => {
    const vm = vmNamed(world, id.trim(), params.text('RegionId'));
    if (vm.chargeType !== 'PrePaid') {
      refuse(403, 'ChargeTypeViolation', 'The operation is not permitted due to charge type of the instance.');
    }
    return vm;
  });
}

function wanted(params: Params): Vm['autoRenew'] {
  const status = params.text('RenewalStatus') ?? (params.flag('AutoRenew') ? 'AutoRenewal' : 'Normal');
  const known = STATUSES.find((each) => each === status);
  if (!known) return notValid('InvalidRenewalStatus.ValueNotSupported', 'RenewalStatus');
  const unit = params.text('PeriodUnit') ?? 'Month';
  const duration = params.whole('Duration', 'InvalidDuration') ?? 1;
  if (known !== 'AutoRenewal') return { status: known, unit: 'Month', duration: 1 };
  if (unit !== 'Month' && unit !== 'Week' && unit !== 'Year') {
    return notValid('InvalidPeriodUnit.ValueNotSupported', 'PeriodUnit');
  }
  if (!DURATIONS[unit].includes(duration)) notValid('InvalidDuration', 'Duration');
  return {
    status: known,
    unit: unit === 'Week' ? 'Week' : 'Month',
    duration: unit === 'Year' ? duration * 12 : duration,
  };
}

const modify: Action = {
  takes: ['AutoRenew', 'Duration', 'InstanceId', 'PeriodUnit', 'RegionId', 'RenewalStatus'],
  run(world, params) {
    regionNamed(params.required('RegionId'));
    if (params.text('InstanceId') === null) missing('InstanceId');
    const vms = subscriptions(world, params);
    const setting = wanted(params);
    for (const vm of vms) vm.autoRenew = setting;
    return {};
  },
};

const describe: Action = {
  takes: [...PAGES, 'InstanceId', 'RegionId', 'RenewalStatus'],
  run(world, params) {
    const region = regionNamed(params.required('RegionId'));
    const page = pageOf(params, 100);
    const status = oneOf(params, 'RenewalStatus', STATUSES);
    if (status === null && params.text('InstanceId') === null) missing('InstanceId');
    const vms =
      params.text('InstanceId') === null
        ? [...world.vms.values()].filter((vm) => vm.region === region && vm.chargeType === 'PrePaid')
        : subscriptions(world, params);
    const found = vms.filter((vm) => status === null || vm.autoRenew.status === status);
    return {
      TotalCount: found.length,
      PageNumber: page.number,
      PageSize: page.size,
      InstanceRenewAttributes: {
        InstanceRenewAttribute: slice(found, page).map((vm) => {
          const on = vm.autoRenew.status === 'AutoRenewal';
          return {
            InstanceId: vm.id,
            AutoRenewEnabled: on,
            RenewalStatus: vm.autoRenew.status,
            Duration: on ? vm.autoRenew.duration : 0,
            PeriodUnit: vm.autoRenew.unit,
          };
        }),
      },
    };
  },
};

export const autoRenewActions: Readonly<Record<string, Action>> = {
  ModifyInstanceAutoRenewAttribute: modify,
  DescribeInstanceAutoRenewAttribute: describe,
};
