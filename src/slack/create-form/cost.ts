import { createHash } from 'node:crypto';
import type { KnownBlock } from '@slack/types';
import { add, forTime, type Money, times } from '../../core/base/money.ts';
import type { Result } from '../../core/base/result.ts';
import type { Failure } from '../../core/failure/failure.ts';
import type { ChargeKind } from '../../core/spec/charge.ts';
import type { PriceLack } from '../../core/spec/order-draft.ts';
import { discountOf, eachOf, type HourlyQuote, monthlyOf, type PriceOrder, type Quote } from '../../core/spec/quote.ts';
import type { Quotes } from '../../ecs/money/quotes.ts';
import { hourlyText, moneyText } from '../../text/amounts.ts';
import type { Text } from '../../text/en.ts';
import { sentencesOf } from '../../text/sentences.ts';
import type { FormPlan } from '../../usecases/spec/plan-form.ts';
import { contextBlock, plain, section } from '../kit/blocks.ts';
import { type Mrkdwn, mrkdwn } from '../kit/mrkdwn.ts';
import type { Drawn } from './view-state.ts';

/** The money that the form shows. It may be outdated by the next input, so it is read again at every change. */
export interface FormCost {
  /** Null while a value that determines the price is missing. */
  readonly order: PriceOrder | null;
  readonly price: Result<Quote | 'unknown', Failure> | Waiting;
  readonly balance: Result<Money, Failure> | Waiting;
}

/** `late`: nobody waits for it any more. */
type Waiting = 'asking' | 'late';

/** What is known at this moment; fetches the rest. */
export const costOf = (quotes: Quotes, order: PriceOrder | null, missing: Waiting = 'asking'): FormCost => ({
  order,
  price: (order === null ? null : quotes.price.peek(order)) ?? missing,
  balance: quotes.balance.peek() ?? missing,
});

const BLOCK = 'price';

/**
 * The price, the balance and the conclusions as blocks of the form. The first block's id tells one state from another, see {@link
 * costId}.
 *
 * @param plan the part that concerns the price
 * @param followed blocks after the price: who has to approve
 * @param leaseMs how long the instances live, if they have an end
 */
export function costBlocks(
  cost: FormCost,
  { lacks }: Pick<FormPlan, 'lacks'>,
  words: Text,
  followed: readonly KnownBlock[] = [],
  leaseMs: number | null | 'undecided' = null,
): KnownBlock[] {
  const { money: text } = words;
  const small = contextBlock(...details(cost, text).map((sentence) => plain(sentence)));
  const price =
    cost.order === null
      ? section(plain(lackSentence(lacks, words)))
      : priceBlock(cost.order, cost, text, leaseMs === 'undecided' ? null : leaseMs);
  const blocks = [price, small, ...followed];
  const state = createHash('sha256').update(JSON.stringify(blocks)).digest('base64url').slice(0, 16);
  return blocks.map((block, n) => (n === 0 ? { ...block, block_id: `${BLOCK}|${state}` } : block));
}

/** Equal for two views that say the same about money; undefined for a view that says nothing about it. */
export const costId = (view: Drawn): string | undefined =>
  view.blocks.find(({ block_id }) => block_id?.startsWith(`${BLOCK}|`))?.block_id;

function lackSentence(lacks: readonly PriceLack[], { money, modal }: Text): string {
  const labels = (how: PriceLack['is']) => lacks.filter(({ is }) => is === how).map(({ field }) => modal.label[field]);
  return money.incomplete(labels('empty'), labels('wrong'));
}

function priceBlock(order: PriceOrder, { price }: FormCost, text: Text['money'], leaseMs: number | null): KnownBlock {
  if (price === 'asking') return section(plain(text.asking));
  const { kind } = order.charge;
  if (price === 'late') return section(plain(text.late(kind)));
  if (!price.ok) return section(plain(text.failed(price.error, kind)));
  return section(price.value === 'unknown' ? plain(text.unknown(kind)) : quoted(order, price.value, text, leaseMs));
}

/** The price with the thing that it prices, so that nobody takes it for another's while a new price is on its way. */
function quoted(order: PriceOrder, quote: Quote, text: Text['money'], leaseMs: number | null): Mrkdwn {
  const { amount, instanceType, systemDisk, dataDisks = [], charge } = order;
  const what = text.what(amount, instanceType, [systemDisk, ...dataDisks]);
  if (quote.kind === 'term') {
    const term = charge.kind === 'prepaid' ? charge.term : undefined;
    return mrkdwn`*${text.atOnce(moneyText(quote.price), term)}*\n${what}`;
  }
  return mrkdwn`*${text.perHour(hourlyText(quote.price))}*, ${hoursText(quote, leaseMs, text)}\n${what}`;
}

/** What an hourly price comes to: until the lease ends, if it does, and in a month. */
export function hoursText(quote: HourlyQuote, leaseMs: number | null | undefined, text: Text['money']): string {
  const perMonth = text.perMonth(moneyText(monthlyOf(quote)));
  return leaseMs ? text.untilEnd(moneyText(forTime(quote.price, leaseMs)), leaseMs, perMonth) : perMonth;
}

function details({ order, price, balance }: FormCost, text: Text['money']): string[] {
  const quote = typeof price === 'object' && price.ok && price.value !== 'unknown' ? price.value : null;
  const ofPrice =
    quote === null || order === null
      ? []
      : [
          quote.kind === 'hourly' && quote.amount > 1 ? text.each(hourlyText(eachOf(quote))) : '',
          discountSentence(quote, order.charge.kind, text),
          text.ofWhat[order.charge.kind],
          order.internetMaxBandwidthOut > 0 ? text.traffic : '',
        ];
  const paragraphs = [sentencesOf(ofPrice), balanceSentence(balance, quote, text)];
  return paragraphs.filter((paragraph) => paragraph !== '');
}

function discountSentence(quote: Quote, charge: ChargeKind, text: Text['money']): string {
  const discount = discountOf(quote);
  if (discount === null) return '';
  const off = offText(discount.off, text);
  return charge === 'spot' ? text.belowList(off, discount.percent) : text.discount(off, discount.percent);
}

const offText = (off: Quote['price'], text: Text['money']): string =>
  'micros' in off ? text.perHour(hourlyText(off)) : moneyText(off);

function balanceSentence(balance: FormCost['balance'], quote: Quote | null, text: Text['money']): string {
  if (balance === 'asking') return text.balanceAsking;
  if (balance === 'late') return text.balanceLate;
  if (!balance.ok) return text.balanceFailed(balance.error);
  const is = text.balanceIs(moneyText(balance.value));
  if (quote?.kind === 'term') return sentencesOf([is, afterwards(balance.value, quote.price, text)]);
  return balance.value.minor < 0 ? sentencesOf([is, text.inDebt]) : is;
}

/** What a purchase leaves of a balance, if the currencies match. */
export function afterwards(balance: Money, price: Money, text: Text['money']): string {
  const left = add(balance, times(price, -1));
  if (left === null) return text.otherCurrency;
  return left.minor < 0 ? text.short(moneyText(times(left, -1))) : text.balanceAfter(moneyText(left));
}
