/** An amount of money, exact. */
export interface Money {
  /** Whole minor units (fen, cents; for a currency without them the unit itself); negative for a debt. */
  readonly minor: number;
  /** ISO 4217, e.g. `CNY`. */
  readonly currency: string;
}

/**
 * The price of one hour. Small instances cost fractions of a cent per hour, so minor units would be too coarse: they would
 * round 0.0046 to zero.
 */
export interface HourlyPrice {
  /** Whole millionths of the currency's unit, per hour. */
  readonly micros: number;
  readonly currency: string;
}

/** The cloud's own hours per month for pay-as-you-go. It is an estimate: real months differ. */
const HOURS_PER_MONTH = 730;

const MICRO_DECIMALS = 6;
const WITHOUT_MINOR_UNITS: readonly string[] = ['JPY', 'KRW', 'VND'];

/** How many decimals the currency's amounts have. */
export const decimalsOf = (currency: string): number => (WITHOUT_MINOR_UNITS.includes(currency) ? 0 : 2);

export const isCurrency = (code: string): boolean => /^[A-Z]{3}$/.test(code);

/**
 * Reads an amount as the billing API writes it: a string, with or without commas between thousands, with stray white space
 * around it (`"10,000.00\n"`). Null for anything but an exact amount of that currency: nothing is rounded or guessed.
 */
export function parseAmount(text: string, currency: string): Money | null {
  const given = text.trim();
  if (!isCurrency(currency) || !/^[+-]?(?:\d+|\d{1,3}(?:,\d{3})+)(?:\.\d+)?$/.test(given)) return null;
  const minor = scaled(given.replaceAll(',', ''), decimalsOf(currency), 'exact');
  return minor === null ? null : { minor, currency };
}

/**
 * Reads an amount that an API gives as a JSON number; half a minor unit is rounded away from zero. Null for NaN and the
 * like.
 */
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

/** The price of a month (730 hours), rounded to the minor unit. */
export function monthlyEstimate({ micros, currency }: HourlyPrice): Money {
  return { minor: narrowed(divided(BigInt(micros) * BigInt(HOURS_PER_MONTH), perMinorOf(currency))), currency };
}

/** The price of this many milliseconds, rounded to the minor unit. */
export function forTime({ micros, currency }: HourlyPrice, ms: number): Money {
  must(Number.isSafeInteger(ms), 'time is counted in whole milliseconds');
  return { minor: narrowed(divided(BigInt(micros) * BigInt(ms), 3_600_000n * perMinorOf(currency))), currency };
}

/** `parts` of `count` equal parts, rounded to the minor unit. */
export function shareOf({ minor, currency }: Money, parts: number, count: number): Money {
  must(Number.isSafeInteger(count) && count > 0, 'money is shared among one or more');
  return { minor: narrowed(divided(BigInt(minor) * BigInt(parts), BigInt(count))), currency };
}

const perMinorOf = (currency: string): bigint => 10n ** BigInt(MICRO_DECIMALS - decimalsOf(currency));

/** An amount in millionths of the currency's unit, so that stored sums lose nothing to rounding. */
export const inMicros = ({ minor, currency }: Money): number => narrowed(BigInt(minor) * perMinorOf(currency));

/** The reverse, rounded to the minor unit. */
export const fromMicros = (micros: number, currency: string): Money => ({
  minor: narrowed(divided(BigInt(micros), perMinorOf(currency))),
  currency,
});

/** The `nth` of `count` parts (from 1). All parts are as equal as whole units allow, and add up exactly. */
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
 * A decimal number as a whole number of units with `decimals` digits after the point. Works on the digits, because in
 * floating point `1.005 * 100` is 100.49999999999999. `String` gives the shortest decimal of a float, which is what its
 * sender wrote.
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
  // Avoids a negative zero.
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
