import { DAY_MS } from '../../core/base/durations.ts';
import { type AddressPool, makeAddressPool, makePublicAddresses } from './addresses.ts';
import { type Agenda, makeAgenda } from './agenda.ts';
import { type DeploymentSetData, deploymentSetsOf } from './catalogue/deployment-sets.ts';
import { type ImageData, imagesOf } from './catalogue/images.ts';
import { type KeyPair, keyPairsOf } from './catalogue/key-pairs.ts';
import { type LaunchTemplateData, launchTemplatesOf } from './catalogue/launch-templates.ts';
import { type NetworkData, networkOf, type VSwitchData } from './catalogue/network.ts';
import { REGIONS, type RegionData } from './catalogue/regions.ts';
import { type CloudClock, makeCloudClock } from './cloud-clock.ts';
import type { Disk } from './disks/disk.ts';
import { type Faults, makeFaults } from './faults/faults.ts';
import { type Markets, makeMarkets } from './money/market.ts';
import { type Account, makeAccount } from './money/money.ts';
import { CURRENCY } from './money/prices.ts';
import type { CloudOptions } from './options.ts';
import { makeUsage, QUOTAS, type Quotas, type Usage } from './quotas.ts';
import { seededRandom } from './seeded.ts';
import { TIMING, type Timing } from './state-machine.ts';
import { makeStock, type Stock } from './stock.ts';
import { makeTokens, type Tokens } from './tokens.ts';
import type { Vm } from './vm.ts';
import { refuse } from './wire/refusal.ts';
import { LIMITS, makeThrottle, type Throttle } from './wire/throttle.ts';

/** Everything in one account of the simulated cloud. */
export interface World {
  readonly accountId: string;
  readonly clock: CloudClock;
  readonly random: () => number;
  readonly timing: Timing;
  readonly consistencyMs: readonly [number, number];
  readonly vms: Map<string, Vm>;
  /** Oldest first. */
  readonly disks: Map<string, Disk>;
  readonly agenda: Agenda;
  readonly stock: Stock;
  readonly account: Account;
  readonly markets: Markets;
  readonly quotas: Quotas;
  readonly usage: Usage;
  readonly throttle: Throttle;
  readonly tokens: Tokens;
  readonly faults: Faults;
  readonly images: ReadonlyMap<string, readonly ImageData[]>;
  readonly networks: ReadonlyMap<string, NetworkData>;
  /** By region id. */
  readonly keyPairs: ReadonlyMap<string, KeyPair[]>;
  /** By region id. */
  readonly deploymentSets: ReadonlyMap<string, readonly DeploymentSetData[]>;
  /** By region id. */
  readonly launchTemplates: ReadonlyMap<string, LaunchTemplateData[]>;
  /** By vSwitch id. */
  readonly pools: ReadonlyMap<string, AddressPool>;
  readonly publicAddress: (region: RegionData) => string;
  readonly nextSerial: () => number;
}

/** The account of the simulator's first key. */
export const OWN_ACCOUNT = '1968132000120001';
/** The account of its second key. */
export const OTHER_ACCOUNT = '1968132000120002';

/** @param faults the cloud's, which hit the calls of every account */
export function makeWorld(options: CloudOptions, accountId = OWN_ACCOUNT, faults = makeFaults()): World {
  const random = seededRandom(options.seed);
  const clock = makeCloudClock(options.now, options.timeScale ?? 1);
  const networks = new Map(REGIONS.map((region) => [region.id, networkOf(region)]));
  let serial = 0;
  return {
    accountId,
    clock,
    random,
    timing: { ...TIMING, ...options.timing },
    consistencyMs: options.consistencyMs ?? [0, 800],
    vms: new Map(),
    disks: new Map(),
    agenda: makeAgenda(),
    stock: makeStock(faults),
    account: makeAccount(CURRENCY, options.balanceMinor ?? 1_000_000),
    markets: makeMarkets(options.seed, faults),
    quotas: { ...QUOTAS, ...options.quotas },
    usage: makeUsage(),
    throttle: makeThrottle(options.limits ?? LIMITS, options.now),
    tokens: makeTokens(options.tokenLifetimeMs ?? DAY_MS, clock.now, options.now),
    faults,
    images: new Map(REGIONS.map((region) => [region.id, imagesOf(region)])),
    networks,
    keyPairs: new Map(REGIONS.map((region) => [region.id, keyPairsOf(region)])),
    deploymentSets: new Map(REGIONS.map((region) => [region.id, deploymentSetsOf(region)])),
    launchTemplates: new Map(REGIONS.map((region) => [region.id, launchTemplatesOf(region)])),
    pools: new Map([...networks.values()].flatMap((network) => network.vSwitches.map(poolOf))),
    publicAddress: makePublicAddresses(),
    nextSerial: () => ++serial,
  };
}

const poolOf = (vSwitch: VSwitchData): [string, AddressPool] => [
  vSwitch.id,
  makeAddressPool(vSwitch.cidr, vSwitch.takenElsewhere),
];

export function regionNamed(id: string): RegionData {
  const region = REGIONS.find((each) => each.id === id);
  return region ?? refuse(404, 'InvalidRegionId.NotFound', 'The specified RegionId does not exist.');
}

export const networkIn = (world: World, region: RegionData): NetworkData =>
  world.networks.get(region.id) as NetworkData;

export const keyPairsIn = (world: World, region: RegionData): KeyPair[] => world.keyPairs.get(region.id) as KeyPair[];

export const deploymentSetsIn = (world: World, region: RegionData): readonly DeploymentSetData[] =>
  world.deploymentSets.get(region.id) ?? [];

export const launchTemplatesIn = (world: World, region: RegionData): LaunchTemplateData[] =>
  world.launchTemplates.get(region.id) as LaunchTemplateData[];

export const imagesIn = (world: World, region: RegionData): readonly ImageData[] => world.images.get(region.id) ?? [];
