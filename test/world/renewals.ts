import { specHash } from '../../src/core/approval/approval.ts';
import { mayHaveCost } from '../../src/core/renewal/renewal.ts';
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
}

const FAULTS: readonly Fault[] = [
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
  return Array.from({ length: prepaid.length === 0 ? 0 : 1 + upTo(3) }, (_, index) => {
    const { order } = prepaid[upTo(prepaid.length - 1)] as (typeof prepaid)[0];
    return {
      at: start + 15_000 + upTo(plan.calmFrom - start + 30_000),
      origin: `view:renew${index}`,
      requestId: order.requestId,
      ordinal: 1 + upTo(order.amount - 1),
      replica: upTo(plan.replicas - 1),
      approveAfterMs: APPROVERS.map(() => 500 + upTo(12_000)),
      withdrawAfterMs: upTo(5) === 0 ? 500 + upTo(15_000) : null,
      fault: upTo(2) === 0 ? null : { times: 1 + upTo(2), ...(FAULTS[upTo(FAULTS.length - 1)] as Fault) },
    };
  });
}

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
      const wish = {
        instanceId: row.id,
        what: { term: MONTHLY.term },
        by: { user: one.by ?? row.requester },
        channel: 'C1',
      };
      const until = Date.parse(String(vm.ExpiredTime));
      const asking = approvals.get(replica)?.askRenewal(wish, { origin, team: 'T1', until });
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
      if (renewal.cloudId !== params.InstanceId) breaks(`${request.id} renews another instance`);
      if (approval?.decision?.is !== 'approved') return breaks(`${request.id} is sent and was not approved`);
      if (approval.decision.by === request.requester) breaks(`${request.id} was approved by its own requester`);
      if (approval.specHash !== specHash(spec, amount, renewal.cloudId))
        breaks(`${request.id} is not what was approved`);
      approved.set(purchaseOf(token), { each: eachPrice(approval.quote), tolerancePercent: approval.tolerancePercent });
    },
    paid(params, minor, isSettled) {
      if (minor === 0) return;
      const token = purchaseOf(tokenOf(params));
      debits.set(token, [...(debits.get(token) ?? []), minor]);
      const { each = 0, tolerancePercent = 0 } = approved.get(token) ?? {};
      const isOff = Math.abs(minor - each) * 100 > each * tolerancePercent;
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
    if (is === 'renewed' && count !== 1) breaks(`${id} was renewed and debited ${count} times`);
    const mayCost = state === 'finished' && mayHaveCost(renewal);
    if (!mayCost && count > 0) breaks(`${id} ended ${is} and was debited`);
  }
}
