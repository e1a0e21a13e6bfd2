import type { Clock } from '../../core/base/clock.ts';
import type { Log } from '../../core/base/log.ts';

/** The least time between two messages to a person that they were refused. */
const EVERY_MS = 60_000;

/** Counts refusals by reason. */
export interface RefusalCounter {
  add(why: string): void;
}

/** The first is logged at once, later ones as counts once a minute: a sender of many must not fill the log. */
export function countRefusals({ clock, log }: { readonly clock: Clock; readonly log: Log }): RefusalCounter {
  let counts = new Map<string, number>();
  let isQuiet = true;
  const tell = (): void => {
    isQuiet = counts.size === 0;
    if (isQuiet) return;
    log.warn({ refused: Object.fromEntries(counts) }, 'refused what did not come from Slack, or cannot be read');
    counts = new Map();
    clock.after(EVERY_MS, tell);
  };
  return {
    add(why) {
      counts.set(why, (counts.get(why) ?? 0) + 1);
      if (isQuiet) tell();
    },
  };
}
