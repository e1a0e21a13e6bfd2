import { fail, ok, type Result } from '../../core/base/result.ts';
import type { Failure } from '../../core/failure/failure.ts';
import { incomplete } from '../failures/failures.ts';

export interface Page<T> {
  /** Null when the answer has no list: the SDK takes any HTTP 200 for a success. */
  readonly items: readonly T[] | null;
  /** The token for the next page; empty or undefined after the last. */
  readonly next: string | undefined;
  readonly requestId: string | undefined;
}

const MAX_PAGES = 30;

/** All items of a paged list, at most 30 pages. One failed page fails the whole list, because half a list misleads. */
export async function paged<T>(
  api: string,
  fetchPage: (next: string | undefined) => Promise<Result<Page<T>, Failure>>,
): Promise<Result<readonly T[], Failure>> {
  const all: T[] = [];
  let next: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await fetchPage(next);
    if (!answer.ok) return answer;
    const { items, requestId } = answer.value;
    if (items === null) return fail(incomplete(api, requestId, 'list'));
    all.push(...items);
    if (!answer.value.next || answer.value.next === next) return ok(all);
    next = answer.value.next;
  }
  return ok(all);
}

/** For lists with page numbers: the number of the next page, while there must be more. */
export const nextPage = (page: number, size: number, total: number | undefined, got: number): string | undefined =>
  got > 0 && page * size < (total ?? 0) ? String(page + 1) : undefined;
