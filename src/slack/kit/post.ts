import type { KnownBlock } from '@slack/types';
import { groupBy } from '../../core/base/lists.ts';
import { commonStart, MAX_NAMES_LISTED, nameRanges } from '../../core/request/name-ranges.ts';
import type { Text } from '../../text/en.ts';
import { contextBlock, LIMITS, plain, section, textLength } from './blocks.ts';
import { clip, clipName, code, type Fallback, fallback, joined, lines, type Mrkdwn, mrkdwn } from './mrkdwn.ts';

/** A message to send: the blocks, and the text for notifications, screen readers and clients without blocks (mrkdwn source). */
export interface Post {
  readonly text: Fallback;
  readonly blocks: readonly KnownBlock[];
}

/** A direct message that says how something stands, as it is to be shown now. */
export interface StandingPost {
  readonly post: Post;
  /** Nothing in it can change any more. */
  readonly isLast: boolean;
  /** It says that the earlier message is not true any more, so it is only shown in its place. */
  readonly isOver: boolean;
}

/** A standing message that tells why it does not apply any more. */
export const overPost = (title: string, means: string, requestId: string, { card, marks }: Text): Post => ({
  text: fallback(`${title}${marks.stop}${means}`),
  blocks: [
    section(mrkdwn`*${title}*`),
    section(plain(means)),
    contextBlock(mrkdwn`${card.request} ${code(requestId)}`),
  ],
});

/** How much a post shows, so that it fits even with many instances, long names and many failures. */
export interface Detail {
  /** Characters shown of a name. */
  readonly nameMax: number;
  /** Characters shown of a name or text that people gave to a disk or tag. */
  readonly wordsMax: number;
  /** How many ranges are shown if there are too many names to list. */
  readonly rangesMax: number;
  readonly cause: boolean;
  /** Characters of small print; 0 for none. */
  readonly smallPrintMax: number;
  /** The most people or groups that are named; the rest is counted. */
  readonly peopleMax: number;
}

const DETAILS: readonly Detail[] = [
  { nameMax: 128, wordsMax: 256, rangesMax: 12, cause: true, smallPrintMax: 500, peopleMax: 12 },
  { nameMax: 40, wordsMax: 60, rangesMax: 8, cause: true, smallPrintMax: 150, peopleMax: 6 },
  { nameMax: 24, wordsMax: 24, rangesMax: 3, cause: false, smallPrintMax: 0, peopleMax: 3 },
];

export const fitsMessage = (blocks: readonly KnownBlock[]): boolean =>
  blocks.length <= LIMITS.blocksPerMessage && textLength(blocks) <= LIMITS.blockTextPerMessage;

type Render = (detail: Detail) => readonly KnownBlock[];

/** The most detailed version that fits Slack's limits; the least detailed if none does. */
export function inDetail(render: Render): readonly KnownBlock[] {
  let blocks: readonly KnownBlock[] = [];
  for (const detail of DETAILS) {
    blocks = render(detail);
    if (fitsMessage(blocks)) break;
  }
  return blocks;
}

/** The same, which surely fits. */
export const fitting = (render: Render): readonly KnownBlock[] =>
  withoutLongest(inDetail(render).slice(0, LIMITS.blocksPerMessage));

/** If nothing else helps, the longest texts are left out: Slack would refuse the rest and the buttons with them. */
function withoutLongest(blocks: readonly KnownBlock[]): readonly KnownBlock[] {
  if (textLength(blocks) <= LIMITS.blockTextPerMessage) return blocks;
  const lengths = blocks.map((block) =>
    block.type === 'section' || block.type === 'context' ? textLength([block]) : 0,
  );
  const most = Math.max(...lengths);
  if (most <= 1) return blocks;
  const longest = lengths.indexOf(most);
  return withoutLongest(blocks.map((block, n) => (n === longest ? contextBlock('…') : block)));
}

/** Lines in as few sections as possible. */
export function lineSections(rows: readonly Mrkdwn[], length: (text: Mrkdwn) => number): KnownBlock[] {
  const sections: Mrkdwn[][] = [[]];
  let used = 0;
  for (const row of rows) {
    const more = length(row) + 1;
    if (used + more > LIMITS.section) {
      sections.push([]);
      used = 0;
    }
    sections.at(-1)?.push(row);
    used += more;
  }
  return sections.filter((rows) => rows.length > 0).map((rows) => section(lines(rows)));
}

/**
 * Names in a row: each of a few; otherwise as ranges, `web-001 … web-300 (300)`, some of which are shown and the others counted.
 *
 * @param isCounted whether their number is told already
 */
export function namesOf(
  names: readonly string[],
  text: Text,
  { nameMax, rangesMax }: Pick<Detail, 'nameMax' | 'rangesMax'>,
  isCounted = false,
): Mrkdwn {
  const called = (name: string): Mrkdwn => code(clipName(name, nameMax));
  const { shown, more } = shortList(names, text, rangesMax, isCounted);
  const parts = shown.map(({ first, last, counted }) =>
    last === null ? called(first) : mrkdwn`${called(first)} … ${called(last)}${counted}`,
  );
  const list = joined(parts, text.marks.list);
  return more === '' ? list : mrkdwn`${list} ${more}`;
}

/** The same in plain text. */
export function plainNamesOf(names: readonly string[], text: Text): string {
  const { shown, more } = shortList(names, text, MAX_NAMES_LISTED);
  const parts = shown.map(({ first, last, counted }) => (last === null ? first : `${first} … ${last}${counted}`));
  return [parts.join(text.marks.list), more].filter((part) => part !== '').join(' ');
}

/** The shown names or ranges, with each range's count, and how many more there are; empty strings if that is not told. */
function shortList(names: readonly string[], { marks, many }: Text, rangesMax: number, isCounted = false) {
  if (names.length <= MAX_NAMES_LISTED)
    return { shown: names.map((name) => ({ first: name, last: null, counted: '' })), more: '' };
  const ranges = nameRanges(names).slice(0, rangesMax);
  const shown = ranges.map(({ first, last, count }) => ({
    first,
    last: count === 1 ? null : last,
    counted: isCounted && count === names.length ? '' : `${marks.open}${count}${marks.close}`,
  }));
  const left = names.length - ranges.reduce((sum, { count }) => sum + count, 0);
  return { shown, more: left === 0 ? '' : many.more(left) };
}

/** Whole parts, as many as fit, and the number of the others. */
export function upToMax(
  { parts, between }: { readonly parts: readonly string[]; readonly between: string },
  max: number,
  { marks }: Text,
): string {
  const whole = parts.join(between);
  if (whole.length <= max || parts.length < 2) return clip(whole, max);
  for (let shown = parts.length - 1; shown > 0; shown -= 1) {
    const said = `${parts.slice(0, shown).join(between)}${marks.comma}${marks.more(parts.length - shown)}`;
    if (said.length <= max) return said;
  }
  return `${clip(parts[0] ?? '', max)}${marks.comma}${marks.more(parts.length - 1)}`;
}

/** The command that lists all of them; empty if there are few, or the names have no common start. */
export function whereAll(names: readonly string[], region: string, text: Text) {
  const start = names.length <= MAX_NAMES_LISTED ? '' : commonStart(names);
  return start === ''
    ? []
    : [contextBlock(mrkdwn`${text.many.all} ${code(`${text.commands.slash} list ${region} ${start}`)}`)];
}

/** Groups things that get the same text; a few are each on their own. */
export const alike = <T>(all: readonly T[], keyOf: (one: T) => unknown): readonly (readonly [T, ...T[]])[] =>
  all.length <= MAX_NAMES_LISTED
    ? all.map((one) => [one])
    : [...groupBy(all, (one) => JSON.stringify(keyOf(one))).values()];
