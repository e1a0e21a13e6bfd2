/** The security groups named so far: `group` is the order's group, `groups` are further ones. */
interface SaidGroups {
  readonly group?: string | undefined;
  /** Ids separated by commas, or {@link NO_GROUPS}. */
  readonly groups?: string | undefined;
}

/** The word for no further groups, which overrides a preset and the policy's defaults. */
export const NO_GROUPS = 'none';

/** The ids in `sg-1,sg-2`. */
export const parseGroups = (words = ''): readonly string[] =>
  words.split(/[,;\s]+/u).filter((id) => id !== '' && id !== NO_GROUPS);

/**
 * Adds the ids of `SecurityGroupIds`. This lists all groups, including the order's own, at once or each under a key of its
 * own.
 */
export function withGroups(
  { group, groups }: SaidGroups,
  words: string,
): { readonly group: string | undefined; readonly groups: string } {
  const ids = parseGroups(words);
  const first = group ?? ids[0];
  const at = ids.indexOf(first ?? '');
  return {
    group: first,
    groups: [...parseGroups(groups), ...ids.filter((_, index) => index !== at)].join(',') || NO_GROUPS,
  };
}
