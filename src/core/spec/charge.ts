/** How instances are paid for. */
export type Charge =
  | { readonly kind: 'payAsYouGo' }
  /** Pay-as-you-go at the market's price, taken back by the cloud when others pay more. */
  | {
      readonly kind: 'spot';
      /** The most that an hour of one instance may cost, in millionths of the account's currency; null for no limit of one's own. */
      readonly limitMicros: number | null;
      /** For how long the cloud does not take it back: an hour, also where nothing is said, or not at all. */
      readonly hours?: 0 | 1;
      /** What becomes of it when it is taken back; where nothing is said it is released. */
      readonly onReclaim?: Reclaim;
    }
  /** Paid for the whole term in the moment it is created. The bot cannot give it back. */
  | {
      readonly kind: 'prepaid';
      readonly term: Term;
      readonly autoRenew: boolean;
      /** By what it renews itself, where that is something else than {@link usualRenewalOf} its term. */
      readonly renewsBy?: Term;
    };

type Prepaid = Extract<Charge, { readonly kind: 'prepaid' }>;

export const RECLAIMS = ['Terminate', 'Stop'] as const;
export type Reclaim = (typeof RECLAIMS)[number];

export const CHARGE_KINDS = ['payAsYouGo', 'spot', 'prepaid'] as const satisfies readonly Charge['kind'][];
export type ChargeKind = (typeof CHARGE_KINDS)[number];

export const PAY_AS_YOU_GO: Charge = { kind: 'payAsYouGo' };

/** How long a subscription runs; a year is twelve months. */
export interface Term {
  readonly unit: 'Week' | 'Month';
  readonly period: number;
}

/** Where an account was opened and is billed: aliyun.com or alibabacloud.com. It decides what is sold, in every region alike. */
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

/** The terms for which instances are created or renewed, shortest first. While the site is not known, those that both sell. */
export function termsOf(site: Site | null, what: 'create' | 'renew'): readonly Term[] {
  const of = (unit: Term['unit'], periods: readonly number[]) => periods.map((period): Term => ({ unit, period }));
  // Whatever is sold at the international site is sold at the Chinese one too.
  const { weeks, months } = SOLD[what][site ?? 'international'];
  return [...of('Week', weeks), ...of('Month', months)];
}

/** `2w`, `1m`, `12m`: as people type it, and as the form's options are called. */
export const formatTerm = ({ unit, period }: Term): string => `${period}${unit === 'Week' ? 'w' : 'm'}`;

/** `2w`, `1m`, `1y`, also `2 weeks`, `1 month`; null when it is none. */
export function parseTerm(given: string): Term | null {
  const [, count = '', word = ''] = /^(\d{1,3})\s*(w|weeks?|m|mo|months?|y|years?)$/iu.exec(given.trim()) ?? [];
  const period = Number(count);
  const unit = word.charAt(0).toLowerCase();
  if (unit === '' || period === 0) return null;
  if (unit === 'w') return { unit: 'Week', period };
  return { unit: 'Month', period: unit === 'y' ? period * 12 : period };
}

/** RunInstances takes more months than CreateInstance, which it depends on the quantity to be sent. */
const RENEWED_BY = { Month: [1, 2, 3, 6, 12], Week: [1, 2, 3] };

/**
 * By what something can renew itself that was bought for so many of a unit, shortest first: the API counts both in one unit.
 * Source: the API's description of `AutoRenewPeriod` of CreateInstance.
 */
export const renewalTermsOf = (unit: Term['unit']): readonly Term[] =>
  RENEWED_BY[unit].map((period) => ({ unit, period }));

/** By what it renews itself where nothing is said: by its own term where the cloud takes that, else by one month or week. */
export const usualRenewalOf = (term: Term): Term =>
  RENEWED_BY[term.unit].includes(term.period) ? term : { unit: term.unit, period: 1 };

/** By what it renews itself, every time. */
export const renewalOf = ({ term, renewsBy }: Pick<Prepaid, 'term' | 'renewsBy'>): Term =>
  renewsBy ?? usualRenewalOf(term);

export const isSameTerm = (a: Term, b: Term): boolean => a.unit === b.unit && a.period === b.period;
