import { strict as assert } from 'node:assert';
import { againstPrice, approvalToBuy, needsApproval } from '../../core/approval/final-check.ts';
import { ageClock } from '../../core/base/clock.ts';
import type { Result } from '../../core/base/result.ts';
import type { Failure } from '../../core/failure/failure.ts';
import type { Instance } from '../../core/instance/instance.ts';
import type { Quote } from '../../core/spec/quote.ts';
import type { AccountMemory } from '../../ecs/account-memory.ts';
import { priceOf } from '../../ecs/money/price-of.ts';
import type { LifecyclePorts } from '../ports.ts';

/** Why an instance may not be bought at this moment; null if it may. Rejects when the store cannot be read. */
export type FinalCheck = (row: Instance) => Promise<Failure | null>;

type Price = Result<Quote | 'unknown', Failure>;

/** The instances of one order are bought within seconds, so one price question serves all of them. */
const REMEMBERED_MS = 5_000;

/**
 * Checks only purchases that need an approval, and a price only if one was approved. A repeated create is checked again too: it costs
 * money only if the first call failed.
 */
export function makeFinalCheck({
  store,
  ecs,
  clock,
  memory,
}: Pick<LifecyclePorts, 'store' | 'ecs' | 'clock'> & { readonly memory: AccountMemory }): FinalCheck {
  const age = ageClock(clock);
  const remembered = memory.of(() => new Map<string, { readonly at: number; readonly price: Promise<Price> }>());

  return async (row) => {
    const request = await store.request(row.requestId);
    if (!needsApproval(row, request)) return null;
    const approval = approvalToBuy(row, request, clock.now());
    if ('kind' in approval) return approval;
    assert(request !== null, 'only what is stored is approved');
    const isHourly = row.spec.charge.kind !== 'prepaid';
    if (isHourly && approval.quote === null) return null;
    const asked = remembered();
    for (const [id, { at }] of asked) if (age.now() - at >= REMEMBERED_MS) asked.delete(id);
    const known = asked.get(request.id) ?? {
      at: age.now(),
      price: priceOf(ecs, request),
    };
    asked.set(request.id, known);
    return againstPrice(approval, await known.price, 'DescribePrice', isHourly);
  };
}

/** Whether the purchase needs no approval, or the stored approval allows it at this moment. */
export async function isStillApproved(
  { store, clock }: Pick<LifecyclePorts, 'store' | 'clock'>,
  row: Instance,
): Promise<boolean> {
  const request = await store.request(row.requestId);
  return !needsApproval(row, request) || !('kind' in approvalToBuy(row, request, clock.now()));
}
