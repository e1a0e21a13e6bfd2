import { meaningOf, plainName } from '../core/option/parameter-names.ts';
import { switchOf } from '../core/option/switch-word.ts';
import { readTerm, renewalOf } from '../core/spec/charge.ts';
import type { Parameter } from './preset-parameters.ts';

/**
 * Whether Alibaba Cloud passes over a parameter, as definitions carry it beside others: what tools write as "", a period beside PostPaid,
 * a price limit of 0. It is then not read at all. A name that is none is never passed over.
 */
export function isPassedOver(parameter: Parameter, all: readonly Parameter[]): boolean {
  const meant = meaningOf(parameter.name, parameter.value);
  if (meant === null) return false;
  if (parameter.value.trim() === '') return true;
  const said = (plain: string) => all.find(({ name, value }) => plainName(name) === plain && value.trim() !== '');
  switch (plainName(parameter.name)) {
    case 'period':
    case 'periodunit':
      return isPostPaid(all);
    case 'autorenewperiod':
      return isPostPaid(all) || !isRenewed(all) || isOwnRenewal(parameter.value, said('period'), said('periodunit'));
    case 'spotpricelimit':
      return isZero(parameter.value) && /^(?:nospot|spotaspricego)$/iu.test(said('spotstrategy')?.value ?? '');
    case 'minamount':
      return amountIn(all) === parameter.value.trim() && parameter.value.trim() === '1';
    default:
      return false;
  }
}

const isZero = (value: string): boolean => /^0+(?:\.0+)?$/u.test(value.trim());

/** Said in so many words: a period alone may mean that somebody forgot to say PrePaid. */
const isPostPaid = (all: readonly Parameter[]): boolean =>
  all.some(
    ({ name, value }) =>
      /^(?:instance)?chargetype$/u.test(plainName(name)) && /^(?:postpaid|payasyougo)$/u.test(plainName(value)),
  );

const isRenewed = (all: readonly Parameter[]): boolean =>
  all.some(({ name, value }) => {
    const meant = meaningOf(name, value);
    const isRenewal = meant?.is === 'field' && meant.field === 'renew';
    return isRenewal && (switchOf(value) === true || /^autorenewal$/iu.test(value.trim()));
  });

/** The bot renews by the term itself; to say the same changes nothing. */
function isOwnRenewal(value: string, period: Parameter | undefined, unit: Parameter | undefined): boolean {
  const given = period?.value ?? '1';
  const term = readTerm(/^\d+$/u.test(given) ? `${given}${(unit?.value ?? 'Month').charAt(0).toLowerCase()}` : given);
  return term !== null && String(renewalOf(term).period) === value.trim();
}

function amountIn(all: readonly Parameter[]): string {
  const said = all.find(({ name, value }) => {
    const meant = meaningOf(name, value);
    return meant?.is === 'field' && meant.field === 'amount' && value.trim() !== '';
  });
  return said?.value.trim() ?? '1';
}
