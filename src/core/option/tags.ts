import { hasHidden } from '../base/legible.ts';
import { compareText } from '../base/lists.ts';
import type { OptionFault } from './option-faults.ts';
import { type Tag, tagText } from './tag.ts';

/** The API allows 20. The bot needs three to find its instances again. */
export const MAX_TAGS = 17;
const MAX_KEY = 128;
const MAX_VALUE = 128;

/** A draft holds one line `key=value` per tag. An equals sign in a key and line breaks are written as `%3D` and `%0A`. */
export const formatTags = (tags: readonly Tag[]): string =>
  tags.map(({ key, value }) => `${escaped(key).replaceAll('=', '%3D')}=${escaped(value)}`).join('\n');

/** Reads the lines without judging them. A line without an equals sign is a key without a value. */
export const parseTags = (text: string): readonly Tag[] =>
  typed(text, /\n/u).map(({ key, value }) => ({ key: unescaped(key), value: unescaped(value) }));

/** Reads typed tags: `team=web,env=dev`, or one per line. Nothing is unescaped. */
export const parseTypedTags = (text: string): readonly Tag[] => typed(text, /[,\n]/u);

const typed = (text: string, between: RegExp): readonly Tag[] =>
  text
    .split(between)
    .map(parseTag)
    .filter(({ key, value }) => key !== '' || value !== '');

/** Reads `team=web`; a word without an equals sign is a key without a value. */
export function parseTag(word: string): Tag {
  const equals = word.indexOf('=');
  if (equals < 0) return { key: word.trim(), value: '' };
  return { key: word.slice(0, equals).trim(), value: word.slice(equals + 1).trim() };
}

const escaped = (text: string): string =>
  text.replace(/%(?=25|3D|0A|0D)|[\n\r]/giu, (mark) => encodeURIComponent(mark));
const unescaped = (text: string): string =>
  text.replace(/%(?:25|3D|0A|0D)/giu, (code) => decodeURIComponent(code.toUpperCase()));

export const byKey = (a: Tag, b: Tag): number => compareText(a.key, b.key);

/** Merges both; the later value of a key counts. */
export function withTags(before: string | undefined, after: string | undefined): string | undefined {
  if (before === undefined || after === undefined) return after ?? before;
  const all = [...parseTags(before), ...parseTags(after)];
  return formatTags([...new Map(all.map((tag) => [tag.key, tag])).values()].toSorted(byKey));
}

/** Source: the API's description of `Tag.N.Key` and `Tag.N.Value`, and its codes `InvalidTagKey.Malformed` and `Duplicate.TagKey`. */
export const tagsFault = (text: string): OptionFault | null => faultOfTags(parseTags(text));

export function faultOfTags(tags: readonly Tag[]): OptionFault | null {
  const keys = new Set<string>();
  for (const { key, value } of tags) {
    const tag = tagText({ key, value });
    if (key === '') return { is: 'tagShape', tag };
    if (key.length > MAX_KEY || hasHidden(key)) return { is: 'tagKey', tag };
    if (value.length > MAX_VALUE || hasHidden(value)) return { is: 'tagValue', tag };
    if (isReserved(key) || hasUrl(value)) return { is: 'tagReserved', tag };
    if (keys.has(key)) return { is: 'tagTwice', tag: key };
    keys.add(key);
  }
  return tags.length > MAX_TAGS ? { is: 'tagsTooMany', max: MAX_TAGS } : null;
}

/** Whether the cloud reserves the key for itself, or the bot uses it to find its instances. */
export const isReserved = (key: string): boolean => /^(?:aliyun|acs:|ecs-chatops:)/iu.test(key) || hasUrl(key);

const hasUrl = (word: string): boolean => /https?:\/\//iu.test(word);
