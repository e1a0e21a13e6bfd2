/** How instances are paid for. */
export type Charge =
  | { readonly kind: 'payAsYouGo' }
  /** Pay-as-you-go at the market price. The cloud reclaims the instance when others pay more. */
  | {
      readonly kind: 'spot';
      /** The highest price per hour and instance, in millionths of the account's currency; null for no limit. */
      readonly limitMicros: number | null;
      /** The protected hours before the cloud may reclaim it. Absent: one hour. */
      readonly hours?: 0 | 1;
      /** What happens to a reclaimed instance. Absent: it is released. */
      readonly onReclaim?: Reclaim;
    }
  /** Paid for the whole term at creation. The bot cannot refund it. */
  | {
      readonly kind: 'prepaid';
      readonly term: Term;
      readonly autoRenew: boolean;
      /** The auto-renewal term, where it differs from {@link usualRenewalOf} the term. */
      readonly renewsBy?: Term;
    };

type Prepaid = Extract<Charge, { readonly kind: 'prepaid' }>;

export const RECLAIMS = ['Terminate', 'Stop'] as const;
type Reclaim = (typeof RECLAIMS)[number];

export const CHARGE_KINDS = ['payAsYouGo', 'spot', 'prepaid'] as const satisfies readonly Charge['kind'][];
export type ChargeKind = (typeof CHARGE_KINDS)[number];

export const PAY_AS_YOU_GO: Charge = { kind: 'payAsYouGo' };

/** The length of a subscription; a year is twelve months. */
export interface Term {
  readonly unit: 'Week' | 'Month';
  readonly period: number;
}

/** Where the account was opened and is billed: aliyun.com or alibabacloud.com. It decides what is sold, in every region. */
export type Site = 'china' | 'international';

interface Periods {
  readonly weeks: readonly number[];
  readonly months: readonly number[];
}

const ONE_TO_NINE = [1, 2, 3, 4, 5, 6, 7, 8, 9];
const CHINA: Periods = { weeks: [1, 2, 3, 4], months: [...ONE_TO_NINE, 12, 24, 36, 48, 60] };
/** Source: the descriptions of `Period` and `PeriodUnit` of CreateInstance and RenewInstance in the API. */
const SOLD: Readonly<Record<'create' | 'renew', Readonly<Record<Site, Periods>>>> = {
  create: { china: CHINA, international: { weeks: [], months: [1, 2, 3, 6, 12] } },
  renew: { china: CHINA, international: { weeks: [], months: [...ONE_TO_NINE, 12] } },
};

/** The terms for creating or renewing, shortest first. While the site is unknown, the terms that both sites sell. */
export function termsOf(site: Site | null, what: 'create' | 'renew'): readonly Term[] {
  const of = (unit: Term['unit'], periods: readonly number[]) => periods.map((period): Term => ({ unit, period }));
  // The Chinese site sells everything that the international site sells.
  const { weeks, months } = SOLD[what][site ?? 'international'];
  return [...of('Week', weeks), ...of('Month', months)];
}

/** `2w`, `1m`, `12m`: as people type it, and the value of the form's option. */
export const formatTerm = ({ unit, period }: Term): string => `${period}${unit === 'Week' ? 'w' : 'm'}`;

/** Reads `2w`, `1m`, `1y`, also `2 weeks`, `1 month`, `1个月`; null for anything else. */
export function parseTerm(given: string): Term | null {
  const [, count = '', word = ''] = /^(\d{1,3})\s*(\D+)$/u.exec(given.trim()) ?? [];
  const unit = TERM_UNITS.find(([name]) => name.test(word))?.[1];
  const period = Number(count);
  if (unit === undefined || period === 0) return null;
  return unit === 'Year' ? { unit: 'Month', period: period * 12 } : { unit, period };
}

const TERM_UNITS = [
  [/^(?:w|weeks?|周)$/iu, 'Week'],
  [/^(?:m|mo|months?|个?月)$/iu, 'Month'],
  [/^(?:y|years?|年)$/iu, 'Year'],
] as const;

/**
 * Restricted to what CreateInstance takes. RunInstances takes more months, and the amount decides which of the two is
 * called.
 */
const RENEWED_BY = { Month: [1, 2, 3, 6, 12], Week: [1, 2, 3] };

/**
 * The auto-renewal terms for a subscription in this unit, shortest first: the API counts both in one unit. Source: the
 * API's description of `AutoRenewPeriod` of CreateInstance.
 */
export const renewalTermsOf = (unit: Term['unit']): readonly Term[] =>
  RENEWED_BY[unit].map((period) => ({ unit, period }));

/** The default auto-renewal term: the subscription's own term if the cloud takes that, else one month or week. */
export const usualRenewalOf = (term: Term): Term =>
  RENEWED_BY[term.unit].includes(term.period) ? term : { unit: term.unit, period: 1 };

/** The auto-renewal term of a charge. */
export const renewalOf = ({ term, renewsBy }: Pick<Prepaid, 'term' | 'renewsBy'>): Term =>
  renewsBy ?? usualRenewalOf(term);

export const isSameTerm = (a: Term, b: Term): boolean => a.unit === b.unit && a.period === b.period;
