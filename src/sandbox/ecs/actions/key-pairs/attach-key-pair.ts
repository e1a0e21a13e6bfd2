import type { RegionData } from '../../catalogue/regions.ts';
import { statusOf } from '../../life.ts';
import type { Vm } from '../../vm.ts';
import type { Params } from '../../wire/params.ts';
import { notValid, Refusal, refuse } from '../../wire/refusal.ts';
import { keyPairsIn, regionNamed, type World } from '../../world.ts';
import { type Action, mustNotBeLocked, vmNamed } from '../action.ts';
import { jsonStrings } from '../filters.ts';

const MAX_INSTANCES = 50;

/**
 * A fault in the call refuses it; a fault of one instance appears only in its result, and the call answers 200. The running
 * system sees a change at the next start or reboot.
 */
const each = (deed: (world: World, vm: Vm, name: string) => void): Action => ({
  takes: ['InstanceIds', 'KeyPairName', 'RegionId'],
  run(world, params) {
    const region = regionNamed(params.required('RegionId'));
    const ids = idsOf(params);
    const name = params.required('KeyPairName');
    if (!keyPairsIn(world, region).some((pair) => pair.name === name)) {
      refuse(400, 'InvalidKeyPairName.NotFound', 'The specified KeyPairName does not exist in our records.');
    }
    const results = ids.map((id) => resultOf(() => deed(world, linuxNamed(world, id, region), name), id));
    return {
      KeyPairName: name,
      TotalCount: String(results.length),
      FailCount: String(results.filter(({ Success }) => Success === 'false').length),
      Results: { Result: results },
    };
  },
});

function idsOf(params: Params): readonly string[] {
  const ids = jsonStrings(params.required('InstanceIds'));
  if (ids === null || ids.length === 0 || ids.length > MAX_INSTANCES) {
    return notValid('InvalidInstanceIds.ValueNotSupported', 'InstanceIds');
  }
  return [...new Set(ids)];
}

function linuxNamed(world: World, id: string, region: RegionData): Vm {
  const vm = vmNamed(world, id, region.id);
  mustNotBeLocked(vm);
  if (vm.image.os === 'windows') {
    const message = 'The instance creating is windows, cannot use ssh key pair to login';
    refuse(403, 'DependencyViolation.WindowsInstance', message);
  }
  if (!vm.ioOptimized)
    refuse(400, 'DependencyViolation.IoOptimize', 'The specified parameter InstanceIds is not valid.');
  if (!['Running', 'Stopped'].includes(statusOf(world, vm))) {
    const message = 'The current status of the resource does not support this operation.';
    refuse(403, 'IncorrectInstanceStatus', message);
  }
  return vm;
}

function resultOf(act: () => void, InstanceId: string): Readonly<Record<string, string>> {
  try {
    act();
    return { InstanceId, Code: '200', Message: 'successful', Success: 'true' };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { InstanceId, Code: error.code, Message: error.message, Success: 'false' };
  }
}

/** Replaces the present key and turns password login off. */
function attach(_world: World, vm: Vm, name: string): void {
  vm.login.keyPairName = name;
}

function detach(_world: World, vm: Vm, name: string): void {
  if (vm.login.keyPairName !== name) {
    const message = 'The specified KeyPairName does not exist in our records.';
    refuse(400, 'InvalidKeyPairName.NotFound', message);
  }
  vm.login.keyPairName = '';
}

export const attachKeyPairActions: Readonly<Record<string, Action>> = {
  AttachKeyPair: each(attach),
  DetachKeyPair: each(detach),
};
