/** How many views are remembered; older ones are closed long since. */
const MAX_VIEWS = 500;

/**
 * Two changes in one form may be worked on at the same time, and the later one must win. Each change takes a turn; the
 * earlier one finds that it is no longer the latest and stops. The hash of our own last update is kept, because a change
 * made before it reached the person still carries the hash of the view it replaced.
 */
export interface Turns {
  take(viewId: string): Turn;
}

export interface Turn {
  isLatest(): boolean;
  /** The view's hash after this process last updated it. */
  lastHash(): string | undefined;
  updated(hash: string | undefined): void;
}

export function makeTurns(): Turns {
  const views = new Map<string, { turn: number; hash: string | undefined }>();
  return {
    take(viewId) {
      const view = views.get(viewId) ?? { turn: 0, hash: undefined };
      view.turn += 1;
      const turn = view.turn;
      // Put at the end: the map forgets the view that was used longest ago.
      views.delete(viewId);
      views.set(viewId, view);
      for (const oldest of views.keys()) {
        if (views.size <= MAX_VIEWS) break;
        views.delete(oldest);
      }
      return {
        isLatest: () => view.turn === turn,
        lastHash: () => view.hash,
        updated: (hash) => {
          view.hash = hash;
        },
      };
    },
  };
}
