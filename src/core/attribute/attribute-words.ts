import { nearest } from '../base/nearest.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { OptionFault } from '../option/option-faults.ts';
import { switchOf } from '../option/switch-word.ts';
import type { Tag } from '../option/tag.ts';
import { faultOfTags } from '../option/tags.ts';
import { isInstanceName } from '../spec/spec-judge.ts';
import type { AttributeWish } from './attribute.ts';

/** The words that say what is to be changed, as in `name=web-2`; a tag is `tag:team=payments`. */
export const ATTRIBUTE_KEYS = ['name', 'tag:', 'protection', 'owner'] as const;
export type AttributeKey = (typeof ATTRIBUTE_KEYS)[number];

/** What is wrong with one of the words, as data. */
export type AttributeFault =
  /** `costs`: it would change what the instance costs. */
  | { readonly is: 'shape' | 'person' | 'costs' | 'empty' | 'switch' | 'name'; readonly given: string }
  | { readonly is: 'key'; readonly given: string; readonly nearest: AttributeKey | null }
  | { readonly is: 'twice'; readonly key: string }
  | { readonly is: 'tag'; readonly fault: OptionFault };

/** How Slack writes somebody whom a person has picked after typing `@`, and their bare id. */
const PERSON = /^(?:<@([UW][A-Z0-9]{2,})(?:\|[^>]*)?>|([UW][A-Z0-9]{7,}))$/u;

/** Everything that is wrong is told at once. At least one word. */
export function readAttributes(words: readonly string[]): Result<AttributeWish, readonly AttributeFault[]> {
  const reading: Reading = { wish: {}, set: [], removed: [], faults: [] };
  for (const word of words) readWord(word, reading);
  const { wish, set, removed, faults } = reading;
  const fault = faultOfTags([...set, ...removed.map((key) => ({ key, value: '' }))]);
  if (fault !== null) faults.push({ is: 'tag', fault });
  if (faults.length > 0) return fail(faults);
  return ok({ ...wish, ...(set.length > 0 && { tags: set }), ...(removed.length > 0 && { untag: removed }) });
}

interface Reading {
  wish: AttributeWish;
  readonly set: Tag[];
  readonly removed: string[];
  readonly faults: AttributeFault[];
}

function readWord(word: string, reading: Reading): void {
  const { faults, set, removed } = reading;
  const equals = word.indexOf('=');
  if (equals < 1) {
    faults.push({ is: 'shape', given: word });
    return;
  }
  const typed = word.slice(0, equals);
  const value = word.slice(equals + 1).trim();
  const tag = /^tags?:(.*)$/iu.exec(typed)?.[1]?.trim();
  if (tag !== undefined) {
    if (value === '') removed.push(tag);
    else set.push({ key: tag, value });
    return;
  }
  const key = ATTRIBUTE_KEYS.find((one) => one === (ALSO[typed.toLowerCase()] ?? typed.toLowerCase()));
  if (COSTS.test(typed)) faults.push({ is: 'costs', given: word });
  else if (key === undefined || key === 'tag:') faults.push({ is: 'key', given: word, nearest: nearestKey(typed) });
  else if (value === '') faults.push({ is: 'empty', given: typed });
  else if (reading.wish[key] !== undefined) faults.push({ is: 'twice', key });
  else readValue(key, value, reading);
}

/** Whatever of an order is paid for. */
const COSTS = /^(?:(?:data|system)?disks?[\d.]*(?:size)?|size|(?:instance)?type|bandwidth|charge|period|amount)$/iu;

/** As the form and the API spell it. */
const ALSO: Readonly<Record<string, AttributeKey>> = {
  protect: 'protection',
  deletionprotection: 'protection',
  instancename: 'name',
};

const nearestKey = (typed: string): AttributeKey | null =>
  /^tags?$/iu.test(typed) ? 'tag:' : nearest(typed, ATTRIBUTE_KEYS);

function readValue(key: Exclude<AttributeKey, 'tag:'>, value: string, reading: Reading): void {
  const { faults, wish } = reading;
  const put = (more: AttributeWish): void => {
    reading.wish = { ...wish, ...more };
  };
  switch (key) {
    case 'name':
      if (isInstanceName(value)) put({ name: value });
      else faults.push({ is: 'name', given: value });
      break;
    case 'protection': {
      const protection = switchOf(value);
      if (protection === null) faults.push({ is: 'switch', given: value });
      else put({ protection });
      break;
    }
    case 'owner': {
      const [, mentioned, bare] = PERSON.exec(value) ?? [];
      const owner = mentioned ?? bare;
      if (owner === undefined) faults.push({ is: 'person', given: value });
      else put({ owner });
    }
  }
}
