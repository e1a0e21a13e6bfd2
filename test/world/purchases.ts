import { specHash } from '../../src/core/approval/approval.ts';
import { approversOf } from '../../src/core/approval/requirements.ts';
import { taggedBy } from '../../src/core/chunk/chunk-rows.ts';
import type { Instance } from '../../src/core/instance/instance.ts';
import type { Policy } from '../../src/core/policy/policy.ts';
import { REQUEST_TAG, type Request } from '../../src/core/request/request.ts';
import type { Answer, Cloud } from '../../src/sandbox/ecs/cloud.ts';
import type { Store } from '../../src/store/store.ts';
import { eachPrice } from './crowd.ts';
import { watchRenewals } from './renewals.ts';
import type { Timeline } from './timeline.ts';

type Params = Readonly<Record<string, string>>;

/** Looks on whenever money is spent: nothing is bought that was not approved, and not at another price. */
export interface Purchases {
  /** Prices have moved. */
  moved(): void;
  beforeCreate(params: Params): Promise<void>;
  beforeRenewal(params: Params): Promise<void>;
  afterCall(action: string, params: Params, answer: Answer): void;
  checkEnd(requestIds: readonly string[]): Promise<void>;
}

interface Scene {
  readonly timeline: Timeline;
  readonly cloud: Cloud;
  readonly truth: Store;
  readonly policyAt: (at: number) => Policy;
  readonly breaks: (promise: string) => void;
}

/**
 * Between the moment at which the cloud made up a price and that at which what was bought at it arrives lie: the answer, which
 * may be slow; the time for which it is remembered; the line before the create; and its way.
 */
const LOOK_TO_PURCHASE_MS = 10_000 + 5_000 + 2_000 + 300;

const ENDS = ['request.denied', 'request.withdrawn', 'request.expired', 'request.finished'];

export function watchPurchases({ timeline, cloud, truth, policyAt, breaks }: Scene): Purchases {
  let balance = cloud.state().balance.minor;
  let movedAt = Number.NEGATIVE_INFINITY;
  /** By row: what one instance may cost, and how far from it. */
  const approved = new Map<string, { readonly each: number; readonly tolerancePercent: number }>();
  const seen = new Set<string>();
  const renewed = watchRenewals(truth, breaks);

  return {
    moved() {
      movedAt = timeline.now();
    },
    async beforeCreate(params) {
      if (params.InstanceChargeType !== 'PrePaid') return;
      const rows = await rowsOf(truth, params);
      const [row = null] = rows;
      const request = row === null ? null : await truth.request(row.requestId);
      const approval = request?.approval ?? null;
      if (row === null || request === null || approval === null) return breaks('a prepaid create without an approval');
      const { decision } = approval;
      if (decision?.is !== 'approved') return breaks(`a create of ${row.id}, which is ${decision?.is ?? 'undecided'}`);
      if (decision.by === request.requester) breaks(`${request.id} was approved by its own requester`);
      if (approval.specHash !== specHash(request.spec, request.amount))
        breaks(`${request.id} is not what was approved`);
      const { instanceType, zone, region, imageId } = request.spec;
      const asked = [params.InstanceType, params.ZoneId, params.RegionId, params.ImageId].join();
      if (asked !== [instanceType, zone, region, imageId].join()) breaks(`${row.id} is ordered as something else`);
      for (const { id, ordinal } of rows) {
        if (ordinal > request.amount) breaks(`${id} is more than was approved`);
        approved.set(id, { each: eachPrice(approval.quote), tolerancePercent: approval.tolerancePercent });
      }
    },
    beforeRenewal: (params) => renewed.before(params),
    afterCall(action, params) {
      const state = cloud.state();
      const paid = balance - state.balance.minor;
      balance = state.balance.minor;
      if (PROLONGING.has(action)) return renewed.paid(params, paid, timeline.now() - movedAt > LOOK_TO_PURCHASE_MS);
      const fresh = BUYING.has(action)
        ? state.instances.map(tagOf).filter((id) => id !== 'nobody' && !seen.has(id))
        : [];
      for (const id of fresh) seen.add(id);
      const isPrepaid = BUYING.has(action) && params.InstanceChargeType === 'PrePaid';
      if (paid !== 0 && !(isPrepaid && fresh.length > 0))
        return breaks(`${paid} were paid for nothing new, by ${action}`);
      const [owner = ''] = fresh;
      if (!isPrepaid || fresh.length === 0) return;
      const { each = 0, tolerancePercent = 0 } = approved.get(owner) ?? {};
      const all = each * fresh.length;
      const off = Math.abs(paid - all) * 100 > all * tolerancePercent;
      if (off && timeline.now() - movedAt > LOOK_TO_PURCHASE_MS)
        breaks(`${fresh.join()} cost ${paid}, and ${all} was approved`);
    },
    async checkEnd(requestIds) {
      await renewed.checkEnd(requestIds);
      for (const id of requestIds) {
        const request = await truth.request(id);
        if (request !== null) await checkDecision(request);
      }
    },
  };

  async function checkDecision(request: Request): Promise<void> {
    const events = await truth.eventsOf(request.id);
    const ends = events.filter(({ kind }) => ENDS.includes(kind));
    const approvals = events.filter(({ kind }) => kind === 'request.approved');
    if (ends.length !== 1 || ends[0]?.kind !== `request.${request.state}`)
      breaks(`${request.id} is ${request.state} and ended ${ends.map(({ kind }) => kind).join() || 'never'}`);
    if (approvals.length > 1) breaks(`${request.id} was approved ${approvals.length} times`);
    if (request.state === 'finished' && request.approval !== null && approvals.length !== 1)
      breaks(`${request.id} was bought and never approved`);
    if (approvals.length === 1 && ['denied', 'expired'].includes(request.state))
      breaks(`${request.id} was approved and is ${request.state}`);
    const bought = cloud.state().instances.filter((vm) => tagOf(vm).startsWith(`${request.id}-`));
    if (request.state !== 'finished' && bought.length > 0) breaks(`${request.id} is ${request.state} and was bought`);
    const [event] = approvals;
    if (event === undefined) return;
    const policy = policyAt(event.at);
    const { votes } = event.data.approval as NonNullable<Request['approval']>;
    const voters = approversOf(policy, []).filter((user) => user !== request.requester);
    const needed = policy.approval.rules?.[0]?.needed ?? 1;
    const good = new Set(votes.map(({ by }) => by).filter((by) => voters.includes(by)));
    if (good.size !== votes.length || good.size < needed)
      breaks(`${request.id} was approved by ${votes.map(({ by }) => by).join()} of ${voters.join()}, needed ${needed}`);
  }
}

/** What buys something for an instance that exists. */
export const PROLONGING: ReadonlySet<string> = new Set(['RenewInstance', 'ResizeDisk']);

/** What buys new instances. */
export const BUYING: ReadonlySet<string> = new Set(['CreateInstance', 'RunInstances']);

/** Those that a call is to buy. */
export async function rowsOf(truth: Store, params: Params): Promise<readonly Instance[]> {
  const tagged = taggedBy(String(params['Tag.1.Value']));
  if (tagged === null) return [];
  return (await truth.instancesOf(tagged.requestId)).filter(({ id }) => tagged.ids.includes(id));
}

/** For which row it was created, `nobody` where it was not. Of those of one call only its name tells. */
export function tagOf(vm: Readonly<Record<string, unknown>>): string {
  const tags = (vm.Tags as { Tag: readonly { TagKey: string; TagValue: string }[] } | undefined)?.Tag ?? [];
  const tagged = taggedBy(tags.find((tag) => tag.TagKey === REQUEST_TAG)?.TagValue ?? '');
  if (tagged === null) return 'nobody';
  const { requestId, ids } = tagged;
  const number = /\d+$/u.exec(String(vm.InstanceName))?.[0];
  return ids.length === 1 ? String(ids[0]) : `${requestId}-${Number(number)}`;
}
