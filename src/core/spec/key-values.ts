import { FAMILY } from '../option/option-draft.ts';
import { isOptionField } from '../option/option-fields.ts';
import { fieldOf, meaningOf, type Named, nearestField } from '../option/parameter-names.ts';
import { withGroups } from '../option/security-groups.ts';
import { parseSwitch } from '../option/switch.ts';
import type { Tag } from '../option/tag.ts';
import { formatTags, parseTypedTags } from '../option/tags.ts';
import { disksUnderWords, onOneLine, type TypedDisks } from '../option/typed-disks.ts';
import type { Unsupported } from '../option/unsupported-names.ts';
import type { TemplateTrouble } from './launch-template.ts';
import type { Draft, Field } from './spec.ts';

/** A problem with the words of a command, as data; `text/` turns it into a sentence. */
export type ArgumentProblem =
  | { readonly problem: 'unknownKey'; readonly given: string; readonly nearest: Field | null }
  /** `given` is the key alone. */
  | { readonly problem: 'unsupported'; readonly given: string; readonly why: Unsupported }
  | { readonly problem: 'notKeyValue'; readonly given: string }
  | { readonly problem: 'empty'; readonly given: string; readonly field: Field }
  | { readonly problem: 'tooLong'; readonly given: string; readonly field: Field }
  | { readonly problem: 'twice'; readonly given: string; readonly field: Field }
  | {
      readonly problem: 'unknownPreset';
      readonly given: string;
      readonly nearest: string | null;
      readonly names: readonly string[];
    }
  /** The named preset starts from a launch template that cannot be used. Nothing of it was filled in. */
  | { readonly problem: 'template'; readonly given: string; readonly trouble: TemplateTrouble }
  /** A data disk by number, without the one before it. `becomes`: the number that it gets instead. */
  | { readonly problem: 'diskGap'; readonly given: string; readonly becomes: string }
  /** `last` was given, but the caller has no request yet. */
  | { readonly problem: 'noLast'; readonly given: string };

/** Longer values fit no field of the form: names end at 128, ids far earlier. */
const MAX_VALUE_LENGTH = 200;
const MAX_OPTION_LENGTH = 600;

// Slack's clients and phones turn straight quotes into these.
const CLOSING_QUOTE: Readonly<Record<string, string>> = { '"': '"', "'": "'", '“': '”', '„': '“', '‘': '’', '«': '»' };

/**
 * Splits the text after a slash command into words at white space. Quotes hold words together and are dropped. An unclosed
 * quote reaches to the end, so that nothing typed is lost.
 */
export function splitWords(text: string): readonly string[] {
  const words: string[] = [];
  let word: string | null = null;
  let closing: string | null = null;
  for (const char of text) {
    if (closing !== null) {
      if (char === closing || (closing === '”' && char === '“')) closing = null;
      else word += char;
    } else if (/\s/u.test(char)) {
      if (word !== null) words.push(word);
      word = null;
    } else if (opensQuote(char, word)) {
      closing = CLOSING_QUOTE[char] ?? char;
      word ??= '';
    } else {
      word = (word ?? '') + char;
    }
  }
  if (word !== null) words.push(word);
  return words.map(asTyped);
}

const FULL_WIDTH = /^[\x21-\x7e\uff01-\uff5e]+$/u;

/**
 * Full-width letters, digits and signs of an input method are what they look like, in words that are made of nothing else and in a
 * key before `=`, also a Chinese one. Characters without width, which come along with what is copied, are dropped from such words. What is written in
 * Chinese stays as it is.
 */
function asTyped(word: string): string {
  const seen = word.replace(/[\p{Cf}\p{Default_Ignorable_Code_Point}]/gu, '');
  if (FULL_WIDTH.test(seen)) return seen.normalize('NFKC');
  const [, key = '', value = word] = /^([\p{L}\x21-\x7e\uff01-\uff5e]*?[=＝])(.*)$/su.exec(word) ?? [];
  return key.normalize('NFKC') + value;
}

/** A quote opens only at the beginning of a value: an apostrophe inside a word belongs to the word. */
function opensQuote(char: string, word: string | null): boolean {
  return char in CLOSING_QUOTE && (word === null || /[=＝]$/u.test(word));
}

/** Puts `key = value` together. */
export function withEquals(words: readonly string[]): readonly string[] {
  const joined: string[] = [];
  let isOpen = false;
  for (const word of words) {
    const before = joined.at(-1);
    const continues = before !== undefined && (isOpen || (word.startsWith('=') && !before.includes('=')));
    if (continues) joined.splice(-1, 1, before + word);
    else joined.push(word);
    isOpen = word === '=';
  }
  return joined;
}

/**
 * Reads `key=value` words into a draft. Good words count even when others are wrong; of a repeated key the last counts.
 *
 * @param base the draft to start from: a data disk with a number replaces the one in it, or is added
 */
export function parseArguments(
  words: readonly string[],
  base: Draft = {},
): { readonly draft: Draft; readonly problems: readonly ArgumentProblem[] } {
  const disks: TypedDisks = { said: new Map(), listed: 0 };
  const reading: Reading = { draft: {}, tags: [], disks, problems: [] };
  for (const word of withEquals(words)) {
    const bare = word.replace(BETWEEN, '');
    if (bare !== '') readWord(bare, reading);
  }
  const { draft, tags, problems } = reading;
  if (tags.length > 0) draft.tags = formatTags(tags);
  const { lines, gaps } = disksUnderWords(disks, base.disks);
  if (disks.said.size > 0) draft.disks = lines;
  problems.push(...gaps.map(({ key, becomes }) => ({ problem: 'diskGap' as const, given: key, becomes })));
  return { draft, problems };
}

/** As between the parts of a sentence: `name=web-1, amount=2`. */
const BETWEEN = /[,，、;；]+$/u;

interface Reading {
  readonly draft: Partial<Record<Field, string>>;
  readonly tags: Tag[];
  readonly disks: TypedDisks;
  readonly problems: ArgumentProblem[];
}

function readWord(word: string, reading: Reading): void {
  const { problems, tags } = reading;
  const equals = word.indexOf('=');
  if (equals < 1) {
    problems.push({ problem: 'notKeyValue', given: word });
    return;
  }
  const key = word.slice(0, equals);
  const value = word.slice(equals + 1).trim();
  const tag = /^tags?:(.+)$/iu.exec(key)?.[1];
  const meant: Named | null = tag === undefined ? meaningOf(key, value) : { is: 'tags' };
  const field = fieldOf(meant);
  if (meant === null || meant.is === 'level' || meant.is === 'periodUnit' || meant.is === 'publicAddress')
    problems.push({
      problem: 'unknownKey',
      given: word,
      nearest: meant?.is === 'publicAddress' ? 'bandwidth' : nearestField(key),
    });
  else if (meant.is === 'template') problems.push({ problem: 'unsupported', given: key, why: 'launchTemplate' });
  else if (meant.is === 'unsupported') problems.push({ problem: 'unsupported', given: key, why: meant.why });
  else if (value === '' && tag === undefined) problems.push({ problem: 'empty', given: word, field: field ?? 'tags' });
  else if (value.length > (field !== null && isOptionField(field) ? MAX_OPTION_LENGTH : MAX_VALUE_LENGTH))
    problems.push({ problem: 'tooLong', given: word, field: field ?? 'name' });
  else if (meant.is === 'tags')
    tags.push(...(tag === undefined ? parseTypedTags(value) : [{ key: tag.trim(), value }]));
  else if (meant.is === 'disk') putDisks(key, value, meant.n, reading);
  else if (meant.is === 'keyPair') put('login', `key:${value}`, reading);
  else if (meant.is === 'imagePassword') put('login', parseSwitch(value) === true ? 'image' : value, reading);
  else if (meant.is === 'imageFamily') put('image', `${FAMILY}${value}`, reading);
  else if (meant.is === 'allGroups') putGroups(value, reading);
  else if (meant.is === 'field') put(meant.field, value, reading);
}

/** The first of all groups is the order's group, the others are added to it; also where each has a key of its own. */
function putGroups(value: string, { draft }: Reading): void {
  const { group, groups } = withGroups(draft, value);
  if (group !== undefined) draft.group = group;
  draft.groups = groups;
}

function put(field: Field, value: string, { draft, problems }: Reading): void {
  const earlier = draft[field];
  if (earlier !== undefined && earlier !== value) problems.push({ problem: 'twice', given: earlier, field });
  draft[field] = value;
}

/** `disks=` lists all data disks from the first on, separated by semicolons; `disk2=` is a single one. */
function putDisks(key: string, value: string, n: number | null, { disks, problems }: Reading): void {
  const put = (at: number, line: string): void => {
    const earlier = disks.said.get(at)?.line;
    if (earlier !== undefined && earlier !== line) problems.push({ problem: 'twice', given: earlier, field: 'disks' });
    disks.said.set(at, { key, line });
  };
  if (n !== null) put(n, onOneLine(value));
  else
    for (const line of value.split(/[;\n]/u).map((one) => one.trim())) {
      disks.listed += 1;
      put(disks.listed, line);
    }
}
