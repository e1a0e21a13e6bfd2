import { monthlyEstimate } from '../../core/base/money.ts';
import { formatAgreedPrice, isGrowth, shownAt } from '../../core/disk/disk-wish.ts';
import { nameOf } from '../../core/instance/found-instance.ts';
import { refWord } from '../../core/spec/command-arguments.ts';
import { hourlyText, moneyText } from '../../text/amounts.ts';
import type { Text } from '../../text/en.ts';
import type { DisksToConfirm } from '../../usecases/disk/change-disks.ts';
import { exactRef } from '../instance/words.ts';
import type { Answer } from '../kit/answer.ts';
import { actions, contextBlock, plain, section } from '../kit/blocks.ts';
import { clip, clipName, harmless, joined, lines, mrkdwn, source } from '../kit/mrkdwn.ts';
import { RUN_HERE, runButton } from '../kit/run-buttons.ts';

const NAME_MAX = 128;
const STEP_MAX = 400;

/** The price of larger or more disks, with a button that orders them at that price. */
export function disksToConfirm({ found, wish, changes, prices, wasAgreed }: DisksToConfirm, text: Text): Answer {
  const { disk, marks } = text;
  const { more } = prices;
  const changed = joined(
    changes.map((change) => harmless(clip(disk.step(change), STEP_MAX))),
    marks.semicolon,
  );
  const costs = more === null ? disk.noPrice : disk.costs(hourlyText(more), moneyText(monthlyEstimate(more)));
  const rows = [
    mrkdwn`*${disk.confirm(clipName(nameOf(found), NAME_MAX))}*${marks.colon}${changed}${marks.end}`,
    ...(wasAgreed ? [mrkdwn`⚠️ ${disk.priceMoved}`] : []),
    mrkdwn`${costs}`,
  ];
  // Each change with the disk's size when it was shown.
  const words = changes
    .flatMap((change, n) => {
      const { key, given } = wish.disks[n] ?? {};
      return given === undefined ? [] : [`${key}/${shownAt(change)}=${quotedWord(given)}`];
    })
    .join(' ');
  const [grows, adds] = [changes.some(isGrowth), !changes.every(isGrowth)];
  const command = `set ${refWord(exactRef(found))} ${words} price=${formatAgreedPrice(more)}`;
  return {
    text: source(lines(rows)),
    blocks: [
      section(lines(rows)),
      contextBlock(...(grows ? [plain(disk.onlyGrows)] : []), ...(adds ? [plain(disk.billed)] : [])),
      actions('disk_growth', [runButton(RUN_HERE, 'disks', adds ? disk.add : disk.grow, command)]),
    ],
  };
}

/** Quoted so that a command reads it again: in quotes that it does not contain. */
function quotedWord(word: string): string {
  if (!/[\s"'“”„‘’«»]/u.test(word)) return word;
  const [open, close] = QUOTES.find(([, end]) => !word.includes(end)) ?? ['"', '"'];
  return `${open}${word}${close}`;
}

const QUOTES = [
  ['"', '"'],
  ["'", "'"],
  ['«', '»'],
  ['‘', '’'],
] as const;
