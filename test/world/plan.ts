import { NO_POLICY, type Policy } from '../../src/core/policy/policy.ts';
import { POWERS, type PowerWish } from '../../src/core/power/power.ts';
import type { NewRequest } from '../../src/core/request/request-new.ts';
import { PAY_AS_YOU_GO } from '../../src/core/spec/charge.ts';
import type { InstanceSpec } from '../../src/core/spec/spec.ts';
import type { Cloud } from '../../src/sandbox/ecs/cloud.ts';
import { seededRandom } from '../../src/sandbox/ecs/seeded.ts';
import type { Fault } from '../../src/sandbox/ports.ts';
import { clickOf, MONTHLY, type PlannedClick, type PlannedPolicy, policyOf } from './crowd.ts';
import { FAULTS } from './fault-table.ts';

/** What a seed has in store; drawn before the run, so that it can be printed. */
export interface Plan {
  readonly submissions: readonly { readonly at: number; readonly order: NewRequest }[];
  readonly faults: readonly { readonly at: number; readonly fault: Fault }[];
  readonly priceMoves: readonly { readonly at: number; readonly percent: number }[];
  readonly outages: readonly { readonly from: number; readonly to: number }[];
  /** By replica: how each of its first lives ends. */
  readonly crashes: readonly (readonly Crash[])[];
  readonly replicas: number;
  readonly slackTrouble: number;
  readonly freezes: readonly PlannedFreeze[];
  /** By the moment from which each is in force, the first from the beginning. */
  readonly policies: readonly PlannedPolicy[];
  readonly clicks: readonly PlannedClick[];
  /** From here on nothing is disturbed any more. */
  readonly calmFrom: number;
}

interface Crash {
  readonly afterMs: number;
  readonly calls: number;
  readonly when: 'before' | 'after';
}

export interface PlannedFreeze {
  readonly at: number;
  /** When it ends by the clock; null when only lifting it ends it. */
  readonly until: number | null;
  /** When it is lifted; null when it ends at its time. */
  readonly liftedAt: number | null;
}

/** What a person orders of an instance, if it is there by then. */
export interface PlannedPower {
  readonly at: number;
  readonly requestId: string;
  /** Which of its instances, or all of them at once. */
  readonly ordinal: number | 'all';
  readonly wish: PowerWish;
  /** An admin where it is left out. */
  readonly by?: string;
}

/** Orders for what the plan asks for, from early on to well into the calm; drawn by a chance of their own. */
export function ordersOf(
  random: () => number,
  { submissions, calmFrom }: Plan,
  start: number,
): readonly PlannedPower[] {
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  return Array.from({ length: 1 + Math.floor(random() * 7) }, () => {
    const { requestId, amount } = pick(submissions).order;
    const what = pick(POWERS);
    const stoppedMode = what === 'stop' ? pick(['KeepCharging', 'StopCharging'] as const) : null;
    const at = start + 8_000 + Math.floor(random() * (calmFrom - start + 60_000));
    return { at, requestId, ordinal: 1 + Math.floor(random() * amount), wish: { what, stoppedMode } };
  }).toSorted((a, b) => a.at - b.at);
}

/** In every fifth world somebody orders something of all instances of a request at once, and again. */
export function bulksOf(seed: number, { submissions, calmFrom }: Plan, start: number): readonly PlannedPower[] {
  if (seed % 5 !== 3) return [];
  const random = seededRandom(seed + 8_000_003);
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  return Array.from({ length: 1 + Math.floor(random() * 3) }, () => {
    const at = start + 8_000 + Math.floor(random() * (calmFrom - start + 60_000));
    const wish = { what: pick(POWERS), stoppedMode: null };
    return { at, requestId: pick(submissions).order.requestId, ordinal: 'all', wish };
  });
}

/** In force at a moment. */
export const policyAt = ({ policies }: Pick<Plan, 'policies'>, at: number): Policy =>
  (policies.findLast(({ from }) => from <= at) ?? policies[0])?.policy ?? NO_POLICY;

const ROUGH_MS = 60_000;

export function planOf(random: () => number, cloud: Cloud, start: number): Plan {
  const upTo = (most: number): number => Math.floor(random() * (most + 1));
  const many = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, i) => make(i));
  const pick = <T>(all: readonly T[]): T => all[Math.floor(random() * all.length)] as T;
  const someTime = (): number => start + Math.floor(random() * ROUGH_MS);
  const specs = specsOf(cloud);
  const replicas = random() < 0.25 ? 2 : 1;
  const submissions = many(1 + upTo(2), (index) => {
    const at = start + Math.floor(random() * 20_000);
    return { at, order: orderOf(index, pick(specs), 1 + upTo(3), at) };
  });
  const dice = { upTo, pick };
  return {
    replicas,
    submissions,
    policies: many(1 + upTo(2), (index) => ({
      from: index === 0 ? start : someTime(),
      policy: policyOf(dice),
    })).toSorted((a, b) => a.from - b.from),
    clicks: many(upTo(24), () => clickOf(dice, someTime(), submissions.length, replicas)),
    faults: many(upTo(5), () => ({ at: someTime(), fault: { times: 1 + upTo(2), ...pick(FAULTS) } })),
    priceMoves: many(upTo(3), () => ({ at: someTime(), percent: pick([-8, 3, 3, 10]) })),
    outages: many(upTo(2), someTime).map((from) => ({ from, to: from + 500 + upTo(9_000) })),
    crashes: many(replicas, () =>
      many(upTo(4), () => ({
        afterMs: upTo(12_000),
        calls: 1 + upTo(40),
        when: random() < 0.5 ? ('before' as const) : ('after' as const),
      })),
    ),
    slackTrouble: pick([0, 0.1, 0.4]),
    calmFrom: start + ROUGH_MS + 15_000,
    freezes: many(upTo(2), () => freezeAt(someTime(), upTo, pick)),
  };
}

function freezeAt(at: number, upTo: (most: number) => number, pick: <T>(all: readonly T[]) => T): PlannedFreeze {
  const endsAt = at + 300 + upTo(15_000);
  const liftedAt = at + 300 + upTo(15_000);
  return pick([
    { at, until: endsAt, liftedAt: null },
    { at, until: null, liftedAt },
    { at, until: endsAt, liftedAt },
  ]);
}

function orderOf(index: number, spec: InstanceSpec, amount: number, at: number): NewRequest {
  const requestId = `r-world${index}`;
  return {
    requestId,
    approval: null,
    spec,
    amount,
    clientTokens: [`token-${index}`],
    ...(index % 2 === 1 ? { partial: 'refuse' } : {}),
    origin: `view:${index}`,
    requester: `U${index}`,
    team: 'T1',
    channel: 'C1',
    at,
  };
}

/** Specs that this cloud would build, in two regions, with and without a public address, by use and prepaid. */
export function specsOf(cloud: Cloud): readonly InstanceSpec[] {
  return ['cn-beijing', 'cn-hangzhou'].flatMap((region) =>
    [0, 5].flatMap((bandwidth) => {
      const spec = { ...specIn(cloud, region), internetMaxBandwidthOut: bandwidth };
      return [spec, { ...spec, charge: MONTHLY }];
    }),
  );
}

function specIn(cloud: Cloud, region: string): InstanceSpec {
  const list = (action: string, outer: string, inner: string): readonly Record<string, unknown>[] => {
    const { body } = cloud.call(action, '2014-05-26', { RegionId: region, PageSize: '50' });
    return (body[outer] as Record<string, readonly Record<string, unknown>[]>)[inner] ?? [];
  };
  const vSwitch = list('DescribeVSwitches', 'VSwitches', 'VSwitch').find(
    (one) => Number(one.AvailableIpAddressCount) > 100,
  );
  const groups = list('DescribeSecurityGroups', 'SecurityGroups', 'SecurityGroup');
  const images = list('DescribeImages', 'Images', 'Image');
  const image = images.find((one) => one.OSType === 'linux' && !String(one.ImageId).includes('2016'));
  return {
    region,
    zone: String(vSwitch?.ZoneId),
    instanceType: 'ecs.g7.large',
    imageId: String(image?.ImageId),
    vSwitchId: String(vSwitch?.VSwitchId),
    securityGroupId: String(groups.find((one) => one.VpcId === vSwitch?.VpcId)?.SecurityGroupId),
    systemDisk: { category: 'cloud_essd', sizeGiB: 40 },
    internetMaxBandwidthOut: 0,
    charge: PAY_AS_YOU_GO,
    name: 'web',
  };
}
