import type { Vm } from '../vm.ts';
import type { Params } from '../wire/params.ts';
import { notValid, refuse } from '../wire/refusal.ts';
import type { World } from '../world.ts';
import type { Action } from './action.ts';

const MIN_MS = 30 * 60 * 1000;
const MAX_MS = 3 * 365 * 24 * 3600 * 1000;

/**
 * `yyyy-MM-ddTHH:mm:ssZ`, at least 30 minutes and at most three years after the real time; the time until then passes at the
 * cloud clock's speed.
 */
export function autoReleaseAt(
  world: World,
  text: string,
  chargeType: Vm['chargeType'],
): NonNullable<Vm['autoRelease']> {
  if (chargeType === 'PrePaid') {
    refuse(403, 'ChargeTypeViolation', 'The operation is not permitted due to charge type of the instance.');
  }
  const date = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?Z$/.test(text) ? Date.parse(text) : Number.NaN;
  const aheadMs = date - world.clock.realNow();
  // Seconds are cut off, so the exact limit would already fail by the duration of the call.
  if (!(aheadMs > MIN_MS - 60_000 && aheadMs <= MAX_MS)) {
    notValid('InvalidAutoReleaseTime.Malformed', 'AutoReleaseTime');
  }
  return { at: world.clock.now() + aheadMs, text: `${new Date(date).toISOString().slice(0, 16)}Z` };
}

/** This call has its own code for a missing instance. */
function instanceNamed(world: World, id: string, regionId: string | null): Vm {
  const vm = world.vms.get(id);
  if (!vm || (regionId !== null && vm.region.id !== regionId)) {
    return refuse(404, 'NoSuchResource', 'The specified resource is not found.');
  }
  return vm;
}

const modifyAutoRelease: Action = {
  takes: ['AutoReleaseTime', 'InstanceId', 'RegionId'],
  run(world, params: Params) {
    const vm = instanceNamed(world, params.required('InstanceId'), params.text('RegionId'));
    const text = params.text('AutoReleaseTime');
    vm.autoRelease = text === null ? null : autoReleaseAt(world, text, vm.chargeType);
    if (vm.autoRelease) world.agenda.add(vm.autoRelease.at, vm.id);
    return {};
  },
};

export const releaseActions: Readonly<Record<string, Action>> = { ModifyInstanceAutoReleaseTime: modifyAutoRelease };
