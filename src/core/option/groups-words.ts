/** What was said of security groups so far: the first is the order's group, the others come beside it. */
interface SaidGroups {
  readonly group?: string | undefined;
  /** IDs with commas between; empty for none, whatever a preset or the policy says. */
  readonly groups?: string | undefined;
}

const idsIn = (words = ''): readonly string[] => words.split(/[,;\s]+/u).filter((id) => id !== '');

/** The same with those of `SecurityGroupIds`, which are all of them, and may come at once or each under a key of its own. */
export function withGroups(
  { group, groups }: SaidGroups,
  words: string,
): { readonly group: string | undefined; readonly groups: string } {
  const ids = idsIn(words);
  const first = group ?? ids[0];
  const at = ids.indexOf(first ?? '');
  return { group: first, groups: [...idsIn(groups), ...ids.filter((_, index) => index !== at)].join(',') };
}
