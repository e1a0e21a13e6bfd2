import { isBlank } from './base/legible.ts';
import { fail, ok, type Result } from './base/result.ts';

/** While it is in force, nothing is created or started. Set by an admin, or by the bot itself. */
export interface Freeze {
  /** Raised by every freeze and every lifting, so that each freeze has its own. */
  readonly version: number;
  /**
   * 1-{@link MAX_REASON} characters, as the admin wrote them. For the bot's own freeze people see the {@link FreezeCause}
   * instead.
   */
  readonly reason: string;
  /** Why the bot itself has frozen; absent for an admin's freeze. Only lifting ends it. */
  readonly cause?: FreezeCause;
  /** The admin's freeze that the bot's own replaced. It is in force again once the bot's own is lifted. */
  readonly before?: NewFreeze;
  /** The admin's Slack user id, or `bot`. */
  readonly by: string;
  /** Milliseconds UTC. */
  readonly at: number;
  /** When it ends by the clock; null for never. */
  readonly until: number | null;
}

/** `storeBehind`: the store has gone back in time, so it may not know all past purchases. */
export type FreezeCause = 'storeBehind';

/** A freeze to store; the store gives it its version. */
export type NewFreeze = Omit<Freeze, 'version'>;

/** A freeze as an admin orders it. */
export interface FreezeOrder {
  readonly reason: string;
  /** The duration in milliseconds; null until somebody lifts it. */
  readonly forMs: number | null;
}

/** A fault in an ordered freeze, as data; `text/` turns it into a sentence. `given` is what the person wrote. */
export type FreezeProblem =
  | { readonly problem: 'noReason' }
  | { readonly problem: 'reasonTooLong'; readonly characters: number }
  | { readonly problem: 'notADuration'; readonly given: string }
  | { readonly problem: 'durationOutOfRange'; readonly given: string };

export const MAX_REASON = 200;
const MAX_FREEZE_MS = 30 * 86_400_000;

/** Whether a freeze is in force: the store may still hold one that is over by the clock. */
export const isInForce = (freeze: Freeze | null, now: number): freeze is Freeze =>
  freeze !== null && (freeze.until === null || now < freeze.until);

/** The bot's own freeze for a store that has gone back in time. An admin's freeze is in force again once it is lifted. */
export function freezeBehind(was: Freeze | null, at: number): NewFreeze {
  const own = { cause: 'storeBehind', reason: 'the store has gone back in time', by: 'bot', at, until: null } as const;
  if (!isInForce(was, at)) return own;
  const { version: _version, ...before } = was;
  return { ...own, before };
}

/** The freeze in force after a lifting: the admin's freeze from before the bot's own, unless it is over by the clock. */
export function afterLifting({ before }: Freeze, now: number): NewFreeze | null {
  if (before === undefined) return null;
  return before.until === null || now < before.until ? before : null;
}

/** Reads `<reason> [for <duration>]`, already split into words. */
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

/**
 * The text as people see it: full-width digits of an input method count as digits, and characters without width are
 * dropped.
 */
const seenIn = (typed: string): string =>
  typed.normalize('NFKC').replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '');

/**
 * Words after the last `for` are a duration if they begin with a digit or a sign, and must then be valid: a typo must not
 * turn a limited freeze into one without an end. `for the release` belongs to the reason.
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
  [/^(?:m(?:in(?:ute)?s?)?|分钟?)$/iu, 60_000],
  [/^(?:h(?:(?:ou)?rs?)?|个?小时)$/iu, 3_600_000],
  [/^(?:d(?:ays?)?|天)$/iu, 86_400_000],
  [/^(?:w(?:(?:ee)?ks?)?|个?(?:周|星期))$/iu, 7 * 86_400_000],
];

/** Reads `30m`, `2h`, `3d`, `1w`, also `30 minutes`, `2小时`, `+3d`, to milliseconds. */
export function parseDuration(given: string): number | 'unreadable' {
  const [, count = '', word = ''] = /^\+?(\d{1,9})\s*(\D+)$/u.exec(given.trim()) ?? [];
  const unit = UNIT_MS.find(([name]) => name.test(word));
  return unit === undefined ? 'unreadable' : Number(count) * unit[1];
}
