/** Lets what concerns the same thing happen one after the other, in the order in which it came. */
export interface InTurn {
  run<T>(key: string, work: () => Promise<T>): Promise<T>;
}

export function makeInTurn(): InTurn {
  const last = new Map<string, Promise<unknown>>();
  return {
    async run(key, work) {
      const before = last.get(key) ?? Promise.resolve();
      const mine = before.then(work, work);
      const settled = mine.catch(() => {});
      last.set(key, settled);
      try {
        return await mine;
      } finally {
        if (last.get(key) === settled) last.delete(key);
      }
    },
  };
}
