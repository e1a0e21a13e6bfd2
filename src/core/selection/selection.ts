import { matchesPattern } from '../base/pattern.ts';
import { type InstanceRef, instanceRef } from '../spec/command-arguments.ts';
import { MAX_AMOUNT } from '../spec/spec.ts';

/** The most instances to act on at once, except for whole requests. */
export const MAX_SELECTED = 50;
/** The most ranges of ids: the confirmation window holds no more. */
export const MAX_ID_RANGES = 100;
/** The most words to look up: each may mean a call to every region. */
export const MAX_SELECTORS = 50;

/** One word of a selection. `given` is what the person wrote. */
export type SelectionWord =
  | { readonly kind: 'one'; readonly given: string; readonly ref: InstanceRef }
  /** All instances of one request. */
  | { readonly kind: 'request'; readonly given: string; readonly ref: InstanceRef }
  /** Instances whose names match. */
  | { readonly kind: 'pattern'; readonly given: string; readonly pattern: string; readonly region: string | null }
  /** `*`: all instances that the person owns. */
  | { readonly kind: 'mine'; readonly given: string; readonly region: string | null }
  | { readonly kind: 'unreadable'; readonly given: string };

const REQUEST_ID = /^r-[a-z0-9]{10}$/u;

/**
 * The id of a request in the stored form; null for another word. People copy ids from cards, where they are formatted as
 * code.
 */
export function requestIdOf(word: string): string | null {
  const id = word.replaceAll('`', '').toLowerCase();
  return REQUEST_ID.test(id) ? id : null;
}
/** Separators between names; no name contains them. */
const BETWEEN = /[,，、;；。]+/u;

/** Every word once, in the order in which it was written. */
export function wordsOnce(words: readonly string[]): readonly string[] {
  const given = words.flatMap((word) => word.split(BETWEEN)).map((word) => word.replaceAll('`', '').trim());
  return [...new Set(given)].filter((word) => word !== '');
}

export const readSelection = (words: readonly string[]): readonly SelectionWord[] => wordsOnce(words).map(readWord);

const ALL =
  /^-*(?:all|every|everything|each)(?: (?:of|my|the|mine|servers?|instances?|machines?|vms?|hosts?))*$|^(?:我的)?(?:全部|所有)的?(?:实例|服务器|云服务器|机器|主机)?$/u;

/** Whether words mean all of a person's instances: `all my servers`, `所有实例`. The sign for them is `*`. */
export const meansAll = (words: readonly string[]): boolean => ALL.test(words.join(' ').toLowerCase());

const SOME =
  /^(?:my|the|this|that|a|an) (?:servers?|instances?|machines?|vms?)$|^(?:我的|这台|那台)(?:实例|服务器|云服务器|机器|主机)$/u;

/** Whether words mean an instance without saying which. */
export const namesNone = (words: readonly string[]): boolean => SOME.test(words.join(' ').toLowerCase());

/** How many instances this selection may contain. */
export const maxSelectedOf = (selection: readonly SelectionWord[]): number =>
  selection.length > 0 && selection.every(({ kind }) => kind === 'request') ? MAX_AMOUNT : MAX_SELECTED;

/** Whether it names a single instance, in the form that every command takes. */
export const isSingle = (selection: readonly SelectionWord[]): boolean =>
  selection.length <= 1 && selection.every(({ kind }) => kind === 'one' || kind === 'unreadable');

function readWord(given: string): SelectionWord {
  // Names contain no star, so a star is replaced to read the rest.
  const read = instanceRef().read([given.replaceAll('*', '-')]);
  if (!read.ok) return { kind: 'unreadable', given };
  const { region } = read.value;
  if (!given.includes('*')) {
    const isRequest = region === null && requestIdOf(given) !== null;
    return { kind: isRequest ? 'request' : 'one', given, ref: read.value };
  }
  const pattern = region === null ? given : given.slice(region.length + 1);
  return /^\*+$/u.test(pattern) ? { kind: 'mine', given, region } : { kind: 'pattern', given, pattern, region };
}

/** Whether a pattern matches an instance. */
export const isMeant = (
  word: { readonly pattern: string; readonly region: string | null },
  { name, region }: { readonly name: string; readonly region: string },
): boolean => matchesPattern(word.pattern, name) && (word.region === null || word.region === region);
