import { began, pass, remove, start, statusOf, stop } from '../life.ts';
import { draw, mustAllow } from '../state-machine.ts';
import { mustHaveStock, wayOf } from '../stock.ts';
import type { Vm } from '../vm.ts';
import { missing, type Params } from '../wire/params.ts';
import { Refusal, refuse } from '../wire/refusal.ts';
import type { World } from '../world.ts';
import { type Action, mustNotBeDry, mustNotBeLocked, vmNamed } from './action.ts';
import { oneOf } from './filters.ts';

/** An operation on one instance: first the check, then the act, so that a batch can check all before it changes any. */
interface Deed {
  readonly check: (world: World, vm: Vm, params: Params) => void;
  readonly act: (world: World, vm: Vm, params: Params) => void;
}

const starting: Deed = {
  check(world, vm) {
    mustNotBeLocked(vm);
    mustAllow('StartInstance', statusOf(world, vm));
    // An economical stop gave up its place, which somebody else may have now.
    if (vm.stoppedMode === 'StopCharging') mustHaveStock(world.stock.left(vm.region, vm.zone, vm.type, wayOf(vm)), 1);
  },
  act: (world, vm) => start(world, vm),
};

const stopping: Deed = {
  check(world, vm, params) {
    oneOf(params, 'StoppedMode', ['StopCharging', 'KeepCharging', 'Not-applicable']);
    params.flag('ForceStop');
    mustNotBeLocked(vm);
    mustAllow('StopInstance', statusOf(world, vm));
  },
  act: (world, vm, params) =>
    stop(world, vm, { saving: params.text('StoppedMode') === 'StopCharging', hard: params.flag('ForceStop') }),
};

const rebooting: Deed = {
  check(world, vm, params) {
    isHard(params);
    mustNotBeLocked(vm);
    mustAllow('RebootInstance', statusOf(world, vm));
  },
  act(world, vm, params) {
    const takes = draw(world.timing.starting, world.random);
    pass(world, vm, [
      ['Starting', 0],
      // A hard reboot does not wait for anything inside the instance.
      ['Running', isHard(params) ? world.timing.starting[0] : takes],
    ]);
    began(world, vm, world.clock.now());
  },
};

const isHard = (params: Params): boolean => params.flag('ForceStop') || params.flag('ForceReboot');

const deleting: Deed = {
  check(world, vm, params) {
    const [force, terminate] = [params.flag('Force'), params.flag('TerminateSubscription')];
    if (vm.deletionProtection) {
      const message = 'The operation is not allowed due to deletion protection.';
      refuse(403, 'InvalidOperation.DeletionProtection', message);
    }
    const expired = vm.locks.includes('financial');
    if (vm.chargeType === 'PrePaid' && !(expired && terminate)) {
      refuse(403, 'ChargeTypeViolation', 'The operation is not permitted due to charge type of the instance.');
    }
    if (!expired) mustNotBeLocked(vm);
    mustAllow(force ? 'DeleteInstance Force' : 'DeleteInstance', statusOf(world, vm));
  },
  act: (world, vm) => remove(world, vm),
};

const single = (deed: Deed, takes: readonly string[]): Action => ({
  takes: ['DryRun', 'InstanceId', ...takes],
  run(world, params) {
    const vm = vmNamed(world, params.required('InstanceId'), params.text('RegionId'));
    deed.check(world, vm, params);
    mustNotBeDry(params);
    deed.act(world, vm, params);
    return {};
  },
});

const MAX_IDS = 100;

function batchIds(params: Params): readonly string[] {
  const ids = params.list('InstanceId');
  if (ids.length === 0) missing('InstanceId');
  if (ids.length > MAX_IDS) {
    refuse(400, 'InvalidParameter.InstanceIds', 'The number of the specified InstanceIds exceeds the limit of 100.');
  }
  return [...new Set(ids)];
}

const batch = (deed: Deed, takes: readonly string[]): Action => ({
  takes: ['BatchOptimization', 'DryRun', 'InstanceId.N', 'RegionId', ...takes],
  run(world, params) {
    const regionId = params.required('RegionId');
    const ids = batchIds(params);
    const optimization = oneOf(params, 'BatchOptimization', ['AllTogether', 'SuccessFirst']);
    if (optimization === 'SuccessFirst') return each(world, params, deed, regionId, ids);
    const vms = ids.map((id) => vmNamed(world, id, regionId));
    for (const vm of vms) deed.check(world, vm, params);
    mustNotBeDry(params, 'DRYRUN.SUCCESS');
    return {
      InstanceResponses: {
        InstanceResponse: vms.map((vm) => perform(world, params, deed, vm)),
      },
    };
  },
});

/** `SuccessFirst`: acts where it can, and answers for each instance. */
function each(
  world: World,
  params: Params,
  deed: Deed,
  regionId: string,
  ids: readonly string[],
): Record<string, unknown> {
  mustNotBeDry(params, 'DRYRUN.SUCCESS');
  const responses = ids.map((id) => {
    try {
      const vm = vmNamed(world, id, regionId);
      deed.check(world, vm, params);
      return perform(world, params, deed, vm);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      const vm = world.vms.get(id);
      const status = vm ? statusOf(world, vm) : '';
      const failed = { Code: error.code, Message: error.message };
      return { InstanceId: id, PreviousStatus: status, CurrentStatus: status, ...failed };
    }
  });
  return { InstanceResponses: { InstanceResponse: responses } };
}

function perform(world: World, params: Params, deed: Deed, vm: Vm): Record<string, unknown> {
  const before = statusOf(world, vm);
  deed.act(world, vm, params);
  return {
    InstanceId: vm.id,
    PreviousStatus: before,
    CurrentStatus: statusOf(world, vm),
    Code: '200',
    Message: 'success',
  };
}

/** Unlike the other batches, it has no answers per instance: all or none. */
const deleteInstances: Action = {
  idempotent: true,
  takes: ['ClientToken', 'DryRun', 'Force', 'InstanceId.N', 'RegionId', 'TerminateSubscription'],
  run(world, params) {
    const regionId = params.required('RegionId');
    const vms = batchIds(params).map((id) => vmNamed(world, id, regionId));
    for (const vm of vms) deleting.check(world, vm, params);
    mustNotBeDry(params);
    for (const vm of vms) deleting.act(world, vm, params);
    return {};
  },
};

const allocatePublicIp: Action = {
  takes: ['DryRun', 'InstanceId'],
  run(world, params) {
    const vm = vmNamed(world, params.required('InstanceId'), params.text('RegionId'));
    mustNotBeLocked(vm);
    if (vm.publicIp) return { IpAddress: vm.publicIp.address };
    mustAllow('AllocatePublicIpAddress', statusOf(world, vm));
    if (vm.bandwidthOut <= 0) {
      const message = 'OperationDenied The InternetMaxBandwidthOut of the specified instance cannot be less than 0.';
      refuse(400, 'AllocateIpInvalidInstanceBandwidth', message);
    }
    mustNotBeDry(params);
    vm.publicIp = { address: world.publicAddress(vm.region), from: null };
    return { IpAddress: vm.publicIp.address };
  },
};

const STOP = ['ForceStop', 'StoppedMode'];

export const powerActions: Readonly<Record<string, Action>> = {
  StartInstance: single(starting, []),
  StartInstances: batch(starting, []),
  StopInstance: single(stopping, STOP),
  StopInstances: batch(stopping, STOP),
  RebootInstance: single(rebooting, ['ForceStop']),
  RebootInstances: batch(rebooting, ['ForceReboot']),
  DeleteInstance: single(deleting, ['Force', 'TerminateSubscription']),
  DeleteInstances: deleteInstances,
  AllocatePublicIpAddress: allocatePublicIp,
};
