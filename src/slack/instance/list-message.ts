import type { ActionsBlock, KnownBlock, RichTextBlock, TableBlock } from '@slack/types';
import { groupBy, inCountingOrder } from '../../core/base/lists.ts';
import type { Failure } from '../../core/failure/failure.ts';
import { type FoundInstance, idOf, nameOf, type Owner, ownerOf } from '../../core/instance/found-instance.ts';
import { STATUSES } from '../../core/instance/instance.ts';
import { tagText } from '../../core/option/tag.ts';
import { requestIdOf } from '../../core/selection/selection.ts';
import { refWord } from '../../core/spec/command-arguments.ts';
import { isCloudId, type ListOrder, listWords } from '../../core/spec/list-query.ts';
import { MAX_LISTED } from '../../ecs/catalogue/inventory.ts';
import type { Text } from '../../text/en.ts';
import type { Answer } from '../kit/answer.ts';
import { type actions, contextBlock, header, LIMITS, plain, section } from '../kit/blocks.ts';
import { isUserId } from '../kit/ids.ts';
import {
  bold,
  clip,
  clipName,
  code,
  harmless,
  joined,
  type Mrkdwn,
  moment,
  mrkdwn,
  source,
  visible,
} from '../kit/mrkdwn.ts';
import { lineSections } from '../kit/post.ts';
import { RUN_BESIDE, RUN_HERE, runButton, runSelect } from '../kit/run-buttons.ts';
import { refOf } from './actions.ts';
import { type ListRow, type ListShown, PAGE_ROWS } from './gather-list.ts';
import { listBoxes } from './list-boxes.ts';
import {
  addressesOf,
  calledText,
  exactRef,
  instancePriceText,
  instanceTypeOf,
  ownerMention,
  plannedEndOf,
  stateText,
  zoneOf,
} from './words.ts';

type Words = Text['instances'];

/** A longer name would push everything else out of sight; the id is shown too. */
const NAME_MAX = 40;
/** The most troubles of regions that are listed one by one. */
const TROUBLES_MAX = 5;

/**
 * A page of instances. If Slack refuses the table, lines say the same.
 *
 * @param mayAct the instances on which the reader may act
 */
export function listMessage(
  shown: ListShown,
  defaultRegion: string,
  words: Text,
  mayAct: readonly FoundInstance[] = [],
): Answer {
  const text = words.instances;
  const title = titleOf(shown.order, text);
  const around = (rows: readonly KnownBlock[]): KnownBlock[] => [
    header(title),
    ...(shown.rows.length === 0 ? [] : [contextBlock(rangeOf(shown, text))]),
    ...unreadBlocks(shown, defaultRegion, text),
    ...rows,
    ...(rows.length === 0 ? [] : listBoxes(mayAct, shown.rows.length, words)),
    ...hints(shown, text).map((sentence) => contextBlock(plain(sentence))),
    controls(shown, words, mayAct),
  ];
  if (shown.rows.length === 0) {
    const nothing = shown.unread.length > 0 || shown.regionsUnknown !== null;
    return { text: source(harmless(title)), blocks: around(nothing ? [] : [section(plain(noneText(shown, text)))]) };
  }
  const lines = shown.rows.map((row) => rowLine(row, text));
  return {
    text: source(harmless(title)),
    blocks: around([rowTable(shown.rows, text)]),
    simpler: around(lineSections(lines, (line) => source(line).length)),
  };
}

function titleOf({ query }: ListOrder, text: Words): string {
  const { scope, region, tag, text: part } = query;
  const where =
    scope === 'mine' ? text.title.mine : scope === 'region' ? text.title.region(region ?? '') : text.title.all;
  const narrowed = [
    tag === null ? '' : text.narrowed.tag(tagText(tag)),
    part === null ? '' : isCloudId(part) ? text.narrowed.id(part) : text.narrowed.text(part),
  ];
  return [where, ...narrowed.filter((one) => one !== '')].join(text.marks.along);
}

function rangeOf({ before, rows, total, isExact, regions, at }: ListShown, text: Words): Mrkdwn {
  const range = text.range(before + 1, before + rows.length, total, isExact);
  const counted = regions > 1 ? `${range}${text.marks.along}${text.inRegions(regions)}` : range;
  return at === null
    ? mrkdwn`${counted}`
    : mrkdwn`${counted}${text.marks.comma}${text.readAt} ${moment(at, 'day and second')}`;
}

function noneText({ order }: ListShown, text: Words): string {
  const { scope, region, tag, text: part } = order.query;
  if (part !== null) {
    const request = requestIdOf(part);
    if (request !== null) return text.none.request(request);
    if (isCloudId(part)) return text.none.id;
    return isState(part, text) ? text.none.state : text.none.text;
  }
  if (tag !== null) return text.none.tag;
  if (scope === 'mine') return text.none.mine;
  return scope === 'region' ? text.none.region(region ?? '') : text.none.all;
}

/** Whether somebody has asked for the instances in a state. */
const isState = (part: string, { state }: Words): boolean =>
  STATUSES.some((one) => [one, state[one]].some((word) => word.toLowerCase() === part.toLowerCase()));

/** An unreadable region never looks empty. Several regions with the same trouble are shown once. */
function unreadBlocks({ unread, regionsUnknown, rows }: ListShown, defaultRegion: string, text: Words): KnownBlock[] {
  const sentences = regionsUnknown === null ? [] : [text.regionsUnknown(defaultRegion, regionsUnknown)];
  const groups = [...groupBy(unread, ({ remembered, why }) => JSON.stringify([remembered, kindOf(why)])).values()];
  for (const group of groups.slice(0, TROUBLES_MAX)) {
    const [first] = group;
    const names = group.map(({ region }) => region);
    sentences.push(
      names.length === 1
        ? text.regionUnread(first.region, first.why, first.remembered)
        : text.manyUnread(names, first.why, first.remembered),
    );
  }
  const others = groups.slice(TROUBLES_MAX).flat();
  if (others.length > 0) sentences.push(text.othersUnread(others.map(({ region }) => region)));
  if (sentences.length === 0) return [];
  const lead = rows.length === 0 ? [section(plain(text.nothingRead))] : [];
  return [...lead, ...sentences.map((sentence) => section(mrkdwn`⚠️ ${clip(sentence, LIMITS.field)}`))];
}

const kindOf = (why: Failure | 'late'): string =>
  why === 'late' ? why : `${why.kind} ${why.code} ${why.missing?.action}`;

function hints({ cut, total, rows, isExact }: ListShown, text: Words): string[] {
  const narrow = cut.length > 0 ? text.cut(cut, MAX_LISTED) : total > 5 * PAGE_ROWS || !isExact ? text.narrow : '';
  return [narrow, rows.length > 0 ? text.how : ''].filter((sentence) => sentence !== '');
}

function controls(
  { order, rows, before, hasNext }: ListShown,
  { instances: text, connect }: Text,
  mayAct: readonly FoundInstance[],
): ActionsBlock {
  const at = (over: Partial<ListOrder>) => `list ${listWords({ ...order, ...over })}`;
  const pick = rows.map(({ found }) => ({
    text: clipName(calledText(found), LIMITS.optionText),
    command: `show ${refWord(exactRef(found))}`,
  }));
  const running = mayAct
    .filter(({ cloud }) => cloud?.status === 'Running')
    .toSorted((a, b) => inCountingOrder(nameOf(a), nameOf(b)))
    .map((found) => ({ text: clipName(calledText(found), LIMITS.optionText), command: `connect ${refOf(found)}` }));
  return {
    type: 'actions',
    block_id: 'list_controls',
    elements: [
      ...(pick.length > 0 ? [runSelect(RUN_BESIDE, 'show', text.pick, pick)] : []),
      ...(running.length > 0 ? [runSelect(RUN_BESIDE, 'connect', connect.pick, running)] : []),
      ...(before > 0 ? [runButton(RUN_HERE, 'previous', text.previous, at({ page: order.page - 1 }))] : []),
      ...(hasNext ? [runButton(RUN_HERE, 'next', text.next, at({ page: order.page + 1 }))] : []),
      runButton(RUN_HERE, 'refresh', text.refresh, at({ fresh: true })),
    ],
  } satisfies ReturnType<typeof actions>;
}

type Cell = RichTextBlock;
type Inline = Extract<RichTextBlock['elements'][number], { type: 'rich_text_section' }>['elements'][number];

// For a long time Slack refused cells of raw text, but never rich text. Neither interprets anything.
const cell = (...elements: readonly Inline[]): Cell => ({
  type: 'rich_text',
  elements: [{ type: 'rich_text_section', elements: [...elements] }],
});
const words = (said: string, style?: { readonly bold?: boolean; readonly code?: boolean }): Inline => ({
  type: 'text',
  text: said === '' ? '–' : visible(said).replaceAll('\n', ' '),
  ...(style === undefined ? {} : { style }),
});
const person = (owner: Owner | null, text: Words): Inline => {
  if (owner === null) return words(text.nobody);
  const { id, from } = owner;
  return from === 'store' && isUserId(id) ? { type: 'user', user_id: id } : words(clip(id, NAME_MAX));
};
const day = (at: number): Inline => ({
  type: 'date',
  timestamp: Math.floor(at / 1000),
  format: '{date_short_pretty}',
  fallback: new Date(at).toISOString().slice(0, 10),
});

interface Column {
  readonly title: string;
  readonly cell: (row: ListRow) => Cell;
  /** An empty column is left out. */
  readonly isNeeded?: (row: ListRow) => boolean;
}

const columnsOf = (text: Words): readonly Column[] => [
  { title: text.columns.name, cell: ({ found }) => cell(words(clipName(nameOf(found), NAME_MAX), { bold: true })) },
  { title: text.columns.state, cell: ({ found }) => cell(words(stateText(found, text))) },
  { title: text.columns.addresses, cell: ({ found }) => cell(words(addressesOf(found).join(text.marks.list))) },
  {
    title: text.columns.owner,
    cell: ({ found }) => cell(person(ownerOf(found), text)),
    isNeeded: ({ found }) => ownerOf(found) !== null,
  },
  { title: text.columns.type, cell: ({ found }) => cell(words(instanceTypeOf(found))) },
  { title: text.columns.zone, cell: ({ found }) => cell(words(zoneOf(found))) },
  {
    title: text.columns.price,
    cell: ({ request }) => cell(words(instancePriceText(request, text))),
    isNeeded: ({ request }) => instancePriceText(request, text) !== '',
  },
  {
    title: text.columns.ends,
    cell: ({ found }) => endCell(found, text),
    isNeeded: ({ found }) => plannedEndOf(found) !== null,
  },
  { title: text.columns.id, cell: ({ found }) => cell(words(idOf(found), { code: true })) },
];

/** As far as the store knows, without asking for each. */
const renewsItself = ({ own }: FoundInstance): boolean => own?.expiry?.renewal?.on === true;

function endCell(found: FoundInstance, text: Words): Cell {
  const end = plannedEndOf(found);
  if (end === null) return cell(words(''));
  return cell(
    words(`${text[end.how]} `),
    day(end.at),
    ...(renewsItself(found) ? [words(`${text.marks.comma}${text.renews}`)] : []),
  );
}

function rowTable(rows: readonly ListRow[], text: Words): TableBlock {
  const columns = columnsOf(text).filter(({ isNeeded }) => isNeeded === undefined || rows.some(isNeeded));
  return {
    type: 'table',
    rows: [
      columns.map(({ title }) => cell(words(title, { bold: true }))),
      ...rows.map((row) => columns.map((column) => column.cell(row))),
    ],
  };
}

/** `*web-1* · i-… · Running · 47.1.2.3, 10.0.0.4 · ecs.g7.large · cn-beijing-h · @lena · CNY 0.63/h · expires …`. */
function rowLine({ found, request }: ListRow, text: Words): Mrkdwn {
  const owner = ownerOf(found);
  const end = plannedEndOf(found);
  const facts: readonly (Mrkdwn | string)[] = [
    code(idOf(found)),
    stateText(found, text),
    addressesOf(found).join(text.marks.list),
    instanceTypeOf(found),
    zoneOf(found),
    owner === null ? '' : ownerMention(owner),
    instancePriceText(request, text),
    end === null ? '' : mrkdwn`${text[end.how]} ${moment(end.at)}`,
    renewsItself(found) ? text.renews : '',
  ];
  const said = facts.filter((fact) => fact !== '');
  return joined([bold(clipName(nameOf(found), NAME_MAX)), ...said], ' · ');
}
