import { mustBeGoodPassword, userDataOf } from '../../create/access.ts';
import { creditSpecification } from '../../create/belonging.ts';
import { description, hostName, instanceName } from '../../create/naming.ts';
import { statusOf } from '../../life.ts';
import type { Vm } from '../../vm.ts';
import type { Params } from '../../wire/params.ts';
import { notValid, refuse } from '../../wire/refusal.ts';
import { networkIn, type World } from '../../world.ts';
import { type Action, mustNotBeLocked, vmNamed } from '../action.ts';

const MAX_GROUPS = 5;

/** Checks everything first, so that a call changes everything or nothing. */
const modifyInstanceAttribute: Action = {
  takes: [
    'CreditSpecification',
    'DeletionProtection',
    'Description',
    'HostName',
    'InstanceId',
    'InstanceName',
    'Password',
    'SecurityGroupIds.N',
    'UserData',
  ],
  run(world, params) {
    const vm = vmNamed(world, params.required('InstanceId'), params.text('RegionId'));
    mustNotBeLocked(vm);
    const changes: Partial<Vm> = {
      ...given('name', instanceName(params)),
      ...given('hostName', hostNameOf(world, vm, params)),
      ...given('description', params.text('Description') === null ? null : description(params)),
      ...given('deletionProtection', deletionProtection(vm, params)),
      ...given('groupIds', groupsOf(world, vm, params)),
      ...given('userData', userData(vm, params)),
      ...given(
        'creditSpecification',
        params.text('CreditSpecification') === null ? null : creditSpecification(params, vm.type),
      ),
    };
    const password = params.text('Password');
    if (password !== null) mustBeGoodPassword(password);
    if (changes.groupIds) {
      world.usage.remove(vm);
      world.usage.add({ ...vm, groupIds: changes.groupIds });
    }
    Object.assign(vm, changes);
    if (password !== null) vm.login.password = 'own';
    return {};
  },
};

const given = <K extends keyof Vm>(name: K, value: Vm[K] | null): Partial<Vm> =>
  value === null ? {} : { [name]: value };

function hostNameOf(world: World, vm: Vm, params: Params): string | null {
  const name = hostName(params, vm.image.os);
  if (name !== null && ['Pending', 'Starting'].includes(statusOf(world, vm))) {
    const message = 'The current status of the resource does not support this operation.';
    refuse(403, 'IncorrectInstanceStatus', message);
  }
  return name;
}

function deletionProtection(vm: Vm, params: Params): boolean | null {
  if (params.text('DeletionProtection') === null) return null;
  const wanted = params.flag('DeletionProtection');
  if (vm.chargeType === 'PrePaid') {
    refuse(403, 'ChargeTypeViolation', 'The operation is not permitted due to charge type of the instance.');
  }
  return wanted;
}

/** Its groups from then on; all in its own VPC. */
function groupsOf(world: World, vm: Vm, params: Params): readonly string[] | null {
  const ids = params.list('SecurityGroupIds');
  if (ids.length === 0) return null;
  if (new Set(ids).size < ids.length) notValid('InvalidParameter', 'SecurityGroupIds');
  if (ids.length > MAX_GROUPS) {
    const message = 'Exceeding the allowed amount of security groups that an instance can be in.';
    refuse(400, 'InstanceSecurityGroupLimitExceeded', message);
  }
  for (const id of ids) {
    const group = networkIn(world, vm.region).groups.find((each) => each.id === id);
    if (!group) refuse(404, 'InvalidSecurityGroupId.NotFound', 'The specified SecurityGroupId does not exist.');
    if (group.vpcId !== vm.vpcId) {
      const message = 'Specified instance and security group are not in the same VPC.';
      refuse(400, 'InvalidInstanceId.Mismatch', message);
    }
  }
  return ids;
}

function userData(vm: Vm, params: Params): string | null {
  const text = params.text('UserData');
  return text === null ? null : userDataOf(text, vm.vpcId !== '' && vm.ioOptimized);
}

export const modifyActions: Readonly<Record<string, Action>> = { ModifyInstanceAttribute: modifyInstanceAttribute };
