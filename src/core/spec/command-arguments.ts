import type { AttributeWish } from '../attribute/attribute.ts';
import { type AttributeFault, readAttributes } from '../attribute/attribute-words.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { DisksWish } from '../disk/disk-wish.ts';
import { parseDuration } from '../freeze.ts';
import { parseSwitch } from '../option/switch.ts';
import { parseTerm, type Term } from './charge.ts';

/** A problem with the words after a subcommand, as data. `usage` is that of the argument, e.g. `on|off`. */
export type ArgumentFault =
  | { readonly fault: 'missing'; readonly usage: string }
  | {
      readonly fault: 'notAPeriod' | 'notADuration' | 'notADurationOrNone' | 'notASwitch' | 'notAnInstance';
      readonly usage: string;
      readonly given: string;
    }
  | { readonly fault: 'attributes'; readonly faults: readonly AttributeFault[] }
  | { readonly fault: 'tooMany'; readonly given: string }
  /** A word in the place of a few known ones. */
  | { readonly fault: 'unknownWord'; readonly given: string; readonly nearest: string | null };

/** One argument of a subcommand: its usage, how many words it takes, and how it reads them. */
export interface Argument<T> {
  /** As the help shows it: `<id or name>`, `[for 2h]`. */
  readonly usage: string;
  readonly takes: 'one' | 'one or none' | 'all that are left';
  /** `words` is empty only if it takes none or all that are left. */
  read(words: readonly string[]): Result<T, ArgumentFault>;
}

/** In the order in which they are typed. */
export type Arguments = Readonly<Record<string, Argument<unknown>>>;
export type Values<A extends Arguments> = { readonly [K in keyof A]: A[K] extends Argument<infer T> ? T : never };

/** An instance as a person names it, not looked up yet. Without a region it may be in any. */
export interface InstanceRef {
  /** The cloud id, the row's id (`r-…-1`), or a name. */
  readonly word: string;
  readonly region: string | null;
}

/** All words left, for a subcommand that reads them on its own. */
export const remainingWords = (usage: string): Argument<readonly string[]> => ({
  usage,
  takes: 'all that are left',
  read: (given) => ok(given),
});

export const optionalWord = (usage: string): Argument<string | null> => ({
  usage,
  takes: 'one or none',
  read: ([given]) => ok(given ?? null),
});

/** The cloud account to continue in, and how many unconfirmed purchases of the previous account to give up; null for none. */
export interface AccountWish {
  readonly id: string;
  readonly giveUp: number | null;
}

/** What to end: a freeze, by number or the current one, or the bar on a foreign account. */
type Lifting = { readonly is: 'freeze'; readonly version: number | null } | ({ readonly is: 'account' } & AccountWish);

/** `7`, `account 1968…`, `account 1968… give-up 2`, or nothing. */
export const optionalLifting: Argument<Lifting> = {
  usage: '[<number>] [account <id>] [give-up <n>]',
  takes: 'all that are left',
  read(given) {
    const [word = '', id = '', more, count = '', ...left] = given;
    if (given.length === 0) return ok({ is: 'freeze', version: null });
    if (given.length === 1 && /^\d{1,9}$/u.test(word)) return ok({ is: 'freeze', version: Number(word) });
    const fits = word.toLowerCase() === 'account' && id !== '' && left.length === 0;
    if (fits && more === undefined) return ok({ is: 'account', id, giveUp: null });
    return fits && more?.toLowerCase() === 'give-up' && /^\d{1,6}$/u.test(count)
      ? ok({ is: 'account', id, giveUp: Number(count) })
      : fail({ fault: 'tooMany', given: given.join(' ') });
  },
};

/** `2h` in milliseconds, also in two words like `3 days`; or null. */
export const optionalDuration: Argument<number | null> = {
  usage: '[7d]',
  takes: 'all that are left',
  read: (words) => (words.length === 0 ? ok(null) : readDuration(words, '[7d]', 'notADuration')),
};

const DURATION_OR_NONE = '<7d|none>';

/** The same, or `none`. */
export const durationOrNone: Argument<number | 'none'> = {
  usage: DURATION_OR_NONE,
  takes: 'all that are left',
  read(words) {
    const [first, ...left] = words;
    if (first === undefined) return fail({ fault: 'missing', usage: DURATION_OR_NONE });
    if (first.toLowerCase() !== 'none') return readDuration(words, DURATION_OR_NONE, 'notADurationOrNone');
    return left.length === 0 ? ok('none') : fail({ fault: 'tooMany', given: left.join(' ') });
  },
};

/** As in a sentence: `extend web-1 by 3 days`. */
export const BEFORE_TIME = /^(?:by|for)$/iu;

/** @param typed not empty */
function readDuration(
  typed: readonly string[],
  usage: string,
  fault: 'notADuration' | 'notADurationOrNone',
): Result<number, ArgumentFault> {
  const isSaid = BEFORE_TIME.test(typed[0] ?? '') && typed.length > 1;
  const words = isSaid ? typed.slice(1) : typed;
  const length = isSaid ? words.length : /^\+?\d+$/u.test(words[0] ?? '') ? 2 : 1;
  const given = words.slice(0, length).join(' ');
  const ms = parseDuration(given);
  if (ms === 'unreadable' || ms === 0) return fail({ fault, usage, given });
  return words.length > length ? fail({ fault: 'tooMany', given: words.slice(length).join(' ') }) : ok(ms);
}

const PERIOD = '<1m|6m|1y|2w>';

/** `1m`, `2w`, also in two words: `1 year`. */
export const period: Argument<Term> = {
  usage: PERIOD,
  takes: 'all that are left',
  read(words) {
    const given = words.join(' ');
    if (given.trim() === '') return fail({ fault: 'missing', usage: PERIOD });
    const term = parseTerm(given);
    return term === null ? fail({ fault: 'notAPeriod', usage: PERIOD, given }) : ok(term);
  },
};

/** `name=web-2 tag:team=web`: the wanted changes of an instance. Null without words: a window asks. */
export const attributeWords: Argument<AttributeWish | DisksWish | null> = {
  usage: '[name=… tag:key=value protection=on|off owner=@…|disk=100]',
  takes: 'all that are left',
  read(given) {
    if (given.length === 0) return ok(null);
    const wish = readAttributes(given);
    return wish.ok ? wish : fail({ fault: 'attributes', faults: wish.error });
  },
};

export const onOrOff: Argument<boolean> = {
  usage: 'on|off',
  takes: 'one',
  read([given = '']) {
    const on = parseSwitch(given);
    return on === null ? fail({ fault: 'notASwitch', usage: 'on|off', given }) : ok(on);
  },
};

const MAX_NAME = 128;
/** Marks that hardly a name ends with, and that come along when one is copied from a sentence or a phone adds a full stop. */
const AROUND_NAME = /^[(（]+|[)）,，、;；。.!！?？]+$/gu;

/** `i-…`, `r-…-1` or a name, each optionally after a region and a slash. */
export const instanceRef = (usage = '<id or name>'): Argument<InstanceRef> => ({
  usage,
  takes: 'one',
  read([given = '']) {
    // People copy ids from cards, where they are formatted as code.
    const bare = given.replaceAll('`', '').replace(AROUND_NAME, '').trim();
    const [, region, word = ''] = /^(?:([a-z]{2,3}(?:-[a-z0-9]+)+)\/)?(.+)$/iu.exec(bare) ?? [];
    return word === '' || word.endsWith('/') || word.includes('*') || word.length > MAX_NAME
      ? fail({ fault: 'notAnInstance', usage, given })
      : ok({ word, region: region?.toLowerCase() ?? null });
  },
});

export const refWord = ({ region, word }: InstanceRef): string => {
  const whole = region === null ? word : `${region}/${word}`;
  return /\s/u.test(whole) ? `"${whole}"` : whole;
};

export const usageOf = (args: Arguments): string =>
  Object.values(args)
    .map(({ usage }) => usage)
    .join(' ');

/** Reads the words by the declared arguments; returns the first fault. */
export function readArguments<A extends Arguments>(
  args: A,
  given: readonly string[],
): Result<Values<A>, ArgumentFault> {
  const [first, second, third] = Object.values(args);
  // `renew 1m`: what is there is the second argument.
  if (
    first?.takes === 'one' &&
    second !== undefined &&
    third === undefined &&
    given.length > 0 &&
    second.read(given).ok
  )
    return fail({ fault: 'missing', usage: first.usage });
  const values: Record<string, unknown> = {};
  let left = given;
  for (const [name, argument] of Object.entries(args)) {
    const taken = argument.takes === 'all that are left' ? left : left.slice(0, 1);
    if (taken.length === 0 && argument.takes === 'one') return fail({ fault: 'missing', usage: argument.usage });
    const value = argument.read(taken);
    if (!value.ok) return value;
    values[name] = value.value;
    left = left.slice(taken.length);
  }
  return left.length > 0 ? fail({ fault: 'tooMany', given: left.join(' ') }) : ok(values as Values<A>);
}
