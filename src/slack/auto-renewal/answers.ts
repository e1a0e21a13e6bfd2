import type { KnownBlock, ModalView, SectionBlock } from '@slack/types';
import type { AutoRenewRefusal } from '../../core/auto-renewal/auto-renew-order.ts';
import { firstDebitAt } from '../../core/auto-renewal/auto-renewal.ts';
import { compare } from '../../core/base/money.ts';
import type { Failure } from '../../core/failure/failure.ts';
import type { Instance } from '../../core/instance/instance.ts';
import { moneyText } from '../../text/amounts.ts';
import type { Text } from '../../text/en.ts';
import { explainFailure } from '../../text/explain-failure.ts';
import type { Offered } from '../../usecases/auto-renewal/auto-renewal-service.ts';
import type { AutoRenewed, Barred, RenewalShown } from '../../usecases/auto-renewal/set-auto-renewal.ts';
import { freezerOf, reasonOf } from '../freeze/blocks.ts';
import { type Answer, ephemeral } from '../kit/answer.ts';
import { contextBlock, LIMITS, marked, modalView, plain, section } from '../kit/blocks.ts';
import {
  code,
  harmless,
  joined,
  lines,
  type Mrkdwn,
  moment,
  mrkdwn,
  principalMention,
  source,
  userMention,
} from '../kit/mrkdwn.ts';
import { AUTO_RENEW_FORM } from './ids.ts';

type Offer = Extract<Offered, { readonly is: 'offer' }>;

/** Asks to confirm auto-renewal, with its price and the day of the debit. */
export function autoRenewForm(offer: Offer, now: number, text: Text): ModalView {
  const { shown, balance } = offer;
  const { instance, price, term } = shown;
  const { expiry: words } = text;
  const isShort = price !== null && balance !== null && (compare(balance, price) ?? 0) < 0;
  const buttons = { submit: words.turnOn, close: text.power.form.cancel };
  return modalView({ callbackId: AUTO_RENEW_FORM, metadata: instance.id, title: words.title, ...buttons }, [
    offerFacts(offer, now, text),
    section(plain(words.means(term))),
    ...(isShort ? [section(mrkdwn`⚠️ ${words.short}`)] : []),
    contextBlock(plain(words.debitHow)),
  ]);
}

function offerFacts({ shown, balance }: Offer, now: number, { expiry: words }: Text): SectionBlock {
  const { instance, until, price } = shown;
  const debit = until === null ? null : firstDebitAt(until, now);
  const facts: readonly (readonly [string, Mrkdwn])[] = [
    [words.facts.instance, mrkdwn`${code(instance.spec.name)} ${code(instance.cloudId ?? instance.id)}`],
    [words.facts.price, harmless(price === null ? words.priceUnknown : moneyText(price))],
    ...(until === null ? [] : [[words.facts.until, moment(until)] as const]),
    ...(debit === null ? [] : [[words.facts.debit, moment(debit)] as const]),
    [words.facts.balance, harmless(balance === null ? words.balanceUnknown : moneyText(balance))],
  ];
  return { type: 'section', fields: facts.map(([name, is]) => marked(mrkdwn`*${name}*\n${is}`, LIMITS.field)) };
}

/** A window without fields. */
export const windowOf = (blocks: readonly KnownBlock[], { expiry, power }: Text): ModalView =>
  modalView({ callbackId: AUTO_RENEW_FORM, title: expiry.title, close: power.form.close }, blocks);

/** Tells whether the instance renews itself now. */
export function autoRenewedAnswer(done: AutoRenewed, text: Text): Answer {
  const { expiry: words } = text;
  switch (done.is) {
    case 'set':
    case 'already':
      return said(standsLines(done.shown, done.is, text));
    case 'notSet':
      return said([
        mrkdwn`⚠️ ${named(done.shown)} ${words.notSet(done.shown.setting)}`,
        ...failureLines(done.failure, text),
      ]);
    case 'unconfirmed':
      return said([mrkdwn`⚠️ ${words.unconfirmed(refOf(done.shown))}`]);
    case 'unsure':
      return said([mrkdwn`⚠️ ${words.unsure(refOf(done.shown))}`, ...smallLines(done.failure, text)]);
    default:
      return barredAnswer(done, text);
  }
}

export function barredAnswer(barred: Barred, text: Text): Answer {
  switch (barred.is) {
    case 'refused':
      return autoRenewRefusedAnswer(barred.instance, barred.refusal, text);
    case 'unread':
      return said([mrkdwn`${text.expiry.unread}`, ...failureLines(barred.failure, text)]);
    case 'unknown':
      return ephemeral(text.power.form.notFound);
    case 'storeDown':
      return ephemeral(text.expiry.storeDown);
  }
}

const NAMED_MAX = 20;

export function autoRenewRefusedAnswer(
  { spec }: Pick<Instance, 'spec'>,
  refusal: AutoRenewRefusal,
  text: Text,
): Answer {
  const sentence = mrkdwn`${text.expiry.refused(spec.name, refusal)}`;
  if (refusal.why === 'notYours')
    return said([mrkdwn`${sentence}${text.marks.open}${userMention(refusal.requester)}${text.marks.close}`]);
  if (refusal.why === 'needsApproval') {
    const who = refusal.admins.slice(0, NAMED_MAX).map(principalMention);
    return said([sentence, who.length === 0 ? mrkdwn`${text.freeze.noAdmins}` : joined(who, text.marks.list)]);
  }
  if (refusal.why !== 'frozen') return said([sentence]);
  const { until } = refusal.freeze;
  const by = freezerOf(refusal.freeze, text.freeze);
  const reason = reasonOf(refusal.freeze, text.freeze);
  const frozen = mrkdwn`${text.freeze.frozenBy} ${by}${text.marks.stop}${text.freeze.reason} ${reason}`;
  return said([
    sentence,
    frozen,
    ...(until === null ? [] : [mrkdwn`${text.freeze.endsAt} ${moment(until)}${text.marks.end}`]),
  ]);
}

function standsLines(shown: RenewalShown, is: 'set' | 'already', text: Text): readonly Mrkdwn[] {
  const { expiry: words, marks } = text;
  const { setting, until, price } = shown;
  const isSet = is === 'set';
  const ends = until === null ? [] : [mrkdwn`*${words.facts.until}*${marks.colon}${moment(until)}`];
  if (!setting.on) {
    const what = isSet ? words.isOff : words.alreadyOff;
    return [mrkdwn`${named(shown)} ${what}`, ...ends, mrkdwn`${words.thenEnds(refOf(shown))}`];
  }
  const what = isSet ? words.isOn(setting.term) : words.alreadyOn(setting.term);
  return [
    mrkdwn`${named(shown)} ${what}`,
    ...ends,
    mrkdwn`*${words.facts.price}*${marks.colon}${price === null ? words.priceUnknown : moneyText(price)}`,
  ];
}

const named = ({ instance }: RenewalShown): Mrkdwn => code(instance.spec.name);

/** The instance in the form that commands take. */
const refOf = ({ instance }: RenewalShown): string => instance.cloudId ?? instance.id;

function failureLines(failure: Failure, text: Text): readonly Mrkdwn[] {
  return [mrkdwn`${text.expiry.why(failure)}`, ...smallLines(failure, text)];
}

/** For support. */
function smallLines(failure: Failure, text: Text): readonly Mrkdwn[] {
  const { smallPrint } = explainFailure(text, failure);
  return smallPrint === '' ? [] : [mrkdwn`_${smallPrint}_`];
}

const said = (all: readonly Mrkdwn[]): Answer => ({ text: source(lines([...all])), blocks: [section(lines(all))] });
