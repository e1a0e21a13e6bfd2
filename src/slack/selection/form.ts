import type { KnownBlock, ModalView } from '@slack/types';
import { type Dict, dict, isDict, parseJson } from '../../core/base/json.ts';
import { type FoundInstance, idOf, nameOf } from '../../core/instance/found-instance.ts';
import { isPower } from '../../core/power/power.ts';
import { losesCredits, mayNotStart, noEconomicalMode } from '../../core/power/power-rules.ts';
import { MAX_NAMES_LISTED, nameRanges, packed, unpacked } from '../../core/request/name-ranges.ts';
import { MAX_SELECTED, type SelectionWord } from '../../core/selection/selection.ts';
import type { Text } from '../../text/en.ts';
import type { SelectionJudged, SelectionWish } from '../../usecases/selection/act-on-selection.ts';
import { refOf } from '../instance/actions.ts';
import { plannedEndOf, stateText, zoneOf } from '../instance/words.ts';
import { contextBlock, type FieldValues, field, modalView, plain, section, typed, typedIn } from '../kit/blocks.ts';
import { code, joined, type Mrkdwn, moment, mrkdwn, source } from '../kit/mrkdwn.ts';
import { alike, lineSections, namesOf } from '../kit/post.ts';
import { stopAsks, stopModes, subjectOf } from '../power/modals.ts';
import { leftOutBlocks, NAME_MAX, named, unreadNotes } from './answers.ts';
import { isSelectionAct, SELECTION_COUNT, SELECTION_FORM } from './ids.ts';

/** What a window is about. It grants no right: the submission is judged anew. */
export interface SelectionMeta {
  readonly wish: SelectionWish;
  /** The listed instances, in the form that commands take. */
  readonly refs: readonly string[];
  /** Where the order was given: the cards of instances taken over with it go there. */
  readonly channel: string;
  /** Names this confirmation. */
  readonly key: string;
}

interface SelectionAsked {
  readonly wish: SelectionWish;
  readonly words: readonly SelectionWord[];
  readonly judged: SelectionJudged;
  readonly channel: string;
  readonly key: string;
}

/** Lists the instances by name and asks to confirm; for a release, the person must type their number. */
export function selectionForm(asked: SelectionAsked, defaultRegion: string, text: Text): ModalView {
  const { wish, words, judged, channel, key } = asked;
  const { what } = wish;
  const { selection } = text;
  const found = judged.fitting.map((one) => one.found);
  const title = selection.title(what, found.length);
  const foreign = found.filter(({ own }) => own === null).length;
  const meta: SelectionMeta = { wish, refs: nameRanges(found.map(refOf)).map(packed), channel, key };
  const metadata = JSON.stringify(meta, (_, value: unknown) => value ?? undefined);
  return modalView({ callbackId: SELECTION_FORM, metadata, title, submit: title, close: text.power.form.cancel }, [
    ...(words.some(({ kind }) => kind === 'mine') ? [section(plain(selection.mine))] : []),
    section(plain(selection.these(what, found.length))),
    ...lineSections(rowsOf(found, !isPower(what), text), (row) => source(row).length),
    section(plain(meansOf(wish, found.length, text))),
    ...asks(found, wish, text),
    ...leftOutBlocks(what, judged.leftOut, text),
    ...unreadNotes(judged, defaultRegion, text),
    ...(foreign > 0 ? [contextBlock(plain(selection.takesOver(foreign)))] : []),
  ]);
}

/** In the words for one instance, if the others are left out. */
function meansOf(wish: SelectionWish, count: number, { selection, power: { form } }: Text): string {
  switch (wish.what) {
    case 'extend':
      return selection.by(wish.ms, count);
    case 'set':
      return selection.endsIn(wish.ms, count);
    case 'start':
      return selection.starts(count);
    default:
      return count === 1 ? form[wish.what].what : selection.means[wish.what];
  }
}

/** One line per instance if there are few, otherwise the count per state. */
function rowsOf(found: readonly FoundInstance[], withEnd: boolean, text: Text): readonly Mrkdwn[] {
  if (found.length <= MAX_SELECTED) return found.map((one) => line(one, withEnd, text));
  return alike(found, (one) => stateText(one, text.instances)).map((group) => {
    const names = namesOf(group.map(nameOf), text, { nameMax: NAME_MAX, rangesMax: MAX_NAMES_LISTED }, true);
    return mrkdwn`• ${text.many.stand(stateText(group[0], text.instances), group.length)} · ${names}`;
  });
}

/** `web-1` · Running · cn-beijing-h · `i-…`, with its end if that is to be moved. */
function line(found: FoundInstance, withEnd: boolean, { instances }: Text): Mrkdwn {
  const end = withEnd ? plannedEndOf(found) : null;
  const parts: readonly (Mrkdwn | string)[] = [
    named(nameOf(found)),
    stateText(found, instances),
    zoneOf(found),
    ...(end === null ? [] : [mrkdwn`${instances[end.how]} ${moment(end.at)}`]),
    code(idOf(found)),
  ];
  return joined(parts, ' · ');
}

function asks(found: readonly FoundInstance[], wish: SelectionWish, text: Text): KnownBlock[] {
  const { selection } = text;
  switch (wish.what) {
    case 'start':
    case 'restart':
    case 'extend':
    case 'set':
      return [];
    case 'stop':
      return stopMode(found, text);
    case 'release':
      return [field(typed(SELECTION_COUNT, 20), { label: selection.count(found.length), hint: selection.countHint })];
  }
}

function stopMode(found: readonly FoundInstance[], { selection, power: { form } }: Text): KnownBlock[] {
  const subjects = found.map(subjectOf);
  const [first, ...others] = subjects;
  if (first !== undefined && others.length === 0) return stopAsks(first, form);
  const without = subjects.filter((one) => noEconomicalMode(one) !== null).length;
  if (without === subjects.length) return [contextBlock(plain(selection.noMode))];
  const isSpot = subjects.some(mayNotStart);
  const { keep, save } = form.stop;
  const { mode, saveMeans } = selection;
  return [
    stopModes({ mode, keep, keepMeans: isSpot ? selection.keepMeansSpot : selection.keepMeans, save, saveMeans }),
    contextBlock(
      ...(without > 0 ? [plain(selection.modeFor(without))] : []),
      plain(selection.saveMore),
      ...(isSpot ? [plain(selection.spotStart)] : []),
      ...(subjects.some(losesCredits) ? [plain(selection.losesCredits)] : []),
    ),
  ];
}

export function readSelectionMeta(metadata: string): SelectionMeta | null {
  const { wish, refs, channel, key } = dict(parseJson(metadata));
  if (!isDict(wish) || typeof channel !== 'string' || typeof key !== 'string' || !Array.isArray(refs)) return null;
  const read = readWish(wish);
  if (read === null || !refs.every((ref) => typeof ref === 'string')) return null;
  return { wish: read, refs: refs.flatMap(unpacked), channel, key };
}

function readWish({ what, ms = null }: Dict): SelectionWish | null {
  if (typeof what !== 'string' || !isSelectionAct(what)) return null;
  if (what === 'extend') return ms === null || typeof ms === 'number' ? { what, ms } : null;
  if (what === 'set') return ms === 'none' || typeof ms === 'number' ? { what, ms } : null;
  return ms === null ? { what } : null;
}

/** The typed number, in any script's digits. */
export const readCount = (values: FieldValues): string => typedIn(values, SELECTION_COUNT).normalize('NFKC').trim();
