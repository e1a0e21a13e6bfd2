import type { ActionsBlock, KnownBlock, ModalView } from '@slack/types';
import { add, type Money, times } from '../../core/base/money.ts';
import { endOfTerm } from '../../core/renewal/renewal-act.ts';
import { formatTerm, type Term } from '../../core/spec/charge.ts';
import { totalOf } from '../../core/spec/quote.ts';
import { moneyText } from '../../text/amounts.ts';
import type { Text } from '../../text/en.ts';
import { momentMark } from '../../text/moments.ts';
import { sentencesOf } from '../../text/sentences.ts';
import type { Renewable } from '../../usecases/renewal/submit-renewal.ts';
import { contextBlock, facts, LIMITS, modalView, option, plain, section } from '../kit/blocks.ts';
import { RENEW_FORM, RENEW_TERM, type RenewMeta, writeRenewMeta } from './ids.ts';

/** What a window shows beside the price. */
interface RenewFormDetails {
  readonly balance: Money | null;
  /** Milliseconds UTC. */
  readonly now: number;
}

/** Asks to confirm a renewal: its price, the new end, and who has to approve. */
export function renewForm(
  meta: RenewMeta,
  renewable: Renewable,
  { balance, now }: RenewFormDetails,
  text: Text,
): ModalView {
  const { renewal: words } = text;
  const { instance, until, quote, asked, terms } = renewable;
  const total = totalOf(quote);
  const needed = Math.max(...asked.approval.requirements.map((requirement) => requirement.needed));
  const short = balance === null ? null : shortage(balance, total);
  const blocks = [
    ...facts([
      [words.facts.instance, instance.spec.name],
      [words.facts.id, instance.cloudId],
      [words.facts.until, momentMark(until)],
      [words.facts.newEnd, momentMark(endOfTerm(until, meta.term))],
      [words.window.price, moneyText(total)],
      [words.window.balance, balance === null ? words.window.unknownBalance : moneyText(balance)],
    ]),
    termList(terms, meta.term, words),
    section(plain(`${words.window.needs(needed)}${words.window.debited(moneyText(total))}`)),
    ...(short === null || balance === null
      ? []
      : [
          section(
            plain(`⚠️ ${sentencesOf([text.money.balanceIs(moneyText(balance)), text.money.short(moneyText(short))])}`),
          ),
        ]),
    contextBlock(plain(words.window.autoRenew), ...(until < now ? [plain(words.window.overdue)] : [])),
  ];
  return windowOf({ ...meta, until }, words, blocks, words.window.submit);
}

/** How much is missing; null if nothing is, or the currencies differ. */
function shortage(balance: Money, total: Money): Money | null {
  const missing = add(total, times(balance, -1));
  return missing === null || missing.minor <= 0 ? null : missing;
}

/** Shown while the cloud is asked. */
export const lookingWindow = (meta: RenewMeta, { renewal: words }: Text): ModalView =>
  windowOf(meta, words, [section(plain(words.window.looking))]);

/** Why this period is not possible, with a list of others if there are some. */
export const refusedWindow = (
  meta: RenewMeta,
  blocks: readonly KnownBlock[],
  terms: readonly Term[],
  { renewal: words }: Text,
): ModalView => windowOf(meta, words, [...blocks, ...(terms.length === 0 ? [] : [termList(terms, meta.term, words)])]);

const windowOf = (
  meta: RenewMeta,
  { window: words }: Text['renewal'],
  blocks: readonly KnownBlock[],
  submit?: string,
): ModalView =>
  modalView(
    {
      ...{ callbackId: RENEW_FORM, metadata: writeRenewMeta(meta), title: words.title, close: words.close },
      ...(submit !== undefined && { submit }),
    },
    blocks,
  );

function termList(terms: readonly Term[], chosen: Term, words: Text['renewal']): ActionsBlock {
  const options = terms.map((term) => option(words.term(term), formatTerm(term)));
  const initial = options.find(({ value }) => value === formatTerm(chosen));
  return {
    type: 'actions',
    block_id: RENEW_TERM,
    elements: [
      {
        type: 'static_select',
        action_id: RENEW_TERM,
        placeholder: plain(words.window.term, LIMITS.placeholder),
        options,
        ...(initial === undefined ? {} : { initial_option: initial }),
      },
    ],
  };
}
