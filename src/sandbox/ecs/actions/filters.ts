import { oneSpelling } from '../taken.ts';
import type { Tag } from '../vm.ts';
import type { Params } from '../wire/params.ts';
import { notValid } from '../wire/refusal.ts';

const MAX_IDS = 100;

/** A parameter with one of these values; null if absent. */
export function oneOf(params: Params, name: string, known: readonly string[]): string | null {
  const value = params.text(name);
  if (value !== null && !known.includes(value)) notValid('InvalidParameter', name);
  return value;
}

/** A JSON array of strings; null if the parameter is absent. */
export function idList(params: Params, name: string): readonly string[] | null {
  const text = params.text(name);
  if (text === null) return null;
  const ids = jsonStrings(text) ?? notValid(`Invalid${name}.Malformed`, name);
  if (ids.length > MAX_IDS) notValid('InvalidParameter', name);
  return ids;
}

/** The content of a JSON array of strings; null for any other text. */
export function jsonStrings(text: string): readonly string[] | null {
  const list = parsed(text);
  return Array.isArray(list) && list.every((each) => typeof each === 'string') ? list : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Checks all of `Tag.N`; a key without a value matches any value. */
export function hasTags(params: Params): (tags: readonly Tag[]) => boolean {
  const wanted = params.records('Tag').map((record) => ({
    key: oneSpelling(record.Key, record.key, 'Tag.N.Key'),
    value: oneSpelling(record.Value, record.value, 'Tag.N.Value') ?? '',
  }));
  return (tags) =>
    wanted.every(({ key, value }) => tags.some((tag) => tag.key === key && (value === '' || tag.value === value)));
}

/** `*` matches anything. */
export function isLike(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(text);
}
