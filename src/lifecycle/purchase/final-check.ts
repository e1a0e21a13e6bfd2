import { strict as assert } from 'node:assert';
import {
  againstPrice,
  againstRequester,
  againstUnapprovedPrice,
  approvalToBuy,
  type CurrentPrice,
  mayCostMore,
  needsApproval,
} from '../../core/approval/final-check.ts';
import { ageClock } from '../../core/base/clock.ts';
import type { Failure } from '../../core/failure/failure.ts';
import type { Instance } from '../../core/instance/instance.ts';
import type { Request } from '../../core/request/request.ts';
import type { AccountMemory } from '../../ecs/account-memory.ts';
import { priceOf } from '../../ecs/money/price-of.ts';
import type { LifecyclePorts } from '../ports.ts';

/** Why an instance may not be bought at this moment; null if it may. Rejects when the store cannot be read. */
export type FinalCheck = (row: Instance) => Promise<Failure | null>;

/** The instances of one order are bought within seconds, so one price question serves all of them. */
const REMEMBERED_MS = 5_000;

/**
 * Checks the requester's account, the approval, and the price if one was approved or could need an approval by now. A repeated create
 * is checked again too: it costs money only if the first call failed.
 */
export function makeFinalCheck({
  store,
  ecs,
  clock,
  policy,
  directory,
  memory,
}: Pick<LifecyclePorts, 'store' | 'ecs' | 'clock' | 'policy' | 'directory'> & {
  readonly memory: AccountMemory;
}): FinalCheck {
  const age = ageClock(clock);
  const remembered = memory.of(() => new Map<string, { readonly at: number; readonly price: Promise<CurrentPrice> }>());

  async function priceNow(request: Request): Promise<CurrentPrice> {
    const asked = remembered();
    for (const [id, { at }] of asked) if (age.now() - at >= REMEMBERED_MS) asked.delete(id);
    const known = asked.get(request.id) ?? { at: age.now(), price: priceOf(ecs, request) };
    asked.set(request.id, known);
    return known.price;
  }

  async function againstApproved(row: Instance, request: Request | null): Promise<Failure | null> {
    const approval = approvalToBuy(row, request, clock.now());
    if ('kind' in approval) return approval;
    assert(request !== null, 'only what is stored is approved');
    const charge = row.spec.charge.kind;
    const mayFall = charge !== 'prepaid';
    if (mayFall && approval.quote === null) return null;
    const price = await priceNow(request);
    return againstPrice(approval, price, { policy: policy.current().policy, charge, mayFall });
  }

  return async (row) => {
    const request = await store.request(row.requestId);
    const left = request && (await hasLeft({ directory }, request));
    if (left !== null) return left;
    if (needsApproval(row, request)) return againstApproved(row, request);
    if (request === null || !mayCostMore(request, policy.current().policy, clock.now())) return null;
    const price = await priceNow(request);
    return againstUnapprovedPrice(request, price, policy.current().policy);
  };
}

/** Why nothing is bought for the requester. While Slack does not say who somebody is, that is no reason. */
export const hasLeft = async (
  { directory }: Pick<LifecyclePorts, 'directory'>,
  request: Request,
): Promise<Failure | null> => againstRequester(request, await directory.memberships([request.requester], 'lately'));

/** Whether the purchase needs no approval, or the stored approval allows it at this moment. */
export async function isStillApproved(
  { store, clock }: Pick<LifecyclePorts, 'store' | 'clock'>,
  row: Instance,
): Promise<boolean> {
  const request = await store.request(row.requestId);
  return !needsApproval(row, request) || !('kind' in approvalToBuy(row, request, clock.now()));
}
