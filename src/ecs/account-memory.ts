/**
 * What is remembered of the cloud's answers. They are true of the account that gave them, so all of it is forgotten when other
 * credentials are of another one.
 */
export interface AccountMemory {
  /**
   * A part of it, made empty and once more after each change. Hold what you asked for before you wait for its answer: after a change
   * an answer of before then goes where nobody looks.
   */
  of<T>(make: () => T): () => T;
  /** The next call is signed with this AccessKey. */
  handed(key: string): void;
  /** The cloud has said to which account the AccessKey belongs. */
  proved(key: string, account: string): void;
}

/**
 * An AccessKey belongs to one account for good. Between two of which that is known others may have signed; whatever they were told is
 * forgotten too. Keys that are renewed for the same role lose nothing.
 */
export function makeAccountMemory(): AccountMemory {
  let generation = {};
  let proven: { readonly key: string; readonly account: string } | null = null;
  /** Handed out since then, and nobody has said whose they are. */
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
