import { matchesPattern } from '../base/pattern.ts';
import { type InstanceRef, instanceRef } from '../spec/command-arguments.ts';
import { MAX_AMOUNT } from '../spec/spec.ts';

/** More are not acted on at once, but those of whole requests. */
export const MAX_SELECTED = 50;
/** Of those that make so many ranges of ids at most: the window that has them confirmed holds no more. */
export const MAX_ID_RANGES = 100;
/** More words than that are not looked up: each may mean a call to every region. */
export const MAX_SELECTORS = 50;

/** One of the words that say which instances are meant. `given` is what the person wrote. */
export type SelectionWord =
  | { readonly kind: 'one'; readonly given: string; readonly ref: InstanceRef }
  /** All instances of one request. */
  | { readonly kind: 'request'; readonly given: string; readonly ref: InstanceRef }
  /** Whose names fit. */
  | { readonly kind: 'pattern'; readonly given: string; readonly pattern: string; readonly region: string | null }
  /** `*`: all that the person has asked for or taken over, and nobody else's. */
  | { readonly kind: 'mine'; readonly given: string; readonly region: string | null }
  | { readonly kind: 'unreadable'; readonly given: string };

const REQUEST_ID = /^r-[a-z0-9]{10}$/u;

/** The id of a request as the store has it; null for a word that is none. Ids are copied from cards, where they may stand as code. */
export function requestIdOf(word: string): string | null {
  const id = word.replaceAll('`', '').toLowerCase();
  return REQUEST_ID.test(id) ? id : null;
}
/** No name has these in it, and people write them between names. */
const BETWEEN = /[,，、;；]+/u;

/** Each thing that is named once, in the order in which it was written. */
export function readSelection(words: readonly string[]): readonly SelectionWord[] {
  const given = words.flatMap((word) => word.split(BETWEEN)).map((word) => word.replaceAll('`', '').trim());
  return [...new Set(given)].filter((word) => word !== '').map(readWord);
}

/** How many may be acted on at once. */
export const maxSelectedOf = (selection: readonly SelectionWord[]): number =>
  selection.length > 0 && selection.every(({ kind }) => kind === 'request') ? MAX_AMOUNT : MAX_SELECTED;

/** Whether one instance alone was named, as every command takes it. */
export const isSingle = (selection: readonly SelectionWord[]): boolean =>
  selection.length <= 1 && selection.every(({ kind }) => kind === 'one' || kind === 'unreadable');

function readWord(given: string): SelectionWord {
  // A star is no part of a name, so what names one instance has none.
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

/** Whether an instance is meant by a pattern. */
export const isMeant = (
  word: { readonly pattern: string; readonly region: string | null },
  { name, region }: { readonly name: string; readonly region: string },
): boolean => matchesPattern(word.pattern, name) && (word.region === null || word.region === region);
