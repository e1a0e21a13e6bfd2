import { fail, ok, type Result } from '../../core/base/result.ts';
import type { Failure } from '../../core/failure/failure.ts';
import { incomplete } from '../failures/failures.ts';

/** What an answer with a list says beside it. */
interface Page {
  readonly nextToken?: string | undefined;
  readonly totalCount?: number | undefined;
  readonly requestId?: string | undefined;
}

/** The items of an answer; null or undefined if it has no list: the SDK takes any HTTP 200 for a success. */
type ItemsOf<P extends Page, T> = (page: P) => readonly T[] | null | undefined;

/** More than any account has. A list that still goes on never ends. */
const MAX_PAGES = 200;

/** All items of a list whose pages name the next one by a token. */
export const pagesByToken = <P extends Page, T>(
  api: string,
  ask: (nextToken: string | undefined) => Promise<Result<P, Failure>>,
  itemsOf: ItemsOf<P, T>,
): Promise<Result<readonly T[], Failure>> => allPages(api, ask, itemsOf, ({ nextToken }) => nextToken);

/** All items of a list whose pages have numbers. */
export const pagesByNumber = <P extends Page, T>(
  api: string,
  pageSize: number,
  ask: (page: { readonly pageNumber: number; readonly pageSize: number }) => Promise<Result<P, Failure>>,
  itemsOf: ItemsOf<P, T>,
): Promise<Result<readonly T[], Failure>> =>
  allPages(
    api,
    (next = '1') => ask({ pageNumber: Number(next), pageSize }),
    itemsOf,
    // Without a total, a full page may have a next one.
    ({ totalCount }, got, page) =>
      (totalCount === undefined ? got >= pageSize : page * pageSize < totalCount) ? String(page + 1) : undefined,
  );

/** One failed page fails the whole list, and so does one that never ends, because part of a list misleads. */
async function allPages<P extends Page, T>(
  api: string,
  ask: (next: string | undefined) => Promise<Result<P, Failure>>,
  itemsOf: ItemsOf<P, T>,
  nextAfter: (page: P, got: number, number: number) => string | undefined,
): Promise<Result<readonly T[], Failure>> {
  const all: T[] = [];
  let next: string | undefined;
  for (let number = 1; number <= MAX_PAGES; number++) {
    const answer = await ask(next);
    if (!answer.ok) return answer;
    const items = itemsOf(answer.value);
    if (!items) return fail(incomplete(api, answer.value.requestId, 'list'));
    all.push(...items);
    const following = nextAfter(answer.value, items.length, number);
    if (!following) return ok(all);
    if (following === next) break;
    next = following;
  }
  return fail(incomplete(api, null, 'last page'));
}
