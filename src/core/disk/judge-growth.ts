import type { Circumstances } from '../approval/blockers.ts';
import { type Overdraft, overdrafts } from '../approval/budget.ts';
import { requirementsOf } from '../approval/requirements.ts';
import { type Failure, failureOf } from '../failure/failure.ts';
import type { Freeze } from '../freeze.ts';
import type { Instance } from '../instance/instance.ts';
import { formatDisk } from '../option/data-disks.ts';
import { MAX_TAGS } from '../option/tags.ts';
import { refusalOfPurchase } from '../policy/judge-purchase.ts';
import { diskRules } from '../policy/option-rules.ts';
import { type Policy, rulesForExisting } from '../policy/policy.ts';
import { type Breach, judgePolicy, type OrderFacts } from '../policy/policy-judge.ts';
import { linesFor } from '../policy/rules.ts';
import type { ChargeKind } from '../spec/charge.ts';
import type { HourlyQuote } from '../spec/quote.ts';
import type { Draft } from '../spec/spec.ts';
import type { GrowthPrices } from './disk-price.ts';
import { lacksFixed, tagsOfNewDisk } from './disk-tags.ts';
import { type DiskChange, isGrowth } from './disk-wish.ts';

/** Why larger or new disks may not be paid for. */
export type GrowthRefusal =
  | { readonly why: 'frozen'; readonly freeze: Freeze }
  /** An order for its disks has succeeded or failed since the disks were looked at. */
  | { readonly why: 'disksChanged' }
  /** The cloud did not show the instance and its disks. */
  | { readonly why: 'disksUnread'; readonly failure: Failure | 'late' }
  | { readonly why: 'notByPolicy'; readonly breaches: readonly Breach[] }
  /**
   * A new disk would get all tags of its instance, and with the bot's own exceed the cloud's limit. `max`: the limit
   * without the bot's own.
   */
  | { readonly why: 'diskTagsTooMany'; readonly max: number }
  /** The policy could not be judged completely, which is no permission. */
  | { readonly why: 'notJudged' }
  /**
   * At the price of the whole instance others would have to approve, and there is no approval for changes of an existing
   * instance.
   */
  | { readonly why: 'needsApproval'; readonly lines: readonly (number | null)[] }
  | { readonly why: 'overBudget'; readonly overdrafts: readonly Overdraft[] };

/** The facts that decide whether a person may pay for disks, all of one moment. */
export type GrowthCircumstances = Omit<Circumstances, 'price' | 'balance'>;

/** The facts for the policy; `options`: the disks to attach, in the words of an order. */
type GrowthFacts = Pick<OrderFacts, 'user' | 'isAdmin' | 'channel' | 'diskGiB'> & {
  readonly options: Pick<Draft, 'disks'>;
};

/** The facts about disks, for the order and right before each payment. */
export const factsOfDisks = (changes: readonly DiskChange[]): Pick<GrowthFacts, 'diskGiB' | 'options'> => ({
  diskGiB: Math.max(...changes.map(sizeAfter)),
  options: { disks: changes.flatMap((change) => (isGrowth(change) ? [] : [formatDisk(change.disk)])).join('\n') },
});

/** GiB. */
const sizeAfter = (change: DiskChange): number => (isGrowth(change) ? change.to : (change.disk.sizeGiB ?? 0));

/** The facts beside the disks: the instance exists already. */
const OF_NOTHING_NEW = {
  ...{ region: null, type: null, family: null, vCpu: null, image: null, amount: 1, bandwidthOut: null },
  charge: 'payAsYouGo',
} as const;

/**
 * Applies the rules for new orders: who may pay by the hour, and where; how large a disk may be and which keys may encrypt
 * it; whether an instance at that price needs approval; and the person's budgets.
 *
 * @param instance how the instance is paid for
 */
export function judgeGrowth(
  facts: GrowthFacts,
  { more, whole }: Pick<GrowthPrices, 'more' | 'whole'>,
  { at, policy, admins, people, month }: GrowthCircumstances,
  instance: ChargeKind,
): GrowthRefusal | null {
  // A disk is billed by the hour, whatever its instance is; to order a spot instance of this size, the rules for spot count too.
  const paidAs: readonly ChargeKind[] = instance === 'spot' ? ['payAsYouGo', 'spot'] : ['payAsYouGo'];
  const { user, isAdmin } = facts;
  const asked: OrderFacts = { ...facts, ...OF_NOTHING_NEW };
  const { verdict, breaches } = judgePolicy(asked, rulesOfGrowing(policy), people);
  if (verdict === 'refused') return { why: 'notByPolicy', breaches: breaches.map(linesFor(isAdmin)) };
  if (verdict === 'unknown') return { why: 'notJudged' };
  const rules = paidAs.flatMap((charge) =>
    requirementsOf(policy, admins, { requester: user, charge, quote: whole }, people).map(linesFor(isAdmin)),
  );
  if (rules.length > 0) return { why: 'needsApproval', lines: [...new Set(rules.map(({ line }) => line))] };
  const quote: HourlyQuote | null =
    more === null ? null : { kind: 'hourly', price: more, listPrice: more, amount: 1, at };
  const over = overdrafts(policy, user, quote, month, people, at).map(linesFor(isAdmin));
  return over.length > 0 ? { why: 'overBudget', overdrafts: over } : null;
}

/**
 * Why the current policy no longer allows an ordered disk change; null when it does. Judges again everything about the disk
 * that {@link judgeGrowth} judges. The person was judged when ordering.
 */
export function refusalOfDisk(change: DiskChange, row: Instance, policy: Policy): Failure | null {
  const facts = { ...OF_NOTHING_NEW, user: '', isAdmin: false, channel: null, ...factsOfDisks([change]) };
  const refused = refusalOfPurchase(facts, rulesOfGrowing(policy));
  if (refused !== null || isGrowth(change)) return refused;
  const tags = tagsOfNewDisk(row, policy.options);
  const isRefused = tags.length > MAX_TAGS || lacksFixed(tags, policy.options);
  return isRefused ? failureOf('notAllowed', { detail: 'tags' }) : null;
}

/** Only the rules about disks apply, since the instance exists already. */
const rulesOfGrowing = (policy: Policy): Policy => ({
  ...rulesForExisting(policy, true),
  options: diskRules(policy.options),
});
