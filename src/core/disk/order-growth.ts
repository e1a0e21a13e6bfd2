import type { DiskStep } from '../attribute/attribute.ts';
import {
  type AttributeCircumstances,
  type AttributeDecision,
  changeOrdered,
  refusalToChange,
} from '../attribute/order-attributes.ts';
import type { Freeze } from '../freeze.ts';
import type { Actor } from '../instance/found-instance.ts';
import type { Instance } from '../instance/instance.ts';
import { MAX_TAGS } from '../option/tags.ts';
import type { GrowthPrices } from './disk-price.ts';
import { tagsOfNewDisk } from './disk-tags.ts';
import { type DiskChange, isGrowth } from './disk-wish.ts';
import { type Growth, orderedGrowth } from './growth.ts';
import { factsOfDisks, type GrowthCircumstances, judgeGrowth } from './judge-growth.ts';

/** Disks to enlarge or to buy and attach, as the cloud shows them and at its current price. */
export interface GrowthWish {
  readonly changes: readonly DiskChange[];
  readonly prices: GrowthPrices;
  /** The growths of the instance when its disks were looked at. */
  readonly growths: readonly Growth[];
  /** One per change, in the same order. */
  readonly clientTokens: readonly string[];
  readonly channel: string;
}

/**
 * Whether disks may be enlarged or attached, and the row with the order. It is stored before the first call to the cloud,
 * so it counts against budgets from now on.
 *
 * @param freeze in force; null for none
 */
export function orderGrowth(
  instance: Instance,
  wish: GrowthWish,
  by: Actor,
  circumstances: GrowthCircumstances &
    Pick<AttributeCircumstances, 'account' | 'cloud'> & { readonly freeze: Freeze | null },
): AttributeDecision {
  const { at, freeze } = circumstances;
  const { changes, prices, clientTokens, channel } = wish;
  const barred = refusalToChange(instance, by, circumstances);
  if (barred !== null) return { refused: barred };
  // The disks may have changed since the look, so that the wanted disk may exist already.
  const before = instance.growths ?? [];
  if (JSON.stringify(before) !== JSON.stringify(wish.growths)) return { refused: { why: 'disksChanged' } };
  if (freeze !== null) return { refused: { why: 'frozen', freeze } };
  const facts = { user: by.user, isAdmin: by.isAdmin, channel, ...factsOfDisks(changes) };
  const isTagged = changes.every(isGrowth) || tagsOfNewDisk(instance, circumstances.policy.options).length <= MAX_TAGS;
  if (!isTagged) return { refused: { why: 'diskTagsTooMany', max: MAX_TAGS } };
  const paidAs = circumstances.cloud?.chargeKind ?? instance.spec.charge.kind;
  const refused = judgeGrowth(facts, prices, circumstances, paidAs);
  if (refused !== null) return { refused };
  const steps = changes.map((change, n): DiskStep => {
    const clientToken = clientTokens[n];
    if (clientToken === undefined) throw new Error('each disk needs a token of its own');
    const more = prices.each[n] ?? null;
    return isGrowth(change)
      ? { is: 'grow', ...change, clientToken, more }
      : { is: 'addDisk', ...change, clientToken, more };
  });
  const { next, events, messages } = changeOrdered(instance, steps, by.user, { at });
  return {
    taken: {
      next: { ...next, growths: [...before, ...steps.map((step) => orderedGrowth(step, by.user, at))] },
      events,
      messages,
    },
  };
}
