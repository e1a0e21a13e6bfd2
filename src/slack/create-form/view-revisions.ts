/** How many views are remembered; older ones were closed long ago. */
const MAX_VIEWS = 500;

/**
 * Two changes in one form may be worked on at once, and the later one must win. Each change takes a turn; the earlier one finds
 * that it is no longer the latest and stops. The last update of this process is kept with its hash, because a change that the
 * person made before seeing it still carries the previous view's hash.
 */
export interface ViewRevisions {
  take(viewId: string): ViewRevision;
  /** The opener's turn, which is the first. A change before Slack's answer comes later. */
  opened(viewId: string): ViewRevision;
}

export interface ViewRevision {
  isLatest(): boolean;
  /** What this process last showed in the view, and whether in this very turn; null if nothing. */
  last(): (ShownView & { readonly inThisTurn: boolean }) | null;
  updated(shown: ShownView): void;
  /** Runs work on one view one after the other, in the order of the calls. */
  inOrder<T>(work: () => Promise<T>): Promise<T>;
}

interface ShownView {
  readonly hash: string | undefined;
  /** Equal for views with the same lists and the same price. */
  readonly state: string;
}

export function makeViewRevisions(): ViewRevisions {
  const views = new Map<string, View>();
  function viewOf(viewId: string): View {
    const view = views.get(viewId) ?? { turn: 0, last: null, busy: Promise.resolve() };
    // Moved to the end: the map forgets the least recently used view.
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
    // A later turn has shown something newer already.
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
