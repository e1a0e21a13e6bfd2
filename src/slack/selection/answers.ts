import type { KnownBlock } from '@slack/types';
import { groupBy } from '../../core/base/lists.ts';
import type { LeftOut } from '../../core/selection/left-out.ts';
import type { Text } from '../../text/en.ts';
import type { SelectionActed, SelectionJudged } from '../../usecases/selection/act-on-selection.ts';
import { reasonOf } from '../freeze/blocks.ts';
import { type Answer, ephemeral } from '../kit/answer.ts';
import { contextBlock, plain, section } from '../kit/blocks.ts';
import { bold, clipName, code, fallback, joined, lines, type Mrkdwn, mrkdwn, source } from '../kit/mrkdwn.ts';
import { lineSections, namesOf } from '../kit/post.ts';
import type { SelectionAct } from './ids.ts';

/** Longer names are cut; further instances with the same reason are counted. */
export const NAME_MAX = 80;
const NAMES_MAX = 20;

export const named = (name: string): Mrkdwn => code(clipName(name, NAME_MAX));

/** Each reason once, with its instances. */
export function leftOutBlocks(
  what: SelectionAct,
  leftOut: readonly LeftOut[],
  { selection: text }: Text,
): KnownBlock[] {
  if (leftOut.length === 0) return [];
  const groups = groupBy(leftOut, ({ reason }) => text.reason(what, reason));
  const rows = [...groups].map(([why, group]) => {
    const listed = joined(
      group.slice(0, NAMES_MAX).map(({ name }) => named(name)),
      text.marks.list,
    );
    const more = group.length > NAMES_MAX ? mrkdwn` ${text.more(group.length - NAMES_MAX)}` : mrkdwn``;
    return mrkdwn`• ${why}${text.marks.colon}${listed}${more}`;
  });
  return lineSections([bold(text.leftOut(leftOut.length)), ...rows], (row) => source(row).length);
}

/** An unreadable region never looks empty. */
export function unreadNotes(
  { unread, regionsUnknown, isCut }: Pick<SelectionJudged, 'unread' | 'regionsUnknown' | 'isCut'>,
  defaultRegion: string,
  { selection: text, instances }: Text,
): KnownBlock[] {
  const [first] = unread;
  const unknown = [
    ...(regionsUnknown === null ? [] : [instances.regionsUnknown(defaultRegion, regionsUnknown)]),
    ...(first === undefined
      ? []
      : [
          instances.someUnread(
            unread.map(({ region }) => region),
            first.why,
          ),
        ]),
  ];
  return [
    ...unknown.map((sentence) => section(mrkdwn`⚠️ ${sentence} ${text.unread}`)),
    ...(isCut ? [section(mrkdwn`⚠️ ${text.isCut}`)] : []),
  ];
}

/** Tells that none of them fits, and why. */
export function nothingAnswer(what: SelectionAct, judged: SelectionJudged, defaultRegion: string, text: Text): Answer {
  const said = text.selection.nothing(what);
  return {
    text: fallback(said),
    blocks: [
      section(plain(said)),
      ...leftOutBlocks(what, judged.leftOut, text),
      ...unreadNotes(judged, defaultRegion, text),
    ],
  };
}

/** One answer for all: what will happen, and which were left out since the confirmation. */
export function actedAnswer(what: SelectionAct, acted: SelectionActed | 'storeDown', text: Text): Answer {
  const { selection } = text;
  if (acted === 'storeDown') return ephemeral(selection.storeDown);
  const { taken, leftOut, elsewhere } = acted;
  const left = leftOutBlocks(what, leftOut, text);
  if (taken.length === 0)
    return { text: fallback(selection.nothingTaken), blocks: [section(plain(selection.nothingTaken)), ...left] };
  const said = selection.taken(what, taken.length);
  const names = namesOf(
    taken.map(({ instance }) => instance.spec.name),
    text,
    { nameMax: NAME_MAX, rangesMax: NAMES_MAX },
    true,
  );
  const freeze = taken.flatMap((one) => ('freeze' in one && one.freeze !== null ? [one.freeze] : []))[0];
  const notes = [
    ...(freeze === undefined ? [] : [mrkdwn`${selection.frozen(reasonOf(freeze, text.freeze), taken.length)}`]),
    ...(elsewhere === null ? [] : [mrkdwn`${text.freeze.elsewhere[elsewhere]}`]),
  ];
  return {
    text: fallback(said),
    blocks: [
      ...lineSections([bold(said), names], (row) => source(row).length),
      ...(notes.length === 0 ? [] : [section(lines(notes))]),
      ...left,
      contextBlock(plain(selection.follow(taken.length))),
    ],
  };
}
