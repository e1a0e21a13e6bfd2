import { decimalsOf, type HourlyPrice, type Money } from '../core/base/money.ts';
import type { Charge } from '../core/spec/charge.ts';
import type { Quote } from '../core/spec/quote.ts';

/** `CNY 1,416.20`, `CNY -12.30`, `JPY 1,200`: the code instead of the sign, because ¥ stands for two currencies. */
export const moneyText = ({ minor, currency }: Money): string =>
  `${currency} ${decimal(minor, decimalsOf(currency), decimalsOf(currency))}`;

/** `CNY 0.544`, `USD 0.0046`: with all its decimals, down to the millionth. */
export const hourlyText = ({ micros, currency }: HourlyPrice): string =>
  `${currency} ${decimal(micros, 6, decimalsOf(currency))}`;

/** The price of a quote, without its subject. */
export const priceText = (price: Quote['price']): string => ('micros' in price ? hourlyText(price) : moneyText(price));

/** `0.35`: the limit of a spot price, without its currency, which is the account's; null if there is none. */
export const limitText = (charge: Charge): string | null =>
  charge.kind !== 'spot' || charge.limitMicros === null ? null : decimal(charge.limitMicros, 6, 2);

/** A whole number of parts in digits, with `decimals` of them after the point; trailing zeros go, down to `least` decimals. */
function decimal(parts: number, decimals: number, least: number): string {
  const digits = String(Math.abs(parts)).padStart(decimals + 1, '0');
  const units = digits.slice(0, digits.length - decimals).replace(/\B(?=(?:\d{3})+$)/g, ',');
  const fraction = digits.slice(digits.length - decimals);
  const kept = fraction.slice(0, least) + fraction.slice(least).replace(/0+$/, '');
  return `${parts < 0 ? '-' : ''}${units}${kept === '' ? '' : `.${kept}`}`;
}

/** `312 KiB`, `4.5 MiB`. */
export const sizeText = (bytes: number): string =>
  bytes < 1024 * 1024 ? `${Math.ceil(bytes / 1024)} KiB` : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
