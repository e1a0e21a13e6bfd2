import { DAY_MS } from '../../core/base/durations.ts';
import { makeVm } from './create/build.ts';
import { planCreate } from './create/plan.ts';
import { disksOf } from './disks/disks-of.ts';
import { pass } from './life.ts';
import { endOfDay } from './money/term.ts';
import type { Population } from './options.ts';
import type { Vm } from './vm.ts';
import { readParams } from './wire/params.ts';
import { imagesIn, networkIn, regionNamed, type World } from './world.ts';

const ROLES = ['web', 'api', 'worker', 'cache', 'db'];
const TEAMS = ['shop', 'search', 'data'];
const TYPES = ['ecs.g7.large', 'ecs.c7.xlarge', 'ecs.r7.large'];

/**
 * Puts `count` instances into a region at once, without using stock, quotas or the balance, in which they count as included
 * already. Some are Stopped, some prepaid, one is locked, so that a list has something of everything.
 */
export function populate(world: World, { region: regionId, count }: Population): void {
  const region = regionNamed(regionId);
  const network = networkIn(world, region);
  // The largest vSwitches: their addresses suffice for thousands.
  const vSwitches = network.vSwitches.filter(
    ({ cidr, takenElsewhere }) => cidr.endsWith('/19') && takenElsewhere === 0,
  );
  const image = imagesIn(world, region).find(({ os }) => os === 'linux');
  const plans = TYPES.flatMap((type) =>
    vSwitches.flatMap((vSwitch) => {
      const group = network.groups.find(({ vpcId }) => vpcId === vSwitch.vpcId);
      try {
        const params = { RegionId: region.id, InstanceType: type, ImageId: image?.id ?? '', VSwitchId: vSwitch.id };
        return [
          planCreate(world, readParams({ ...params, SecurityGroupId: group?.id ?? '' }), {
            amount: 1,
            minAmount: 1,
            mayBePattern: false,
          }),
        ];
      } catch {
        return []; // not sold in that zone
      }
    }),
  );
  for (let n = 1; n <= count; n++) {
    const plan = plans[n % plans.length];
    if (plan === undefined) throw new Error(`nothing can be created in ${regionId}`);
    const name = `${ROLES[n % ROLES.length]}-${String(n).padStart(4, '0')}`;
    settle(world, aged(world, { ...makeVm(world, plan, name, null, 'elsewhere'), visibleAt: 0 }, n), n);
  }
}

/** Older than this cloud, and some paid for a year. */
function aged(world: World, vm: Vm, n: number): Vm {
  const now = world.clock.now();
  const createdReal = world.clock.realNow() - (n % 400) * DAY_MS;
  const tags = [
    { key: 'team', value: TEAMS[n % TEAMS.length] ?? '' },
    { key: 'env', value: n % 4 === 0 ? 'staging' : 'production' },
  ];
  if (n % 7 !== 0) return { ...vm, createdReal, tags };
  const ends = endOfDay(world.clock.realNow() + (1 + (n % 365)) * DAY_MS);
  return {
    ...vm,
    createdReal,
    tags,
    chargeType: 'PrePaid',
    expires: { at: now + (ends - world.clock.realNow()), real: ends },
  };
}

function settle(world: World, vm: Vm, n: number): void {
  for (const disk of disksOf(world, vm))
    Object.assign(disk, { createdReal: vm.createdReal, attachedReal: vm.createdReal });
  const stopped = n % 10 === 0;
  pass(world, vm, [[stopped ? 'Stopped' : 'Running', 0]]);
  vm.startedReal = vm.createdReal;
  if (stopped) vm.stoppedMode = vm.chargeType === 'PrePaid' ? 'Not-applicable' : 'KeepCharging';
  if (n % 50 === 7) vm.locks = ['security'];
  if (n % 5 === 0) vm.publicIp = { address: world.publicAddress(vm.region), from: 0 };
  world.vms.set(vm.id, vm);
  world.usage.add(vm);
  if (vm.expires) world.agenda.add(vm.expires.at, vm.id);
}
