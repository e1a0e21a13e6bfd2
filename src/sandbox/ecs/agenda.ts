/**
 * Which instance changes when. It may have thousands of entries: a binary search finds the place, and the soonest is at the end.
 */
export interface Agenda {
  add(at: number, id: string): void;
  /** The cloud time of the soonest entry. */
  next(): number | null;
  /** Removes the soonest entry if it is due. */
  take(now: number): { readonly at: number; readonly id: string } | null;
}

export function makeAgenda(): Agenda {
  const entries: { readonly at: number; readonly id: string }[] = [];
  return {
    add(at, id) {
      let low = 0;
      let high = entries.length;
      while (low < high) {
        const middle = (low + high) >>> 1;
        if ((entries[middle]?.at ?? 0) >= at) low = middle + 1;
        else high = middle;
      }
      entries.splice(low, 0, { at, id });
    },
    next: () => entries.at(-1)?.at ?? null,
    take(now) {
      const soonest = entries.at(-1);
      if (!soonest || soonest.at > now) return null;
      entries.pop();
      return soonest;
    },
  };
}
