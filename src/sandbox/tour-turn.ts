/** The turn of the guided tour: two at once would use the same people, faults and bot. */
export interface TourTurn {
  /** Takes or keeps the turn for a minute; false while another window has it. */
  take(window: string): boolean;
  leave(window: string): void;
}

/** The longest that a window keeps the turn after it was closed without giving it back. */
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
