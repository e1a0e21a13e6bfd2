import type { KnownBlock } from '@slack/types';
import type { DigestItem, DigestNotice, Spend } from '../../core/request/notice.ts';
import { refWord } from '../../core/spec/command-arguments.ts';
import { moneyText } from '../../text/amounts.ts';
import type { Text } from '../../text/en.ts';
import { contextBlock, header, LIMITS, plain, section } from '../kit/blocks.ts';
import {
  bold,
  clipName,
  fallback,
  harmless,
  joined,
  lines,
  type Mrkdwn,
  moment,
  mrkdwn,
  source,
  userMention,
} from '../kit/mrkdwn.ts';
import type { Post } from '../kit/post.ts';
import { RUN_BESIDE, runSelect } from '../kit/run-buttons.ts';

const PARTS = ['ownerless', 'expiring', 'stopped', 'leases'] as const;
type Part = (typeof PARTS)[number];

const NAME_MAX = 40;
const CURRENCIES_MAX = 5;

/** The week's costs of a channel's instances, and those that need attention; a single line if there are none. */
export function digestMessage(notice: DigestNotice, text: Text): Post {
  const { digest: words } = text;
  const { spend, unpriced, existing } = notice;
  const attention = PARTS.reduce((sum, part) => sum + notice[part].total, 0);
  if (spend.length === 0 && unpriced === 0 && attention === 0 && notice.unread.length === 0)
    return { text: source(harmless(words.empty(existing))), blocks: [section(plain(words.empty(existing)))] };
  const amounts = spend.slice(0, CURRENCIES_MAX).flatMap((one) => spentIn(one, words));
  return {
    text: fallback(words.plain(amounts, attention)),
    blocks: [
      header(words.title),
      contextBlock(mrkdwn`${moment(notice.from)} – ${moment(notice.to)} · ${words.existing(existing)}`),
      section(lines([bold(words.spent), ...spentLines(notice, amounts, words)])),
      ...PARTS.flatMap((part) => partBlocks(notice, part, text)),
      ...pickBlocks(notice, text),
      contextBlock(...smallPrint(notice, words).map((sentence) => plain(sentence, LIMITS.field))),
    ],
  };
}

type Words = Text['digest'];

function spentIn(spend: Spend, words: Words): readonly string[] {
  const { currency, prepaid, bought, renewals, renewed, disks, grown, hourly, ran } = spend;
  return [
    ...(bought > 0 ? [words.prepaid(moneyText({ minor: prepaid, currency }), bought)] : []),
    ...(renewed > 0 ? [words.renewals(moneyText({ minor: renewals, currency }), renewed)] : []),
    ...(grown > 0 ? [words.disks(moneyText({ minor: disks, currency }), grown)] : []),
    ...(ran > 0 ? [words.hourly(moneyText({ minor: hourly, currency }), ran)] : []),
  ];
}

function spentLines({ unpriced }: DigestNotice, amounts: readonly string[], words: Words): readonly Mrkdwn[] {
  const all = [...amounts, ...(unpriced > 0 ? [words.unpriced(unpriced, amounts.length > 0)] : [])];
  return (all.length === 0 ? [words.nothing] : all).map((one) => mrkdwn`• ${one}`);
}

function partBlocks(notice: DigestNotice, part: Part, { digest: words, marks }: Text): readonly KnownBlock[] {
  const { items, total } = notice[part];
  if (total === 0) return [];
  const more = total > items.length ? [mrkdwn`• ${words.more(total - items.length)}`] : [];
  return [
    section(
      lines([
        bold(`${words.parts[part]}${marks.open}${total}${marks.close}`),
        ...items.map((item) => mrkdwn`• ${itemLine(item, words)}`),
        ...more,
      ]),
    ),
    contextBlock(plain(words.means[part])),
  ];
}

function itemLine({ name, id, requester, at }: DigestItem, words: Words): Mrkdwn {
  const end = at === null ? [] : [mrkdwn`${words.ends} ${moment(at)}`];
  return joined([bold(clipName(name, NAME_MAX)), id, userMention(requester), ...end], ' · ');
}

/** A list of the named instances; each reader can open one, for them alone. */
function pickBlocks(notice: DigestNotice, { digest: words }: Text): readonly KnownBlock[] {
  const named = new Map(PARTS.flatMap((part) => notice[part].items.map((item) => [item.id, item] as const)));
  if (named.size === 0) return [];
  const choices = [...named.values()].map(({ id, name }) => ({
    text: `${clipName(name, NAME_MAX)} (${id})`,
    command: `show ${refWord({ word: id, region: null })}`,
  }));
  return [{ type: 'actions', block_id: 'digest_pick', elements: [runSelect(RUN_BESIDE, 'show', words.pick, choices)] }];
}

function smallPrint({ unread, uncounted, peopleUnknown }: DigestNotice, words: Words): readonly string[] {
  return [
    ...(unread.length === 0 ? [] : [words.unread(unread)]),
    ...(peopleUnknown === 0 ? [] : [words.peopleUnknown(peopleUnknown)]),
    ...(uncounted === 0 ? [] : [words.uncounted(uncounted)]),
    words.counted,
  ];
}
