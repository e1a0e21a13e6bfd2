import type { Fault } from '../../ports.ts';
import { makeDisks } from '../disks/disks-of.ts';
import { faultMs } from '../faults/faults.ts';
import { pass, remove } from '../life.ts';
import { toCents, toNumber } from '../money/prices.ts';
import { afterPeriod, endOfDay } from '../money/term.ts';
import { letters } from '../seeded.ts';
import { draw } from '../state-machine.ts';
import { wayOf } from '../stock.ts';
import type { Vm } from '../vm.ts';
import type { World } from '../world.ts';
import type { Plan } from './plan.ts';

/** Performs a plan: takes stock, addresses and money, and starts the instances' lives. */
export function build(
  world: World,
  plan: Plan,
  starts: boolean,
  action: string,
  names: (index: number) => string | null,
): Vm[] {
  if (plan.charge.term) world.account.debit(toCents(plan.quote.trade));
  return Array.from({ length: plan.amount }, (_, index) => {
    const vm = makeVm(world, plan, names(index), plan.amount === 1 ? plan.privateIp : null);
    world.vms.set(vm.id, vm);
    world.usage.add(vm);
    if (vm.expires) world.agenda.add(vm.expires.at, vm.id);
    begin(world, vm, starts, action);
    return vm;
  });
}

/** @param stock `elsewhere`: the stock was taken before */
export function makeVm(
  world: World,
  plan: Plan,
  name: string | null,
  privateIp: string | null,
  stock: 'here' | 'elsewhere' = 'here',
): Vm {
  const { region, place, charge } = plan;
  const id = `i-${region.mark}${letters(17, world.random)}`;
  const now = world.clock.now();
  const createdReal = world.clock.realNow();
  const ends = charge.term ? endOfDay(afterPeriod(createdReal, charge.term.unit, charge.term.period)) : null;
  if (stock === 'here') world.stock.take(region, place.zone, plan.type, wayOf(charge));
  const vm: Vm = {
    id,
    serial: world.nextSerial(),
    region,
    zone: place.zone,
    name: name ?? id,
    hostName: plan.hostName ?? `iZ${id.slice(2)}Z`,
    description: plan.description,
    type: plan.type,
    image: plan.image,
    vpcId: place.vSwitch?.vpcId ?? '',
    vSwitchId: place.vSwitch?.id ?? '',
    groupIds: place.groups.map((group) => group.id),
    privateIp: place.vSwitch ? (world.pools.get(place.vSwitch.id)?.take(privateIp) ?? '') : innerAddress(world),
    ipv6: ipv6In(world, plan),
    bandwidthOut: plan.bandwidthOut,
    bandwidthIn: plan.bandwidthIn,
    internetChargeType: plan.internetChargeType,
    ioOptimized: plan.ioOptimized,
    login: {
      asNonRoot: plan.asNonRoot,
      keyPairName: plan.keyPairName,
      keyInside: plan.keyPairName,
      password: plan.password,
    },
    userData: plan.userData,
    ramRoleName: plan.ramRoleName,
    hardened: plan.hardened,
    placement: plan.placement,
    creditSpecification: plan.creditSpecification,
    spotStrategy: charge.spotStrategy,
    spotDuration: charge.spotDuration,
    spotPriceLimit: charge.spotLimit === null ? null : toNumber(charge.spotLimit),
    spotInterruption: charge.spotInterruption,
    chargeType: charge.chargeType,
    deletionProtection: charge.deletionProtection,
    priced: plan.priced,
    diskIds: [],
    resourceGroupId: plan.resourceGroupId,
    metadata: plan.metadata,
    createdReal,
    visibleAt: now + draw(world.consistencyMs, world.random),
    tags: [...plan.tags],
    phases: [],
    locks: [],
    publicIp: null,
    addressTaken: false,
    startedReal: null,
    stoppedMode: 'Not-applicable',
    goneAt: null,
    reclaimedAt: null,
    autoRelease: null,
    expires: ends === null ? null : { at: now + (ends - createdReal), real: ends },
    autoRenew: charge.autoRenew,
  };
  makeDisks(world, vm, plan.disks);
  return vm;
}

/** Random addresses in the vSwitch's range. */
const ipv6In = (world: World, { place, ipv6Count }: Plan): readonly string[] =>
  Array.from({ length: ipv6Count }, () => {
    const part = (): string => Math.floor(world.random() * 0x10000).toString(16);
    return `${place.vSwitch?.ipv6Cidr.replace('::/64', '')}:${part()}:${part()}:${part()}:${part()}`;
  });

const innerAddress = (world: World): string =>
  `10.${[0, 0, 0].map(() => 1 + Math.floor(world.random() * 253)).join('.')}`;

/** Lets a new instance pass through its first statuses, unless a fault changes them. */
function begin(world: World, vm: Vm, starts: boolean, action: string): void {
  const now = world.clock.now();
  const faults = world.faults.take('created', action, vm.region.id);
  const stuck = faults.find((fault) => fault.name === 'stuck-pending');
  const pendingMs = stuck
    ? faultMs(stuck, 'forMs', Number.POSITIVE_INFINITY)
    : draw(world.timing.pending, world.random);
  const startingMs = draw(world.timing.starting, world.random);
  if (!Number.isFinite(pendingMs)) pass(world, vm, [['Pending', 0]]);
  else if (starts)
    pass(world, vm, [
      ['Pending', 0],
      ['Starting', pendingMs],
      ['Running', startingMs],
    ]);
  else
    pass(world, vm, [
      ['Pending', 0],
      ['Stopped', pendingMs],
    ]);
  if (starts && Number.isFinite(pendingMs)) {
    vm.startedReal = world.clock.toReal(now + pendingMs);
    if (vm.bandwidthOut > 0) vm.publicIp = { address: world.publicAddress(vm.region), from: now + pendingMs };
  }
  for (const fault of faults) {
    if (fault.name === 'vanish') vanish(world, vm, faultMs(fault, 'afterMs', 1500));
    if (fault.name === 'lock') vm.locks = [String(fault.reason ?? 'security')];
    if (fault.name === 'reclaim') reclaim(world, vm, faultMs(fault, 'afterMs', RECLAIM_MS));
    if (fault.name === 'invisible') vm.visibleAt = now + faultMs(fault, 'forMs', 20_000);
  }
}

function vanish(world: World, vm: Vm, afterMs: number): void {
  vm.goneAt = world.clock.now() + afterMs;
  world.agenda.add(vm.goneAt, vm.id);
}

/** The time from the lock Recycling until the market takes a spot instance. */
const RECLAIM_MS = 300_000;

/** Whether the market can take it. */
function reclaim(world: World, vm: Vm, afterMs: number): boolean {
  if (vm.spotStrategy === 'NoSpot') return false;
  vm.locks = [...new Set([...vm.locks, 'Recycling'])];
  if (vm.spotInterruption === 'Stop') {
    vm.reclaimedAt = world.clock.now() + afterMs;
    world.agenda.add(vm.reclaimedAt, vm.id);
  } else vanish(world, vm, afterMs);
  return true;
}

/** Applies a fault to an existing instance. Returns a sentence if that is impossible, otherwise null. */
export function afflict(world: World, fault: Fault): string | null {
  const vm = world.vms.get(String(fault.instanceId));
  if (!vm) return `There is no instance "${fault.instanceId}".`;
  if (fault.name === 'vanish') remove(world, vm);
  else if (fault.name === 'lock') vm.locks = [...new Set([...vm.locks, String(fault.reason ?? 'security')])];
  else if (!reclaim(world, vm, faultMs(fault, 'afterMs', RECLAIM_MS))) return `"${vm.id}" is not a spot instance.`;
  return null;
}
