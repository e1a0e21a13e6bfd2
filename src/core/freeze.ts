import { isBlank } from './base/legible.ts';
import { fail, ok, type Result } from './base/result.ts';

/** An admin's word that nothing is created or started for a while. */
export interface Freeze {
  /** Raised by every freeze and every lifting: tells this freeze from any other. */
  readonly version: number;
  /** 1-{@link MAX_REASON} characters, as the admin wrote them; of the bot's own freeze its {@link FreezeCause} is told instead. */
  readonly reason: string;
  /** Why the bot itself has frozen; absent when an admin did. Only lifting it ends it. */
  readonly cause?: FreezeCause;
  /** Of the bot's own freeze: what an admin had frozen before it, and what is in force again once it is lifted. */
  readonly before?: NewFreeze;
  /** The admin's Slack user id, or `bot`. */
  readonly by: string;
  /** Milliseconds UTC. */
  readonly at: number;
  /** When it ends without being lifted; null for never. */
  readonly until: number | null;
}

/** `storeBehind`: the store has gone back in time, so that what was bought before may not be known. */
export type FreezeCause = 'storeBehind';

/** What is written down; the version comes from the store. */
export type NewFreeze = Omit<Freeze, 'version'>;

/** What an admin asked for. */
export interface FreezeOrder {
  readonly reason: string;
  /** How long; null until somebody lifts it. */
  readonly forMs: number | null;
}

/** What is wrong with a freeze, as data; `text/` turns it into a sentence. `given` is what the person wrote. */
export type FreezeProblem =
  | { readonly problem: 'noReason' }
  | { readonly problem: 'reasonTooLong'; readonly characters: number }
  | { readonly problem: 'notADuration'; readonly given: string }
  | { readonly problem: 'durationOutOfRange'; readonly given: string };

export const MAX_REASON = 200;
const MAX_FREEZE_MS = 30 * 86_400_000;

/** A freeze ends by the clock: what the store still holds may be over. */
export const isInForce = (freeze: Freeze | null, now: number): freeze is Freeze =>
  freeze !== null && (freeze.until === null || now < freeze.until);

/** The bot's own freeze for a store that has gone back in time. What an admin had frozen is in force again once it is lifted. */
export function freezeBehind(was: Freeze | null, at: number): NewFreeze {
  const own = { cause: 'storeBehind', reason: 'the store has gone back in time', by: 'bot', at, until: null } as const;
  if (!isInForce(was, at)) return own;
  const { version: _version, ...before } = was;
  return { ...own, before };
}

/** What is in force again once a freeze is lifted: the one that stood before the bot's own, if that is not over by the clock. */
export function afterLifting({ before }: Freeze, now: number): NewFreeze | null {
  if (before === undefined) return null;
  return before.until === null || now < before.until ? before : null;
}

/** `<reason> [for <duration>]`, already split into words. */
export function parseFreeze(words: readonly string[]): Result<FreezeOrder, FreezeProblem> {
  const { before, duration } = splitDuration(words);
  const forMs = duration === null ? null : parseDuration(duration);
  if (forMs === 'unreadable') return fail({ problem: 'notADuration', given: duration ?? '' });
  if (forMs !== null && (forMs <= 0 || forMs > MAX_FREEZE_MS))
    return fail({ problem: 'durationOutOfRange', given: duration ?? '' });
  const reason = before.join(' ').replace(/\s+/gu, ' ').trim();
  if (isBlank(reason)) return fail({ problem: 'noReason' });
  const characters = [...reason].length;
  if (characters > MAX_REASON) return fail({ problem: 'reasonTooLong', characters });
  return ok({ reason, forMs });
}

/** What people see of it: full-width digits, as an input method types them, are digits, and what has no width is nothing. */
const seenIn = (typed: string): string =>
  typed.normalize('NFKC').replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '');

/**
 * What follows the last `for` is a duration when it begins with a digit or a sign, and must then be a good one: a freeze that
 * was meant to end must not last for ever because of a slip. `for the release` belongs to the reason.
 */
function splitDuration(words: readonly string[]): {
  readonly before: readonly string[];
  readonly duration: string | null;
} {
  const at = words.findLastIndex((word) => word.toLowerCase() === 'for');
  const duration = seenIn(words.slice(at + 1).join(' '));
  return at >= 0 && /^[-+.\p{N}\p{Pd}]/u.test(duration)
    ? { before: words.slice(0, at), duration }
    : { before: words, duration: null };
}

const UNIT_MS: readonly (readonly [RegExp, number])[] = [
  [/^m(?:in(?:ute)?s?)?$/iu, 60_000],
  [/^h(?:(?:ou)?rs?)?$/iu, 3_600_000],
  [/^d(?:ays?)?$/iu, 86_400_000],
];

/** `30m`, `2h`, `3d`, also `30 minutes`, in milliseconds. */
export function parseDuration(given: string): number | 'unreadable' {
  const [, count = '', word = ''] = /^(\d{1,9})\s*([a-z]+)$/iu.exec(given.trim()) ?? [];
  const unit = UNIT_MS.find(([name]) => name.test(word));
  return unit === undefined ? 'unreadable' : Number(count) * unit[1];
}
