/**
 * What the bot remembers of the cloud's answers. They hold only for the account that gave them, so everything is forgotten when
 * the credentials change to another account.
 */
export interface AccountMemory {
  /**
   * One part of the memory. Each change of account replaces it with an empty one. Take the part before you wait for an answer: a
   * late answer for the previous account then goes into the discarded part.
   */
  of<T>(make: () => T): () => T;
  /** Says that the next call is signed with this AccessKey. */
  handed(key: string): void;
  /** Says to which account the AccessKey belongs, by the cloud's own word. */
  proved(key: string, account: string): void;
}

/**
 * An AccessKey never moves to another account. Unknown keys may have signed between two known ones; if a change of account is
 * found, their answers are forgotten too. Renewed keys of the same role lose nothing.
 */
export function makeAccountMemory(): AccountMemory {
  let generation = {};
  let proven: { readonly key: string; readonly account: string } | null = null;
  /** Keys handed out since then whose account is not known. */
  const unproven = new Set<string>();

  const begin = (key: string, account: string): void => {
    unproven.delete(key);
    if (unproven.size > 0 || (proven !== null && proven.account !== account)) generation = {};
    unproven.clear();
    proven = { key, account };
  };

  return {
    of(make) {
      let kept = { generation, value: make() };
      return () => {
        if (kept.generation !== generation) kept = { generation, value: make() };
        return kept.value;
      };
    },
    handed(key) {
      if (proven?.key !== key) unproven.add(key);
      else if (unproven.size > 0) begin(key, proven.account);
    },
    proved: begin,
  };
}
