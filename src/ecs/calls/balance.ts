import { parseAmount } from '../../core/base/money.ts';
import { fail, ok } from '../../core/base/result.ts';
import type { Site } from '../../core/spec/charge.ts';
import { incomplete } from '../failures/failures.ts';
import type { Billing } from '../money/billing.ts';
import type { EcsPort } from '../port.ts';

export const balanceCall = ({ call }: Billing): EcsPort['balance'] =>
  async function balance() {
    const answer = await call('QueryAccountBalance');
    if (!answer.ok) return answer;
    const { AvailableAmount, Currency } = answer.value;
    const amount =
      typeof AvailableAmount === 'string' && typeof Currency === 'string'
        ? parseAmount(AvailableAmount, Currency)
        : null;
    return amount === null ? fail(incomplete('QueryAccountBalance', null, 'amount that can be read')) : ok(amount);
  };

/** The site that bills the account. With a custom endpoint the currency decides, because only the Chinese site bills in CNY. */
export const siteCall = ({ call, site }: Billing): EcsPort['site'] =>
  async function askSite() {
    const known = site();
    if (known !== null) return ok(known);
    const answer = await call('QueryAccountBalance');
    if (!answer.ok) return answer;
    return ok<Site>(site() ?? (answer.value.Currency === 'CNY' ? 'china' : 'international'));
  };
