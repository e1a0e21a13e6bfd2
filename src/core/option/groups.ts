/** What was said of security groups so far: the first is the order's group, the others come beside it. */
interface SaidGroups {
  readonly group?: string | undefined;
  /** IDs with commas between, or {@link NO_GROUPS}. */
  readonly groups?: string | undefined;
}

/** Said for none beside the order's group, whatever a preset or the policy's defaults say. */
export const NO_GROUPS = 'none';

/** The IDs in `sg-1,sg-2`. */
export const parseGroups = (words = ''): readonly string[] =>
  words.split(/[,;\s]+/u).filter((id) => id !== '' && id !== NO_GROUPS);

/** The same with those of `SecurityGroupIds`, which are all of them, and may come at once or each under a key of its own. */
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
