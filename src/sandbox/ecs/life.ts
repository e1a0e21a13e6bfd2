import { leaveDisks } from './disks/disks-of.ts';
import { subscription, toCents } from './money/prices.ts';
import { afterPeriod } from './money/term.ts';
import { draw, type Phase, type Status, statusAt } from './state-machine.ts';
import { wayOf } from './stock.ts';
import type { Vm } from './vm.ts';
import type { World } from './world.ts';

/** Performs everything that is due by now. Every call begins with it; nothing else moves the cloud on. */
export function settle(world: World): boolean {
  const now = world.clock.now();
  let changed = false;
  for (let entry = world.agenda.take(now); entry; entry = world.agenda.take(now)) {
    changed = true;
    const vm = world.vms.get(entry.id);
    if (vm) happen(world, vm, entry.at);
  }
  return changed;
}

function happen(world: World, vm: Vm, at: number): void {
  const vanishes = vm.goneAt !== null && vm.goneAt <= at;
  const released = vm.autoRelease !== null && vm.autoRelease.at <= at;
  if (vanishes || released) remove(world, vm);
  else if (vm.reclaimedAt !== null && vm.reclaimedAt <= at) reclaimed(world, vm, at);
  else if (vm.expires && vm.expires.at <= at) expire(world, vm, at);
}

/** The status now. */
export const statusOf = (world: World, vm: Vm): Status => statusAt(vm.phases, world.clock.now());

/** Takes an instance through statuses from a moment on, each after the milliseconds beside it. */
export function pass(
  world: World,
  vm: Vm,
  steps: readonly (readonly [Status, number])[],
  from = world.clock.now(),
): void {
  let at = from;
  const phases: Phase[] = vm.phases.filter((phase) => phase.at <= at);
  for (const [status, afterMs] of steps) {
    at += afterMs;
    phases.push({ status, at });
    world.agenda.add(at, vm.id);
  }
  vm.phases = phases;
}

export function start(world: World, vm: Vm): void {
  if (vm.stoppedMode === 'StopCharging') world.stock.take(vm.region, vm.zone, vm.type, wayOf(vm));
  if (vm.addressTaken) vm.publicIp = { address: world.publicAddress(vm.region), from: null };
  vm.addressTaken = false;
  vm.stoppedMode = 'Not-applicable';
  pass(world, vm, [
    ['Starting', 0],
    ['Running', draw(world.timing.starting, world.random)],
  ]);
  began(world, vm, world.clock.now());
}

/**
 * Local disks and persistent memory stay with their host, so an economical stop of these families becomes a normal one, without
 * an error.
 */
const HAS_LOCAL_DISKS = /^ecs\.(?:ebm)?(?:[di]\d|gn5\.|re6p)/;

/** `hard`: turned off without waiting for the system inside. */
export function stop(
  world: World,
  vm: Vm,
  { saving, hard }: { readonly saving: boolean; readonly hard: boolean },
  from = world.clock.now(),
): void {
  const takes = draw(world.timing.stopping, world.random);
  const steps = [
    ['Stopping', 0],
    ['Stopped', hard ? world.timing.stopping[0] : takes],
  ] as const;
  pass(world, vm, steps, from);
  const saves = saving && vm.chargeType === 'PostPaid' && vm.vpcId !== '' && !HAS_LOCAL_DISKS.test(vm.type.id);
  vm.stoppedMode = saves ? 'StopCharging' : vm.chargeType === 'PrePaid' ? 'Not-applicable' : 'KeepCharging';
  if (!saves) return;
  world.stock.giveBack(vm.region, vm.zone, vm.type);
  vm.addressTaken = vm.publicIp !== null;
  vm.publicIp = null;
}

/** At a start or a reboot: waiting changes take effect. */
export function began(world: World, vm: Vm, at: number): void {
  vm.startedReal = world.clock.toReal(at);
  vm.login.keyInside = vm.login.keyPairName;
  if (vm.publicIp && vm.publicIp.from === null) vm.publicIp = { address: vm.publicIp.address, from: at };
}

/** The market has taken a spot instance that is kept: it stops as in an economical stop. */
function reclaimed(world: World, vm: Vm, at: number): void {
  vm.reclaimedAt = null;
  vm.locks = vm.locks.filter((reason) => reason !== 'Recycling');
  if (statusAt(vm.phases, at) === 'Running') stop(world, vm, { saving: true, hard: false }, at);
}

export function remove(world: World, vm: Vm): void {
  leaveDisks(world, vm);
  world.vms.delete(vm.id);
  world.usage.remove(vm);
  world.pools.get(vm.vSwitchId)?.giveBack(vm.privateIp);
  if (vm.stoppedMode !== 'StopCharging') world.stock.giveBack(vm.region, vm.zone, vm.type);
}

/** The end of a subscription: renewed if auto-renewal is on and the money suffices, otherwise stopped and locked. */
function expire(world: World, vm: Vm, at: number): void {
  if (!vm.expires) return;
  const { status, unit, duration } = vm.autoRenew;
  const price = toCents(subscription(vm.priced, unit, duration, 1, world.markets.now()).trade);
  if (status === 'AutoRenewal' && world.account.balanceMinor() >= price) {
    world.account.debit(price);
    extend(world, vm, unit, duration);
    return;
  }
  if (!vm.locks.includes('financial')) vm.locks = [...vm.locks, 'financial'];
  if (statusAt(vm.phases, at) === 'Running') stop(world, vm, { saving: false, hard: false }, at);
}

/** Prolongs a subscription; an expired one becomes usable again. */
export function extend(world: World, vm: Vm, unit: 'Week' | 'Month', period: number): void {
  const old = vm.expires;
  if (!old) return;
  const real = afterPeriod(old.real, unit, period);
  vm.expires = { at: old.at + (real - old.real), real };
  vm.locks = vm.locks.filter((reason) => reason !== 'financial');
  world.agenda.add(vm.expires.at, vm.id);
}

/** When each status truly began, in real milliseconds. */
export function timeline(world: World, vm: Vm): { status: Status; at: number }[] {
  const now = world.clock.now();
  return vm.phases
    .filter((phase) => phase.at <= now)
    .map((phase) => ({ status: phase.status, at: Math.round(world.clock.toReal(phase.at)) }));
}
