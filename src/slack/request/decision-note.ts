import type { SectionBlock } from '@slack/types';
import type { DecisionNote } from '../../core/request/message.ts';
import type { Text } from '../../text/en.ts';
import { sentencesOf } from '../../text/sentences.ts';
import { shortPrice } from '../approval/price.ts';
import { section } from '../kit/blocks.ts';
import { clip, EMPTY, lines, mrkdwn, userMention } from '../kit/mrkdwn.ts';
import type { Detail } from '../kit/post.ts';

/** The outcome of an approval, as a paragraph of the request's thread: `*Denied* by @Ines. Reason: … Nothing was bought.` */
export function decisionParagraph(note: DecisionNote, text: Text, detail: Detail): SectionBlock {
  const words = text.approval;
  const by = note.by === 'bot' ? EMPTY : mrkdwn` – ${userMention(note.by)}`;
  const said = clip(note.note, Math.max(MIN_NOTE, detail.smallPrintMax));
  return section(
    lines([
      mrkdwn`${MARK[note.what]} *${words.milestone[note.what]}*${by}`,
      ...(said === '' ? [] : [mrkdwn`${note.what === 'denied' ? words.reason : words.note} ${said}`]),
      ...changesOf(note, text).map(
        ({ was, is, before, after }) => mrkdwn`${was}${words.marks.colon}${before} · *${is}*: ${after}`,
      ),
      mrkdwn`${meaning(note, text)}`,
    ]),
  );
}

/** The same as one line without markup. */
export function plainDecision(note: DecisionNote, text: Text): string {
  const words = text.approval;
  const { end } = text.marks;
  const reason = note.what === 'denied' && note.note !== '' ? sentencesOf([words.reason, note.note]) : '';
  const changes = changesOf(note, text).map(({ before, after }) => `${before} → ${after}${end}`);
  return sentencesOf([`${words.milestone[note.what]}${end}`, reason, ...changes, meaning(note, text)]);
}

function meaning({ what, renews, grows }: DecisionNote, { approval, renewal, prepaidDisk }: Text): string {
  if (what !== 'approved') return approval.milestoneMeans[what];
  return grows ? prepaidDisk.approvedMeans : renews ? renewal.approvedMeans : approval.milestoneMeans.approved;
}

/** The changes for which approval was asked again. */
function changesOf(note: DecisionNote, text: Text): readonly Change[] {
  if (note.what !== 'askedAgain') return [];
  const { priceBefore, priceNow, priceUnknown, scriptBefore, scriptNow } = text.approval;
  const [before, after] = [note.before, note.after].map((quote) => shortPrice(quote ?? null, text) ?? priceUnknown);
  const { script } = note;
  const prices = { was: priceBefore, is: priceNow, before: before ?? '', after: after ?? '' };
  if (script === undefined) return [prices];
  const [was, is] = [script.before, script.after].map(({ name, sha256 }) => text.options.script(name, sha256));
  const scripts = { was: scriptBefore, is: scriptNow, before: was ?? '', after: is ?? '' };
  return before === after ? [scripts] : [prices, scripts];
}

interface Change {
  readonly was: string;
  readonly is: string;
  readonly before: string;
  readonly after: string;
}

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

/** How much of each person's note is shown, however many are told at once. */
const MIN_NOTE = 80;
