import type { SectionBlock } from '@slack/types';
import type { DecisionNote } from '../../core/request/message.ts';
import type { Text } from '../../text/en.ts';
import { sentencesOf } from '../../text/sentences.ts';
import { shortPrice } from '../approval/price.ts';
import { section } from '../kit/blocks.ts';
import { clip, EMPTY, lines, type Mrkdwn, mrkdwn, userMention } from '../kit/mrkdwn.ts';
import type { Detail } from '../kit/post.ts';

/** What became of an approval, as a paragraph of the request's thread: `*Denied* by @Ines. Reason: … Nothing was bought.` */
export function decisionParagraph(note: DecisionNote, text: Text, detail: Detail): SectionBlock {
  const words = text.approval;
  const by = note.by === 'bot' ? EMPTY : mrkdwn` – ${userMention(note.by)}`;
  const said = clip(note.note, Math.max(NOTE_LEAST, detail.smallPrintMax));
  return section(
    lines([
      mrkdwn`${MARK[note.what]} *${words.milestone[note.what]}*${by}`,
      ...(said === '' ? [] : [mrkdwn`${note.what === 'denied' ? words.reason : words.note} ${said}`]),
      ...priceLines(note, text),
      mrkdwn`${meaning(note, text)}`,
    ]),
  );
}

/** The same as one line without markup. */
export function plainDecision(note: DecisionNote, text: Text): string {
  const words = text.approval;
  const { end } = text.marks;
  const reason = note.what === 'denied' && note.note !== '' ? sentencesOf([words.reason, note.note]) : '';
  const prices = note.what === 'askedAgain' ? `${pricePair(note, text).join(' → ')}${end}` : '';
  return sentencesOf([`${words.milestone[note.what]}${end}`, reason, prices, meaning(note, text)]);
}

const meaning = ({ what, renews }: DecisionNote, { approval, renewal }: Text): string =>
  renews && what === 'approved' ? renewal.approvedMeans : approval.milestoneMeans[what];

function priceLines(note: DecisionNote, text: Text): readonly Mrkdwn[] {
  if (note.what !== 'askedAgain') return [];
  const [before, after] = pricePair(note, text);
  const { priceBefore, priceNow, marks } = text.approval;
  return [mrkdwn`${priceBefore}${marks.colon}${before} · *${priceNow}*: ${after}`];
}

const pricePair = ({ before, after }: DecisionNote, text: Text): readonly [string, string] => [
  shortPrice(before ?? null, text) ?? text.approval.priceUnknown,
  shortPrice(after ?? null, text) ?? text.approval.priceUnknown,
];

const MARK: Readonly<Record<DecisionNote['what'], string>> = {
  voted: '👍',
  approved: '✅',
  denied: '❌',
  withdrawn: '↩️',
  expired: '⌛',
  askedAgain: '⚠️',
  reminded: '⏳',
  escalated: '⏳',
};

/** However many are told at once, so much of what was written with each is shown. */
const NOTE_LEAST = 80;
