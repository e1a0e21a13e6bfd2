import { parseAmount } from '../../core/money.ts';
import { fail, ok } from '../../core/result.ts';
import type { BillingCall } from '../billing.ts';
import { incomplete } from '../failures.ts';
import type { EcsPort } from '../port.ts';

export const balanceCall = (call: BillingCall): EcsPort['balance'] =>
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
