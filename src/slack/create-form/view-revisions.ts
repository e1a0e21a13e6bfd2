/** How many views are remembered; older ones are closed long since. */
const MAX_VIEWS = 500;

/**
 * Two changes in one form may be worked on at the same time, and the later one must win. Each change takes a turn; the
 * earlier one finds that it is no longer the latest and stops. What our own last update showed is kept with its hash, because a
 * change made before it reached the person still carries the hash of the view it replaced.
 */
export interface ViewRevisions {
  take(viewId: string): ViewRevision;
  /** The turn of whoever opened the view: the first one. A change that somebody made before Slack's answer came is later. */
  opened(viewId: string): ViewRevision;
}

export interface ViewRevision {
  isLatest(): boolean;
  /** What this process last showed in the view, and whether in this very turn; null when nothing. */
  last(): (ShownView & { readonly inThisTurn: boolean }) | null;
  updated(shown: ShownView): void;
  /** Runs works of one view one after the other, in the order of the calls. */
  inOrder<T>(work: () => Promise<T>): Promise<T>;
}

export interface ShownView {
  readonly hash: string | undefined;
  /** Equal for views that show the same lists and the same price. */
  readonly state: string;
}

export function makeViewRevisions(): ViewRevisions {
  const views = new Map<string, View>();
  function viewOf(viewId: string): View {
    const view = views.get(viewId) ?? { turn: 0, last: null, busy: Promise.resolve() };
    // Put at the end: the map forgets the view that was used longest ago.
    views.delete(viewId);
    views.set(viewId, view);
    for (const oldest of views.keys()) {
      if (views.size <= MAX_VIEWS) break;
      views.delete(oldest);
    }
    return view;
  }
  return {
    take(viewId) {
      const view = viewOf(viewId);
      view.turn += 1;
      return revisionOf(view, view.turn);
    },
    opened: (viewId) => revisionOf(viewOf(viewId), 0),
  };
}

interface View {
  turn: number;
  last: (ShownView & { readonly turn: number }) | null;
  busy: Promise<void>;
}

const revisionOf = (view: View, turn: number): ViewRevision => ({
  isLatest: () => view.turn === turn,
  last: () => view.last && { ...view.last, inThisTurn: view.last.turn === turn },
  updated(shown) {
    // What a later turn has shown replaced it already.
    if (view.last === null || view.last.turn <= turn) view.last = { ...shown, turn };
  },
  inOrder(work) {
    const done = view.busy.then(work);
    view.busy = done.then(
      () => undefined,
      () => undefined,
    );
    return done;
  },
});
