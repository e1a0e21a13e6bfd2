import {
  CHARGE_KINDS,
  type Charge,
  type ChargeKind,
  formatTerm,
  isSameTerm,
  PAY_AS_YOU_GO,
  parseTerm,
  RECLAIMS,
  renewalOf,
  renewalTermsOf,
  type Term,
  usualRenewalOf,
} from './charge.ts';
import type { Draft } from './spec.ts';

/** Pay-as-you-go for an empty word; null for an unknown word. */
export const chargeKindOf = ({ charge = '' }: Draft): ChargeKind | null =>
  charge === '' ? PAY_AS_YOU_GO.kind : (CHARGE_KINDS.find((kind) => kind === charge) ?? null);

/** The charge of a draft; null while it is incomplete. Whether a region sells the term is judged elsewhere. */
export function chargeOfDraft(draft: Draft): Charge | null {
  const { period, renew, maxprice } = draft;
  switch (chargeKindOf(draft)) {
    case 'payAsYouGo':
      return PAY_AS_YOU_GO;
    case 'spot': {
      const limitMicros = maxprice === undefined || maxprice === '' ? null : limitOf(maxprice);
      return limitMicros === 'unreadable' ? null : { kind: 'spot', limitMicros, ...spotOptions(draft) };
    }
    case 'prepaid': {
      const term = parseTerm(period ?? '');
      return term && { kind: 'prepaid', term, autoRenew: renew === 'on', ...renewsBy(draft, term) };
    }
    case null:
      return null;
  }
}

/**
 * Reads `1m`, or a bare `1` in the unit of the period, as the API counts it. Null for no term, and for a bare number
 * without a period.
 */
export function parseRenewalTerm(given: string, period: string | undefined): Term | null {
  if (!/^\d+$/u.test(given)) return parseTerm(given);
  const term = parseTerm(period ?? '');
  return term && parseTerm(`${given}${formatTerm(term).slice(-1)}`);
}

/** The renewal term, left out where it is the default, and without auto-renewal. */
function renewsBy({ renew, period, renewperiod }: Draft, term: Term): { readonly renewsBy?: Term } {
  const given = renew === 'on' && renewperiod !== undefined ? parseRenewalTerm(renewperiod, period) : null;
  const taken = renewalTermsOf(term.unit).find((one) => given !== null && isSameTerm(one, given));
  return taken === undefined || isSameTerm(taken, usualRenewalOf(term)) ? {} : { renewsBy: taken };
}

/** The term by which auto-renewal would renew; null without a period. */
export function renewalOfDraft(draft: Draft): Term | null {
  const term = parseTerm(draft.period ?? '');
  return term && renewalOf({ term, ...renewsBy({ ...draft, renew: 'on' }, term) });
}

function spotOptions({ spothours, reclaim }: Draft): Pick<Charge & { readonly kind: 'spot' }, 'hours' | 'onReclaim'> {
  const onReclaim = RECLAIMS.find((one) => one === reclaim);
  return {
    ...(spothours === undefined ? {} : { hours: spothours === '0' ? 0 : 1 }),
    ...(onReclaim === undefined ? {} : { onReclaim }),
  };
}

/** Reads `0.35` to millionths. At most three decimals, as the API accepts. */
export function limitOf(given: string): number | 'unreadable' {
  const [, units = '', decimals = ''] = /^(\d{1,6})(?:\.(\d{1,3}))?$/u.exec(given.trim()) ?? [];
  const micros = Number(`${units}${decimals.padEnd(6, '0')}`);
  return micros > 0 ? micros : 'unreadable';
}

/** The words to type for the same charge. */
export function draftOfCharge(charge: Charge): Draft {
  switch (charge.kind) {
    case 'payAsYouGo':
      return { charge: charge.kind };
    case 'spot':
      return {
        charge: charge.kind,
        ...(charge.limitMicros === null ? {} : { maxprice: String(charge.limitMicros / 1_000_000) }),
        ...(charge.hours === undefined ? {} : { spothours: String(charge.hours) }),
        ...(charge.onReclaim === undefined ? {} : { reclaim: charge.onReclaim }),
      };
    case 'prepaid':
      return {
        charge: charge.kind,
        period: formatTerm(charge.term),
        renew: charge.autoRenew ? 'on' : 'off',
        ...(charge.renewsBy === undefined ? {} : { renewperiod: formatTerm(charge.renewsBy) }),
      };
  }
}
