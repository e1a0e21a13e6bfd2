import { specHash } from '../../src/core/approval/approval.ts';
import type { PrepaidGrowth } from '../../src/core/disk/disk-wish.ts';
import type { Instance } from '../../src/core/instance/instance.ts';
import { aimOf, isBought, mayHaveCost } from '../../src/core/renewal/renewal.ts';
import { isRenewing, type Renewing } from '../../src/core/renewal/renewal-act.ts';
import type { Cloud } from '../../src/sandbox/ecs/cloud.ts';
import type { Fault } from '../../src/sandbox/ports.ts';
import type { Store } from '../../src/store/store.ts';
import { unlessStoreDown } from '../../src/store/unless-store-down.ts';
import type { Approvals } from '../../src/usecases/approval/approvals.ts';
import { APPROVERS, eachPrice, MONTHLY } from './crowd.ts';
import type { Plan } from './plan.ts';
import type { Timeline } from './timeline.ts';

/** People who have prepaid instances renewed in a simulated world, and those who agree to it. */
export interface PlannedRenewal {
  readonly at: number;
  readonly origin: string;
  /** Of the instance. */
  readonly requestId: string;
  readonly ordinal: number;
  readonly replica: number;
  /** Each approves, so long after it was asked for. */
  readonly approveAfterMs: readonly number[];
  /** When who asked for it changes their mind; null for never. */
  readonly withdrawAfterMs: number | null;
  /** What the cloud does to it, until the calm at most. */
  readonly fault: Fault | null;
  /** Somebody else than its owner. */
  readonly by?: string;
  /** Its prepaid system disk is to be so many GiB larger; absent where its time is to be prolonged. */
  readonly grows?: number;
}

export const RENEWAL_FAULTS: readonly Fault[] = [
  { name: 'reset-before', action: 'RenewInstance', times: 0 },
  { name: 'reset-after', action: 'RenewInstance' },
  { name: 'reset-after', action: 'RenewInstance', times: 0 },
  { name: 'unavailable-before', action: 'RenewInstance' },
  { name: 'unavailable-after', action: 'RenewInstance' },
  { name: 'timeout', action: 'RenewInstance' },
  { name: 'html-error', action: 'RenewInstance' },
  { name: 'in-flight', action: 'RenewInstance' },
  { name: 'throttle', action: 'RenewInstance' },
  { name: 'not-enough-balance', action: 'RenewInstance' },
  { name: 'refuse-with', code: 'OperationConflict', sticky: true, action: 'RenewInstance' },
  { name: 'throttle', action: 'DescribeRenewalPrice' },
  { name: 'price-not-found', action: 'DescribeRenewalPrice' },
  { name: 'reset-before', action: 'DescribeInstances' },
];

/** Drawn by a chance of their own, so that the worlds of before are what they were. */
export function renewalsOf(random: () => number, plan: Plan, start: number): readonly PlannedRenewal[] {
  const upTo = (most: number): number => Math.floor(random() * (most + 1));
  const prepaid = plan.submissions.filter(({ order }) => order.spec.charge.kind === 'prepaid');
  const planned = (origin: string): PlannedRenewal => {
    const { order } = prepaid[upTo(prepaid.length - 1)] as (typeof prepaid)[0];
    return {
      at: start + 15_000 + upTo(plan.calmFrom - start + 30_000),
      origin,
      requestId: order.requestId,
      ordinal: 1 + upTo(order.amount - 1),
      replica: upTo(plan.replicas - 1),
      approveAfterMs: APPROVERS.map(() => 500 + upTo(12_000)),
      withdrawAfterMs: upTo(5) === 0 ? 500 + upTo(15_000) : null,
      fault:
        upTo(2) === 0 ? null : { times: 1 + upTo(2), ...(RENEWAL_FAULTS[upTo(RENEWAL_FAULTS.length - 1)] as Fault) },
    };
  };
  if (prepaid.length === 0) return [];
  const prolonged = Array.from({ length: 1 + upTo(3) }, (_, index) => planned(`view:renew${index}`));
  const larger = planned('disk:0');
  return [...prolonged, { ...larger, grows: 1 + upTo(60), fault: larger.fault && ofDisk(larger.fault) }];
}

/** The same of the calls by which a disk gets larger. */
const ofDisk = (fault: Fault): Fault => {
  const action = { RenewInstance: 'ResizeDisk', DescribeRenewalPrice: 'DescribeInstanceModificationPrice' };
  return { ...fault, action: action[fault.action as keyof typeof action] ?? 'DescribeDisks' };
};

interface World {
  readonly timeline: Timeline;
  readonly cloud: Cloud;
  readonly truth: Store;
  readonly approvals: ReadonlyMap<number, Approvals>;
  readonly plan: Pick<Plan, 'calmFrom'>;
  readonly lay: (fault: Fault) => void;
}

/** A bot that is down, or dies meanwhile, answers nobody: then it was asked for or not, and the store knows. */
export function renewAsPlanned(world: World, planned: readonly PlannedRenewal[], start: number): void {
  const { timeline, truth, approvals, cloud } = world;
  const { calmFrom } = world.plan;
  for (const one of planned) {
    const { at, origin, requestId, ordinal, replica } = one;
    const press = async (by: string, what: 'approve' | 'withdraw'): Promise<void> => {
      const request = await truth.requestByOrigin(origin);
      const round = request?.approval?.round ?? 1;
      if (request === null) return;
      await unlessStoreDown(
        async () => void (await approvals.get(replica)?.take(request.id, { what, by, round, note: '' })),
        () => {},
      );
    };
    const click = (by: string, what: 'approve' | 'withdraw', afterMs: number): void => {
      timeline.after(at - start + afterMs, () => void press(by, what));
    };
    const ask = async (): Promise<void> => {
      const row = await truth.instance(`${requestId}-${ordinal}`);
      const vm = cloud.state().instances.find(({ InstanceId }) => InstanceId === row?.cloudId);
      if (row === null || vm === undefined) return;
      const disk = one.grows === undefined ? null : growthOf(cloud, row, one.grows);
      const what = disk === null ? { term: MONTHLY.term } : { disk };
      const wish = { instanceId: row.id, what, by: { user: one.by ?? row.requester }, channel: 'C1' };
      const shown =
        disk === null
          ? { until: Date.parse(String(vm.ExpiredTime)) }
          : { most: { micros: 1_000_000_000, currency: 'CNY' } };
      const asking = approvals.get(replica)?.askRenewal(wish, { origin, team: 'T1', ...shown });
      await unlessStoreDown<unknown, void>(
        async () => asking,
        () => {},
      );
    };
    timeline.after(at - start, () => void ask());
    const { fault } = one;
    if (fault !== null && at < calmFrom) timeline.after(at - start, () => world.lay(fault));
    for (const [n, afterMs] of one.approveAfterMs.entries()) click(String(APPROVERS[n]), 'approve', afterMs);
    const who = `U${requestId.replace('r-world', '')}`;
    if (one.withdrawAfterMs !== null) click(who, 'withdraw', one.withdrawAfterMs);
  }
}

/** As somebody reads it in the console before they ask; null where it has no disk any more. */
function growthOf(cloud: Cloud, { cloudId, spec }: Instance, by: number): PrepaidGrowth | null {
  const which = { RegionId: spec.region, InstanceId: String(cloudId), DiskType: 'system' };
  const listed = cloud.call('DescribeDisks', '2014-05-26', which).body.Disks as
    | { readonly Disk: readonly { readonly DiskId: string; readonly Size: number }[] }
    | undefined;
  const [disk] = listed?.Disk ?? [];
  if (disk === undefined) return null;
  const { category } = spec.systemDisk;
  const { DiskId: diskId, Size: from } = disk;
  return { which: 'system', diskId, from, to: from + by, category, instanceType: spec.instanceType };
}

/** The requests that have come of them so far. */
export async function idsOf(truth: Store, planned: readonly { readonly origin: string }[]): Promise<readonly string[]> {
  const found = await Promise.all(planned.map(({ origin }) => truth.requestByOrigin(origin)));
  return found.flatMap((request) => (request === null ? [] : [request.id]));
}

type Params = Readonly<Record<string, string>>;

/** Looks on whenever an instance is renewed: never without an approval, at another price, or twice. */
export interface Renewed {
  before(params: Params): Promise<void>;
  /** @param isSettled whether no price has moved for so long that it must be the approved one */
  paid(params: Params, minor: number, isSettled: boolean): void;
  checkEnd(requestIds: readonly string[]): Promise<void>;
}

export function watchRenewals(truth: Store, breaks: (promise: string) => void): Renewed {
  const approved = new Map<string, { readonly each: number; readonly tolerancePercent: number }>();
  /** By token: what was debited each time that something was. */
  const debits = new Map<string, number[]>();
  const isDisk = (params: Params): boolean => params.DiskId !== undefined;
  const tokenOf = (params: Params): string => String(params.ClientToken);
  /** Of one purchase, whichever of its tokens is sent. */
  const purchaseOf = (token: string): string => token.replace(/\.\d+$/u, '');

  return {
    async before(params) {
      const token = tokenOf(params);
      const request = await truth.request(token.slice(0, token.indexOf('-', 2)));
      if (request === null || !isRenewing(request)) return breaks(`a renewal with the token ${token} of nobody`);
      const { renewal, approval, spec, amount } = request;
      if (renewal.clientToken !== token) breaks(`${request.id} is sent with another token`);
      if (renewal.triedAt === null) breaks(`${request.id} is sent without a stored intent`);
      const { disk } = renewal;
      if (disk === undefined && renewal.cloudId !== params.InstanceId) breaks(`${request.id} renews another instance`);
      if (disk !== undefined && (disk.diskId !== params.DiskId || String(disk.to) !== params.NewSize))
        breaks(`${request.id} resizes another disk, or to another size`);
      if (approval?.decision?.is !== 'approved') return breaks(`${request.id} is sent and was not approved`);
      if (approval.decision.by === request.requester) breaks(`${request.id} was approved by its own requester`);
      if (approval.specHash !== specHash(spec, amount, aimOf(renewal)))
        breaks(`${request.id} is not what was approved`);
      approved.set(purchaseOf(token), { each: eachPrice(approval.quote), tolerancePercent: approval.tolerancePercent });
    },
    paid(params, minor, isSettled) {
      if (minor === 0) return;
      const token = purchaseOf(tokenOf(params));
      debits.set(token, [...(debits.get(token) ?? []), minor]);
      const { each = 0, tolerancePercent = 0 } = approved.get(token) ?? {};
      // The rest of a term may have become a day shorter.
      const off = isDisk(params) ? minor - each : Math.abs(minor - each);
      const isOff = off * 100 > each * tolerancePercent;
      if (isOff && isSettled) breaks(`${token} cost ${minor}, and ${each} was approved`);
      if ((debits.get(token) ?? []).length > 1) breaks(`${token} was debited more than once`);
    },
    async checkEnd(requestIds) {
      for (const id of requestIds) {
        const request = await truth.request(id);
        if (request !== null && isRenewing(request)) check(request);
      }
    },
  };

  function check({ id, state, renewal }: Renewing): void {
    const count = debits.get(purchaseOf(renewal.clientToken))?.length ?? 0;
    const is = state === 'finished' ? (renewal.end?.is ?? 'nothing') : state;
    if (renewal.heldBy !== null) breaks(`${id} has ended and still waits for a freeze`);
    if (isBought(renewal.end) && count !== 1) breaks(`${id} is ${is} and was debited ${count} times`);
    const mayCost = state === 'finished' && mayHaveCost(renewal);
    if (!mayCost && count > 0) breaks(`${id} ended ${is} and was debited`);
  }
}
