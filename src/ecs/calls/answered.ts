import type { Tag } from '../../core/option/tag.ts';

// Checks that an answer must pass before it is believed. Half an answer, or one to another question, must not look like an empty
// list, nor like the answer.

/** The list of an answer; null if it is absent, which does not mean empty. */
export const listIn = <T>(list: readonly T[] | undefined): readonly T[] | null => (Array.isArray(list) ? list : null);

/** Whether this is the id of a new thing: `i-…` of an instance, `d-…` of a disk. */
export const isNewId = (id: unknown, kind: 'i' | 'd'): id is string =>
  typeof id === 'string' && id.startsWith(`${kind}-`) && /^[\w-]{3,}$/u.test(id);

type Tagged = { readonly tags?: { readonly tag?: readonly TagSeen[] | undefined } | undefined };
interface TagSeen {
  readonly tagKey?: string | undefined;
  readonly tagValue?: string | undefined;
}

/** Whether it carries the given tags; an empty value matches any value of the key. */
export const carries = ({ tags }: Tagged, asked: readonly Tag[]): boolean =>
  asked.every(({ key, value }) =>
    (tags?.tag ?? []).some(({ tagKey, tagValue }) => tagKey === key && (value === '' || tagValue === value)),
  );
