/** Whose turn the guided tour is: two at once would act with the same people, on the same faults and the same bot. */
export interface TourTurn {
  /** Takes or keeps the turn for a minute; false while another window has it. */
  take(window: string): boolean;
  leave(window: string): void;
}

/** A window that was closed without a word has it no longer than this. */
const TURN_MS = 60_000;

/** @param now milliseconds */
export function makeTourTurn(now: () => number = Date.now): TourTurn {
  let holder = '';
  let until = 0;
  return {
    take(window) {
      if (holder !== window && now() < until) return false;
      holder = window;
      until = now() + TURN_MS;
      return true;
    },
    leave(window) {
      if (holder === window) until = 0;
    },
  };
}
