import { fail, ok, type Result } from '../../core/base/result.ts';
import type { FoundInstance } from '../../core/instance/found-instance.ts';
import type { Power } from '../../core/power/power.ts';
import { isSingle, MOST_WORDS, readSelection } from '../../core/selection/selection.ts';
import { type ArgumentFault, optionalDuration } from '../../core/spec/command-arguments.ts';
import { judgeSelection, type SelectionJudged, type SelectionWish } from '../../usecases/selection/act-on-selection.ts';
import type { CommandContext } from '../context.ts';
import { orderOf } from './order.ts';

/** How several instances are named. */
export const SEVERAL = '<id or name …>';

/** The names that follow a command, where there are several; null for a single one, which has a confirmation of its own. */
export type ReadSeveral = (
  words: readonly string[],
) => Result<{ readonly names: readonly string[]; readonly wish: SelectionWish }, ArgumentFault> | null;

/** For start, stop, restart and release. */
export const severalTo =
  (what: Power): ReadSeveral =>
  (names) =>
    isSingle(readSelection(names)) ? null : ok({ names, wish: { what } });

/** The instances, and for how long at the end. No name begins with a digit, so what does is meant as a duration. */
export const severalExtended: ReadSeveral = (words) => {
  const at = words.findIndex((word) => /^\d/u.test(word));
  const names = at < 0 ? words : words.slice(0, at);
  if (isSingle(readSelection(names))) return null;
  const time = optionalDuration().read(at < 0 ? [] : words.slice(at, at + 1));
  if (!time.ok) return time;
  const left = at < 0 ? [] : words.slice(at + 1);
  if (left.length > 0) return fail({ fault: 'tooMany', given: left.join(' ') });
  return ok({ names, wish: { what: 'extend', ms: time.value } });
};

/** Finds the instances and judges what can be done. The caller then confirms it, or reads why nothing can be done. */
export async function askAboutSeveral(
  context: CommandContext,
  names: readonly string[],
  wish: SelectionWish,
): Promise<void> {
  const { caller, deps, reply } = context;
  const words = readSelection(names);
  const judged = words.length > MOST_WORDS ? 'tooMany' : await judgeSelection(deps, caller, words, wish);
  const only = typeof judged === 'string' ? null : onlyOne(judged);
  // One alone is confirmed as ever, its name included.
  if (only !== null && wish.what !== 'extend' && wish.what !== 'start') return orderOf(context, wish.what, only);
  await reply({ kind: 'several', wish, words, judged });
}

function onlyOne({ fitting, leftOut, unread, regionsUnknown, isCut }: SelectionJudged): FoundInstance | null {
  const isAll = leftOut.length === 0 && unread.length === 0 && regionsUnknown === null && !isCut;
  return isAll && fitting.length === 1 ? (fitting[0]?.found ?? null) : null;
}
