import type { Approval } from '../../core/approval/approval.ts';
import { compare, type Money, shareOf } from '../../core/base/money.ts';
import { type Instance, wasBought } from '../../core/instance/instance.ts';
import { isAdopted, type Request } from '../../core/request/request.ts';
import { monthlyOfTerm, type Quote } from '../../core/spec/quote.ts';
import { hourlyText, limitText, moneyText } from '../../text/amounts.ts';
import type { Text } from '../../text/en.ts';
import { afterwards, hoursText } from '../create-form/cost.ts';
import { type Mrkdwn, moment, mrkdwn } from '../kit/mrkdwn.ts';
import { leaseFact } from '../lease/words.ts';

type Fact = readonly [name: string, value: string];

/** The full price, `CNY 4,248.60 at once, for all 3 and for 1 month`; or that there is none. */
export function wholePrice(quote: Quote | null, request: Request, text: Text): string {
  const { spec, amount, leaseMs, renewal } = request;
  const { charge } = spec;
  const { approval, money } = text;
  if (quote === null) return approval.priceUnknown;
  if (quote.kind === 'hourly') {
    return approval.byTheHour(money.perHour(hourlyText(quote.price)), hoursText(quote, leaseMs, money), amount);
  }
  // A larger disk is paid for the rest of a term.
  if (charge.kind !== 'prepaid' || renewal?.disk !== undefined) return money.atOnce(moneyText(quote.price));
  const whole = approval.atOnceFor(moneyText(quote.price), charge.term, amount);
  const month = monthlyOfTerm(quote, charge.term);
  return month === null ? whole : `${whole}${text.marks.comma}${money.monthOfTerm(moneyText(month))}`;
}

/** The amount alone, for a title or inside a sentence; null without a price. */
export function shortPrice(quote: Quote | null, { money }: Text): string | null {
  if (quote === null) return null;
  return quote.kind === 'term' ? moneyText(quote.price) : money.perHour(hourlyText(quote.price));
}

/** The price to decide on, in plain text. In a later round, the old and the new price stand side by side until the purchase. */
function priceFacts(request: Request, approval: Approval, text: Text): readonly Fact[] {
  const words = text.approval;
  const now = wholePrice(approval.quote, request, text);
  if (approval.round === 1 || approval.decision?.is === 'approved') return [[words.price, now]];
  const { scriptBefore } = approval;
  const script: readonly Fact[] =
    scriptBefore === undefined
      ? []
      : [[words.scriptBefore, text.options.script(scriptBefore.name, scriptBefore.sha256)]];
  const before = wholePrice(approval.before, request, text);
  // Asked again only because of the script.
  if (script.length > 0 && before === now) return [[words.price, now], ...script];
  return [[words.priceBefore, before], [words.priceNow, now], ...script];
}

/**
 * What an ended request has cost if not everything was bought, in plain text. Null while it is under way, and if everything was
 * bought, because then the price tells it. For hourly prices only if nothing was bought.
 */
export function boughtText(
  { spec, quote, approval, amount }: Request,
  instances: readonly Instance[],
  text: Text,
): string | null {
  if (instances.length === 0 || instances.some(({ outcome }) => outcome === null)) return null;
  const isNothing = instances.some(({ outcome }) => outcome === 'failed') && !instances.some(wasBought);
  if (spec.charge.kind !== 'prepaid' && !isNothing) return null;
  const bought = instances.filter(({ cloudId }) => cloudId !== null).length;
  const doubtful = instances.filter((one) => one.cloudId === null && wasBought(one)).length;
  if (bought === amount) return null;
  const { price } = approval?.quote ?? quote ?? { price: null };
  const paid = price === null || 'micros' in price ? null : moneyText(shareOf(price, bought, amount));
  return text.approval.bought({ bought, amount, paid, doubtful });
}

/** The account's balance when it was last read, in the form's words; empty if nothing is debited at once. */
export function balanceLines({ balance, quote }: Approval, { money: words, marks }: Text): readonly Mrkdwn[] {
  if (balance === undefined) return [];
  const { money, at } = balance;
  if (money === null) return [mrkdwn`⚠️ ${words.balanceUnread} ${moment(at)}${marks.end}`];
  if (quote?.kind !== 'term')
    return [mrkdwn`${words.balanceRead} ${moment(at)}${marks.colon}${moneyText(money)}${marks.end}`];
  const sign = (compare(money, quote.price) ?? 0) < 0 ? '⚠️ ' : '';
  const then = afterwards(money, quote.price, words);
  return [mrkdwn`${sign}${words.balanceRead} ${moment(at)}${marks.colon}${moneyText(money)}${marks.stop}${then}`];
}

/** The way of paying, in plain text. */
export const paymentFact = (request: Request, { money, instances, renewal, prepaidDisk }: Text): Fact => {
  const { charge } = request.spec;
  if (request.renewal?.disk !== undefined) return [money.card.payment, prepaidDisk.payment];
  if (request.renewal !== undefined && charge.kind === 'prepaid')
    return [money.card.payment, renewal.payment(charge.term)];
  // It is unknown for how long an adopted instance was paid.
  return [
    money.card.payment,
    isAdopted(request) ? instances.charge[charge.kind] : money.payment(charge, limitText(charge)),
  ];
};

/** All facts about money for a decision, in rows of two: the price with the way of paying, or both prices and then that. */
export const moneyFacts = (request: Request, approval: Approval, text: Text): readonly Fact[] => [
  ...priceFacts(request, approval, text),
  paymentFact(request, text),
  ...leaseFact(request, text),
];

/** How much the account lacks for an order. */
export const shortText = (
  { balance, total }: { readonly balance: Money; readonly total: Money },
  words: Text['decision'],
): string =>
  words.short(moneyText({ ...total, minor: total.minor - balance.minor }), moneyText(balance), moneyText(total));
