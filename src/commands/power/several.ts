import { ok, type Result } from '../../core/base/result.ts';
import type { FoundInstance } from '../../core/instance/found-instance.ts';
import { fittingPowers } from '../../core/power/fitting-powers.ts';
import { isPower, type Power } from '../../core/power/power.ts';
import { isSingle, MAX_SELECTORS, readSelection } from '../../core/selection/selection.ts';
import {
  type Argument,
  type ArgumentFault,
  BEFORE_TIME,
  durationOrNone,
  optionalDuration,
} from '../../core/spec/command-arguments.ts';
import { judgeSelection, type SelectionJudged, type SelectionWish } from '../../usecases/selection/act-on-selection.ts';
import type { CommandContext } from '../context.ts';
import { orderOf } from './order.ts';

/** How the usage shows several instances. */
export const SEVERAL = '<id or name …>';

/** The names after a command, if there are several; null for a single one, which has its own confirmation. */
export type ReadSeveral = (
  words: readonly string[],
) => Result<{ readonly names: readonly string[]; readonly wish: SelectionWish }, ArgumentFault> | null;

/** For start, stop, restart and release. */
export const severalTo =
  (what: Power): ReadSeveral =>
  (names) =>
    isSingle(readSelection(names)) ? null : ok({ names, wish: { what } });

/** Whether an order makes sense for an instance, as it was last seen. */
export const fitsTo =
  (what: Power) =>
  (own: FoundInstance): boolean =>
    fittingPowers(own).includes(what);

/** Instances, and at the end a duration. No name begins with a digit or a sign, so a word that does is meant as one. */
export const severalExtended: ReadSeveral = (words) =>
  severalFor(words, optionalDuration, (ms) => ({ what: 'extend', ms }));

/** Instances, and at the end how long to keep them from now on, or `none`. */
export const severalLeased: ReadSeveral = (words) => severalFor(words, durationOrNone, (ms) => ({ what: 'set', ms }));

const IS_TIME = /^(?:[-+]?\d|none$)/iu;

function severalFor<T>(
  words: readonly string[],
  argument: Argument<T>,
  wishFor: (time: T) => SelectionWish,
): ReturnType<ReadSeveral> {
  // What follows `for` is meant as a time, even one that is none: no instance is to be sought under `a week`.
  const first = words.findIndex((word, at) => IS_TIME.test(word) || (at > 0 && BEFORE_TIME.test(word)));
  // If the time is required, it is the last word, whatever that is: `never` is then reported as no duration.
  const last = !argument.read([]).ok && words.length > 1 ? words.length - 1 : words.length;
  const at = first < 0 ? last : first;
  const names = words.slice(0, at);
  if (isSingle(readSelection(names))) return null;
  const time = argument.read(words.slice(at));
  return time.ok ? ok({ names, wish: wishFor(time.value) }) : time;
}

/** Finds the instances and judges what is possible. The caller then confirms it, or reads why nothing is possible. */
export async function askAboutSeveral(
  context: CommandContext,
  names: readonly string[],
  wish: SelectionWish,
): Promise<void> {
  const { caller, deps, reply } = context;
  const words = readSelection(names);
  const judged = words.length > MAX_SELECTORS ? 'tooMany' : await judgeSelection(deps, caller, words, wish);
  const only = typeof judged === 'string' ? null : onlyOne(judged);
  // A single instance has its usual confirmation, which names it.
  if (only !== null && isPower(wish.what) && wish.what !== 'start') return orderOf(context, wish.what, only);
  await reply({ kind: 'several', wish, words, judged });
}

function onlyOne({ fitting, leftOut, unread, regionsUnknown, isCut }: SelectionJudged): FoundInstance | null {
  const isAll = leftOut.length === 0 && unread.length === 0 && regionsUnknown === null && !isCut;
  return isAll && fitting.length === 1 ? (fitting[0]?.found ?? null) : null;
}
