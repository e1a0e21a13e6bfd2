import { refuse } from '../wire/refusal.ts';

/** The account's money, in integer minor units. */
export interface Account {
  readonly currency: string;
  balanceMinor(): number;
  /** In the billing API's form. */
  balanceText(): string;
  mustAfford(minor: number): void;
  debit(minor: number): void;
}

export function makeAccount(currency: string, startMinor: number): Account {
  let balance = startMinor;
  return {
    currency,
    balanceMinor: () => balance,
    balanceText: () => amountText(balance),
    mustAfford(minor) {
      if (balance < minor) {
        refuse(403, 'InvalidAccountStatus.NotEnoughBalance', 'Your account does not have enough balance.');
      }
    },
    debit(minor) {
      balance -= minor;
    },
  };
}

/** With commas between thousands, as the billing API really sends it. */
function amountText(minor: number): string {
  const [whole = '0', cents = '00'] = (Math.abs(minor) / 100).toFixed(2).split('.');
  return `${minor < 0 ? '-' : ''}${whole.replace(/\B(?=(\d{3})+$)/g, ',')}.${cents}`;
}
