import type { Tag } from '../../core/option/tag.ts';

// What an answer must be before it is believed: half of one, or one to another question, must not look like a list in which nothing is,
// nor like what was asked for.

/** The list of an answer; null where it has none, which says nothing of what there is. */
export const listIn = <T>(list: readonly T[] | undefined): readonly T[] | null => (Array.isArray(list) ? list : null);

/** Whether it is the id of something new: `i-…` of an instance, `d-…` of a disk. */
export const isNewId = (id: unknown, kind: 'i' | 'd'): id is string =>
  typeof id === 'string' && id.startsWith(`${kind}-`) && /^[\w-]{3,}$/u.test(id);

type Tagged = { readonly tags?: { readonly tag?: readonly TagSeen[] | undefined } | undefined };
interface TagSeen {
  readonly tagKey?: string | undefined;
  readonly tagValue?: string | undefined;
}

/** Whether it carries the tags that were asked for; one without a value asks for the key alone. */
export const carries = ({ tags }: Tagged, asked: readonly Tag[]): boolean =>
  asked.every(({ key, value }) =>
    (tags?.tag ?? []).some(({ tagKey, tagValue }) => tagKey === key && (value === '' || tagValue === value)),
  );
