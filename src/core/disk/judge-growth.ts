import { type Overdraft, overdrafts, type Spending } from '../approval/budget.ts';
import { requirementsOf } from '../approval/requirements.ts';
import { type Failure, failureOf } from '../failure/failure.ts';
import type { Freeze } from '../freeze.ts';
import type { Instance } from '../instance/instance.ts';
import { formatDisk } from '../option/data-disks.ts';
import { MAX_TAGS } from '../option/tags.ts';
import { refusalOfPurchase } from '../policy/judge-purchase.ts';
import { diskRules } from '../policy/option-rules.ts';
import type { People, Principals } from '../policy/people.ts';
import type { Policy } from '../policy/policy.ts';
import { type Breach, judgePolicy, type OrderFacts } from '../policy/policy-judge.ts';
import { linesFor } from '../policy/rules.ts';
import type { HourlyQuote } from '../spec/quote.ts';
import type { Draft } from '../spec/spec.ts';
import type { GrowthPrices } from './disk-price.ts';
import { lacksFixed, tagsOfNewDisk } from './disk-tags.ts';
import { type DiskChange, isGrowth } from './disk-wish.ts';

/** Why nothing may be paid for larger disks. */
export type GrowthRefusal =
  | { readonly why: 'frozen'; readonly freeze: Freeze }
  /** Something that was ordered of its disks has come about, or failed, since they were looked at. */
  | { readonly why: 'disksChanged' }
  /** The cloud did not say how the instance and its disks are. */
  | { readonly why: 'disksUnread'; readonly failure: Failure | 'late' | null }
  | { readonly why: 'notByPolicy'; readonly breaches: readonly Breach[] }
  /** A new disk would get all tags of its instance, with the bot's own more than the cloud takes. `max`: without those. */
  | { readonly why: 'diskTagsTooMany'; readonly max: number }
  /** Whether the policy lets them could not be found out, which is no permission. */
  | { readonly why: 'notJudged' }
  /** At the price of the whole instance others would have to agree, whom nobody can ask about an instance that exists. */
  | { readonly why: 'needsApproval'; readonly lines: readonly (number | null)[] }
  | { readonly why: 'overBudget'; readonly overdrafts: readonly Overdraft[] };

/** Who pays, and by what that is judged at one moment. */
export interface GrowthCircumstances {
  /** Milliseconds UTC. */
  readonly at: number;
  readonly policy: Policy;
  readonly admins: Principals;
  readonly people: People;
  /** What counts against budgets this month. */
  readonly month: readonly Spending[];
}

/** What the policy is asked about; `options`: the disks that are to be attached, as an order says them. */
export type GrowthFacts = Pick<OrderFacts, 'user' | 'isAdmin' | 'channel' | 'region' | 'type' | 'diskGiB'> & {
  readonly options: Pick<Draft, 'disks'>;
};

/** What the policy is asked about disks, when they are ordered and right before each is paid for. */
export const factsOfDisks = (changes: readonly DiskChange[]): Pick<GrowthFacts, 'diskGiB' | 'options'> => ({
  diskGiB: Math.max(...changes.map(sizeAfter)),
  options: { disks: changes.flatMap((change) => (isGrowth(change) ? [] : [formatDisk(change.disk)])).join('\n') },
});

/** GiB. */
const sizeAfter = (change: DiskChange): number => (isGrowth(change) ? change.to : (change.disk.sizeGiB ?? 0));

/** Beside the disks: it is about an instance that is there. */
const OF_NOTHING_NEW = {
  ...{ family: null, vCpu: null, image: null, amount: 1, bandwidthOut: null },
  charge: 'payAsYouGo',
} as const;

/**
 * By the same rules as what is ordered new: who may pay by the hour, and where, how large a disk may be and by which keys encrypted, whether somebody would have to agree to an
 * instance of that price, and what is left of the budgets of who wants it.
 */
export function judgeGrowth(
  facts: GrowthFacts,
  { more, whole }: Pick<GrowthPrices, 'more' | 'whole'>,
  { at, policy, admins, people, month }: GrowthCircumstances,
): GrowthRefusal | null {
  const { user, isAdmin } = facts;
  const asked: OrderFacts = { ...facts, ...OF_NOTHING_NEW };
  const { verdict, breaches } = judgePolicy(asked, rulesOfGrowing(policy), people);
  if (verdict === 'refused') return { why: 'notByPolicy', breaches: breaches.map(linesFor(isAdmin)) };
  if (verdict === 'unknown') return { why: 'notJudged' };
  const order = { requester: user, charge: 'payAsYouGo', quote: whole } as const;
  const requirements = requirementsOf(policy, admins, order, people).map(linesFor(isAdmin));
  if (requirements.length > 0) return { why: 'needsApproval', lines: requirements.map(({ line }) => line) };
  const quote: HourlyQuote | null =
    more === null ? null : { kind: 'hourly', price: more, listPrice: more, amount: 1, at };
  const over = overdrafts(policy, user, quote, month, people, at).map(linesFor(isAdmin));
  return over.length > 0 ? { why: 'overBudget', overdrafts: over } : null;
}

/**
 * Why the policy of this moment does not let be paid for any more what was ordered of a disk; null when it does. All that {@link judgeGrowth} asks of the disk itself is asked again;
 * who may pay for it was settled when it was ordered.
 */
export function refusalOfDisk(change: DiskChange, row: Instance, policy: Policy): Failure | null {
  const { region, instanceType: type } = row.spec;
  const facts = { ...OF_NOTHING_NEW, user: '', isAdmin: false, channel: null, region, type, ...factsOfDisks([change]) };
  const refused = refusalOfPurchase(facts, rulesOfGrowing(policy));
  if (refused !== null || isGrowth(change)) return refused;
  const tags = tagsOfNewDisk(row, policy.options);
  const isRefused = tags.length > MAX_TAGS || lacksFixed(tags, policy.options);
  return isRefused ? failureOf('notAllowed', { detail: 'tags' }) : null;
}

/** What may be created does not matter, for the instance is there already; what its disks may be does. */
const rulesOfGrowing = (policy: Policy): Policy => ({
  ...policy,
  ...{ regions: null, families: null, types: null, images: null, networks: null },
  limits: policy.limits.maxDiskGiB === undefined ? {} : { maxDiskGiB: policy.limits.maxDiskGiB },
  options: diskRules(policy.options),
});
