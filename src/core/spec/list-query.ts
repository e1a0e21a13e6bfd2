import { byName } from '../base/lists.ts';
import { nearest } from '../base/nearest.ts';
import { fail, ok, type Result } from '../base/result.ts';
import type { InstanceFilter } from '../instance/cloud-instance.ts';
import { type Tag, tagText } from '../option/tag.ts';
import { parseTag } from '../option/tags.ts';

/** The instances that a person wants to list. `usual`: no scope was given. */
export interface ListQuery {
  readonly scope: 'usual' | 'mine' | 'all' | 'region';
  /** Set for the scope `region`. */
  readonly region: string | null;
  readonly tag: Tag | null;
  /** A part of the name, or a cloud id. */
  readonly text: string | null;
}

export interface ListOrder {
  readonly query: ListQuery;
  /** From 1. */
  readonly page: number;
  /** Asks the cloud instead of using a cached answer. */
  readonly fresh: boolean;
}

/** A problem with the words, as data; `given` is what the person wrote. */
export type ListProblem =
  | {
      readonly problem: 'badTag' | 'badPage' | 'tooLong' | 'twoScopes' | 'twoTags' | 'unknownKey';
      readonly given: string;
    }
  /** `meant`: all words, with the region that was most likely meant. */
  | { readonly problem: 'noSuchRegion'; readonly given: string; readonly meant: string };

/** Names, tag keys and tag values are never longer. */
const MAX_LENGTH = 128;
const MAX_PAGE = 100_000;

const SCOPES = byName<string>({ mine: 'mine 我的', all: 'all 全部 所有' });

/**
 * Reads `[mine|all|<region>] [tag:key=value] [part of the name]`, already split into words, in any order; also `<region>/<name>`, as
 * other commands take it.
 *
 * @param regions the ids of all regions
 */
export function parseList(typed: readonly string[], regions: readonly string[]): Result<ListOrder, ListProblem> {
  const words = typed.flatMap((word) => {
    const [, region, name = ''] = IN_REGION.exec(word) ?? [];
    return region === undefined ? [bareWord(word)] : name === '' ? [region] : [region, name];
  });
  const scopes: string[] = [];
  const tags: Tag[] = [];
  const text: string[] = [];
  let page = 1;
  let fresh = false;
  for (const word of words) {
    const lower = word.toLowerCase();
    if (word.length > 2 * MAX_LENGTH + 5) return fail({ problem: 'tooLong', given: word });
    const scope = SCOPES.get(lower) ?? (regions.includes(lower) ? lower : undefined);
    if (scope !== undefined) scopes.push(scope);
    else if (lower.startsWith('tag:')) {
      const tag = readTag(word.slice(4));
      if (tag === null) return fail({ problem: 'badTag', given: word });
      tags.push(tag);
    } else if (lower.startsWith('page=')) {
      page = /^\d{1,6}$/u.test(word.slice(5)) ? Number(word.slice(5)) : 0;
      if (page < 1 || page > MAX_PAGE) return fail({ problem: 'badPage', given: word });
    } else if (lower === 'fresh=yes') fresh = true;
    // No name contains an equals sign.
    else if (word.includes('=')) return fail({ problem: 'unknownKey', given: word });
    else text.push(word);
  }
  // A misspelt region would silently find no instance with such a name.
  for (const word of text) {
    const meant = looksLikeRegion(word) ? nearest(word, regions) : null;
    if (meant === null) continue;
    const whole = words.map((one) => (one === word ? meant : one)).join(' ');
    return fail({ problem: 'noSuchRegion', given: word, meant: whole });
  }
  if (scopes.length > 1) return fail({ problem: 'twoScopes', given: scopes.join(' ') });
  if (tags.length > 1) return fail({ problem: 'twoTags', given: words.join(' ') });
  const name = text.join(' ').replaceAll('`', '').trim();
  if (name.length > MAX_LENGTH) return fail({ problem: 'tooLong', given: name });
  const [scope] = scopes;
  const query: ListQuery = {
    scope: scope === undefined ? 'usual' : scope === 'mine' || scope === 'all' ? scope : 'region',
    region: scope === undefined || scope === 'mine' || scope === 'all' ? null : scope,
    tag: tags[0] ?? null,
    text: name === '' ? null : name,
  };
  return ok({ query, page, fresh });
}

const looksLikeRegion = (word: string): boolean => /^[a-z]{2}-[a-z]+(?:-\d+)?$/u.test(word);

const IN_REGION = /^([a-z]{2,3}(?:-[a-z0-9]+)+)\/(.*)$/iu;

/** The form writes `region=cn-beijing` and `name=web`: reads what follows the equals sign. */
const bareWord = (word: string): string => word.replace(/^(?:region|name|地域|名称)=(?=.)/iu, '');

/** Reads `key=value`, or the key alone; null for no tag. */
export function readTag(given: string): Tag | null {
  const tag = parseTag(given);
  return tag.key === '' || tag.key.length > MAX_LENGTH || tag.value.length > MAX_LENGTH ? null : tag;
}

/** The words that give the same list again. */
export function listWords({ query, page, fresh }: ListOrder): string {
  const { scope, region, tag, text } = query;
  return [
    scope === 'usual' ? '' : (region ?? scope),
    tag === null ? '' : asWord(`tag:${tagText(tag)}`),
    text === null ? '' : asWord(text),
    page === 1 ? '' : `page=${page}`,
    fresh ? 'fresh=yes' : '',
  ]
    .filter((word) => word !== '')
    .join(' ');
}

/** Quotes a word that would be split. In a tag the quotes start after the `=`, where they are read too. */
function asWord(word: string): string {
  if (!/[\s"'“”„‘’«»]/u.test(word)) return word;
  const at = word.startsWith('tag:') ? word.indexOf('=') + 1 : 0;
  const quote = word.includes('"') ? "'" : '"';
  return `${word.slice(0, at)}${quote}${word.slice(at)}${quote}`;
}

/** A cloud id is looked up as such, anything else as a part of the name. */
export function filterOf({ tag, text }: Pick<ListQuery, 'tag' | 'text'>, more: readonly Tag[] = []): InstanceFilter {
  const tags = [...more, ...(tag === null ? [] : [tag])];
  return {
    ...(tags.length === 0 ? {} : { tags }),
    ...(text === null ? {} : isCloudId(text) ? { ids: [text] } : { name: text.includes('*') ? text : `*${text}*` }),
  };
}

export const isCloudId = (text: string): boolean => /^i-[a-z0-9]{8,40}$/u.test(text);
