/** Counts changes and lets readers wait for the next one. */
export interface ChangeFeed {
  version(): number;
  changed(): void;
  /** Resolves at once if the version is above `since`, otherwise at the next change or after `waitMs`. */
  newerThan(since: number, waitMs: number): Promise<void>;
}

export function makeChangeFeed(): ChangeFeed {
  let version = 0;
  const waiting = new Set<() => void>();
  return {
    version: () => version,
    changed() {
      version += 1;
      for (const wake of waiting) wake();
      waiting.clear();
    },
    newerThan(since, waitMs) {
      if (version > since) return Promise.resolve();
      return new Promise((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          waiting.delete(wake);
          resolve();
        };
        const timer = setTimeout(wake, waitMs);
        waiting.add(wake);
      });
    },
  };
}
