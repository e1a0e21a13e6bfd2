/** An amount of money, exact. */
export interface Money {
  /** Whole minor units (fen, cents; for a currency without them the unit itself); negative for a debt. */
  readonly minor: number;
  /** ISO 4217, e.g. `CNY`. */
  readonly currency: string;
}

/**
 * What one hour costs. An hour of a small instance costs parts of a cent, so minor units would be too coarse: a price of
 * 0.0046 would be no price at all.
 */
export interface HourlyPrice {
  /** Whole millionths of the currency's unit, per hour. */
  readonly micros: number;
  readonly currency: string;
}

/** What the cloud itself calls a month of pay-as-you-go: an estimate, since no month has so many hours to the minute. */
const HOURS_PER_MONTH = 730;

const MICRO_DECIMALS = 6;
const WITHOUT_MINOR_UNITS: readonly string[] = ['JPY', 'KRW', 'VND'];

/** How many decimals the currency's minor unit stands for. */
export const decimalsOf = (currency: string): number => (WITHOUT_MINOR_UNITS.includes(currency) ? 0 : 2);

export const isCurrency = (code: string): boolean => /^[A-Z]{3}$/.test(code);

/**
 * Reads an amount as the billing API writes it: a string, with or without commas between thousands, with stray white space
 * around it (`"10,000.00\n"`). Null for whatever is not exactly an amount of that currency: nothing is rounded or guessed.
 */
export function parseAmount(text: string, currency: string): Money | null {
  const given = text.trim();
  if (!isCurrency(currency) || !/^[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?$/.test(given)) return null;
  const minor = scaled(given.replaceAll(',', ''), decimalsOf(currency), 'exact');
  return minor === null ? null : { minor, currency };
}

/** An amount that an API gives as a JSON number; half a minor unit is rounded away from zero. Null for NaN and the like. */
export function moneyFromNumber(amount: number, currency: string): Money | null {
  const minor = isCurrency(currency) ? scaled(String(amount), decimalsOf(currency), 'rounded') : null;
  return minor === null ? null : { minor, currency };
}

/** The same for the price of an hour, to a millionth of the unit. */
export function hourlyFromNumber(amount: number, currency: string): HourlyPrice | null {
  const micros = isCurrency(currency) ? scaled(String(amount), MICRO_DECIMALS, 'rounded') : null;
  return micros === null ? null : { micros, currency };
}

/** Null when the currencies differ. */
export function add(a: Money, b: Money): Money | null {
  return a.currency === b.currency ? { minor: whole(a.minor + b.minor), currency: a.currency } : null;
}

/** @param factor a whole number */
export function times(money: Money, factor: number): Money {
  must(Number.isSafeInteger(factor), 'money is multiplied by whole numbers only');
  return { minor: whole(money.minor * factor), currency: money.currency };
}

/** Negative when `a` is less, 0 when equal, positive when more; null when the currencies differ. */
export function compare(a: Money, b: Money): number | null {
  return a.currency === b.currency ? Math.sign(a.minor - b.minor) : null;
}

/** What a month (730 hours) of the price comes to, rounded to the minor unit. */
export function monthlyEstimate({ micros, currency }: HourlyPrice): Money {
  const micro = BigInt(micros) * BigInt(HOURS_PER_MONTH);
  return { minor: narrowed(divided(micro, 10n ** BigInt(MICRO_DECIMALS - decimalsOf(currency)))), currency };
}

/** What the price comes to over so many milliseconds, rounded to the minor unit. */
export function forTime({ micros, currency }: HourlyPrice, ms: number): Money {
  must(Number.isSafeInteger(ms), 'time is counted in whole milliseconds');
  const perMinor = 10n ** BigInt(MICRO_DECIMALS - decimalsOf(currency));
  return { minor: narrowed(divided(BigInt(micros) * BigInt(ms), 3_600_000n * perMinor)), currency };
}

/** So many of `count` equal parts, rounded to the minor unit. */
export function shareOf({ minor, currency }: Money, parts: number, count: number): Money {
  must(Number.isSafeInteger(count) && count > 0, 'money is shared among one or more');
  return { minor: narrowed(divided(BigInt(minor) * BigInt(parts), BigInt(count))), currency };
}

const perMinorOf = (currency: string): bigint => 10n ** BigInt(MICRO_DECIMALS - decimalsOf(currency));

/** An amount in millionths of the currency's unit: sums that are kept lose nothing by rounding each part. */
export const inMicros = ({ minor, currency }: Money): number => narrowed(BigInt(minor) * perMinorOf(currency));

/** And back, rounded to the minor unit. */
export const fromMicros = (micros: number, currency: string): Money => ({
  minor: narrowed(divided(BigInt(micros), perMinorOf(currency))),
  currency,
});

/** The `nth` of `count` parts (from 1) that are as equal as whole units can be, and together are exactly all. */
export function partOf(units: number, nth: number, count: number): number {
  must(Number.isSafeInteger(count) && nth >= 1 && nth <= count, 'a part is one of all');
  const upTo = (n: number): bigint => (BigInt(units) * BigInt(n)) / BigInt(count);
  return narrowed(upTo(nth) - upTo(nth - 1));
}

/** One of `count` equal parts, rounded to the millionth. */
export function hourlyShare({ micros, currency }: HourlyPrice, count: number): HourlyPrice {
  must(Number.isSafeInteger(count) && count > 0, 'a price is shared among one or more');
  return { micros: narrowed(divided(BigInt(micros), BigInt(count))), currency };
}

/**
 * A decimal number in words of `decimals` digits after the point, as one whole number. Works on the digits: `1.005 * 100` is
 * 100.49999999999999 to a computer. The shortest decimal that a float stands for (`String`) is what its sender wrote.
 */
function scaled(text: string, decimals: number, finer: 'exact' | 'rounded'): number | null {
  const parts = /^([+-]?)(\d+)(?:\.(\d+))?(?:e([+-]\d{1,3}))?$/.exec(text);
  if (parts === null) return null;
  const [, sign, units = '', fraction = '', exponent = '0'] = parts;
  const digits = BigInt(units + fraction);
  const shift = decimals - fraction.length + Number(exponent);
  const unit = 10n ** BigInt(Math.abs(shift));
  if (shift < 0 && finer === 'exact' && digits % unit !== 0n) return null;
  const value = shift < 0 ? divided(digits, unit) : digits * unit;
  if (value > BigInt(Number.MAX_SAFE_INTEGER)) return null;
  // Without a negative zero.
  return sign === '-' && value !== 0n ? -Number(value) : Number(value);
}

/** Half rounded away from zero. */
function divided(value: bigint, by: bigint): bigint {
  const half = value < 0n ? -by / 2n : by / 2n;
  return (value + half) / by;
}

function narrowed(value: bigint): number {
  return whole(Number(value));
}

function must(holds: boolean, otherwise: string): void {
  if (!holds) throw new RangeError(otherwise);
}

function whole(value: number): number {
  must(Number.isSafeInteger(value), 'an amount of money left the range of exact numbers');
  return value;
}
