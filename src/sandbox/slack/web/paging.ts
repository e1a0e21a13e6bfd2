import type { Args } from './method.ts';

/** One page of a list by `limit` and `cursor`; null if the cursor is not one of these. */
export function pageOf<Item>(
  all: readonly Item[],
  args: Args,
  most: number,
): { readonly items: readonly Item[]; readonly nextCursor: string } | null {
  const cursor = args.text('cursor');
  const from =
    cursor === undefined
      ? 0
      : Number(
          Buffer.from(cursor, 'base64')
            .toString()
            .replace(/^from:/, ''),
        );
  if (!Number.isInteger(from) || from < 0) return null;
  const asked = Number(args.text('limit') ?? 100);
  const limit = Number.isInteger(asked) && asked > 0 ? Math.min(asked, most) : 100;
  const end = from + limit;
  return {
    items: all.slice(from, end),
    nextCursor: end < all.length ? Buffer.from(`from:${end}`).toString('base64') : '',
  };
}
