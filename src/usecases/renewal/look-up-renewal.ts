import type { BalanceRead } from '../../core/approval/approval.ts';
import type { PrepaidGrowth } from '../../core/disk/disk-wish.ts';
import type { Failure } from '../../core/failure/failure.ts';
import { seenInLook } from '../../core/instance/cloud-instance.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { NO_END } from '../../core/renewal/renewal-act.ts';
import type { RenewalRefusal } from '../../core/renewal/renewal-new.ts';
import { isSameTerm, type Term, termsOf } from '../../core/spec/charge.ts';
import type { Quote } from '../../core/spec/quote.ts';
import { type ApprovalDeps, readBalance } from '../approval/approval-deps.ts';

/** What is bought for an existing instance: a further term, or a larger prepaid disk. */
export type RenewalGoal = { readonly term: Term } | { readonly disk: PrepaidGrowth };

/** The cloud's view of an instance and of the price at one moment. */
export interface RenewalSeen {
  readonly until: number;
  readonly quote: Quote;
  /** The terms for which this account can renew; empty for a disk. */
  readonly terms: readonly Term[];
  readonly balance: BalanceRead;
}

/** Why the cloud's view rules the request out. */
export type RenewalUnseen =
  | { readonly is: 'notSold'; readonly terms: readonly Term[] }
  /** The cloud did not say when the paid time ends. */
  | { readonly is: 'unseen'; readonly failure: Failure }
  | { readonly is: 'unlisted' | 'locked'; readonly instance: Instance }
  | { readonly is: 'refused'; readonly instance: Instance; readonly refusal: RenewalRefusal }
  | { readonly is: 'unpriced'; readonly failure: Failure | null };

/** Reads when the paid time ends, what the goal costs, and the account's balance. */
export async function lookUpRenewal(
  { cloud, quotes, clock }: ApprovalDeps,
  instance: Instance & { readonly cloudId: string },
  what: RenewalGoal,
): Promise<RenewalSeen | RenewalUnseen> {
  const { cloudId, spec } = instance;
  const [terms, looked, price, balance] = await Promise.all([
    'term' in what ? termsNow(cloud) : [],
    cloud.describeInstances(spec.region, [cloudId], 'people'),
    'term' in what
      ? quotes.renewal.fresh(spec.region, cloudId, what.term)
      : quotes.growth.fresh(spec.region, cloudId, what.disk),
    readBalance({ quotes, clock }),
  ]);
  if ('term' in what && !terms.some((one) => isSameTerm(one, what.term))) return { is: 'notSold', terms };
  const shown = seenInLook(looked, cloudId);
  if (!shown.ok) return { is: 'unseen', failure: shown.error };
  const observed = shown.value;
  if (observed === 'missing') return { is: 'unlisted', instance };
  // An instance that is locked only because it is overdue may be renewed, but its disks may not grow.
  const isLocked = observed.locks.some((lock) => 'disk' in what || lock !== 'financial');
  if (isLocked) return { is: 'locked', instance };
  if (observed.chargeKind !== 'prepaid') return { is: 'refused', instance, refusal: { why: 'notPrepaid' } };
  if (observed.expiresAt === null) return { is: 'unseen', failure: NO_END };
  if (!price.ok) return { is: 'unpriced', failure: price.error };
  if (price.value === 'unknown') return { is: 'unpriced', failure: null };
  return { until: observed.expiresAt, quote: price.value, terms, balance };
}

async function termsNow(cloud: ApprovalDeps['cloud']): Promise<readonly Term[]> {
  const site = await cloud.site();
  return termsOf(site.ok ? site.value : null, 'renew');
}
