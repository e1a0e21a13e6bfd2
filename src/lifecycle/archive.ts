import type { Clock } from '../core/base/clock.ts';
import { DAY_MS, HOUR_MS } from '../core/base/durations.ts';
import type { Log } from '../core/base/log.ts';
import { makeWakeSignal } from '../core/base/wake-signal.ts';
import { type LoopSigns, NO_LOOP_WATCH } from '../core/loop/loop-watch.ts';
import type { ArchivePosition } from '../store/archive/archive.ts';
import type { Store } from '../store/store.ts';
import { type Loop, logFailedRound, loopOn } from './loop.ts';

/** How often the store is asked whether archiving is due. */
const ASK_EVERY_MS = HOUR_MS;
/** Leaves the start of the process to more urgent work. */
const FIRST_AFTER_MS = 60_000;
/** Pause between two transactions, so that everything else that waits for the store goes first. */
const PAUSE_MS = 100;
/** Archiving this many takes a few milliseconds on the embedded store. */
const REQUESTS_AT_ONCE = 20;
const EVENTS_AT_ONCE = 500;

interface ArchivePorts {
  readonly store: Pick<Store, 'archive' | 'marks'>;
  readonly clock: Clock;
  readonly log: Log;
  /**
   * A request is archived this many days after its end; null for never. Limits, budgets, replays and look-ups in doubt read only
   * what is younger than the least allowed value. A digest also reads the trail of older instances, and does without the archived
   * part.
   */
  readonly keepDays: number | null;
  readonly loops?: LoopSigns;
  readonly atOnce?: { readonly requests: number; readonly events: number };
}

/** Once a day one replica archives what ended long ago, a little at a time. */
export function startArchive(ports: ArchivePorts): Loop {
  const { store, clock, log, keepDays, loops = NO_LOOP_WATCH } = ports;
  const { requests, events } = ports.atOnce ?? { requests: REQUESTS_AT_ONCE, events: EVENTS_AT_ONCE };
  const signal = makeWakeSignal(clock);
  const wakeSignal = keepDays === null ? signal : loops.watched('archive', signal);

  async function archive(days: number): Promise<void> {
    const before = clock.now() - days * DAY_MS;
    const sum = { requests: 0, events: 0 };
    for (let after: ArchivePosition | null = null; !wakeSignal.stopped(); await wakeSignal.sleep(PAUSE_MS)) {
      const span = { before, now: clock.now(), limit: requests };
      const { archived, next }: Awaited<ReturnType<typeof store.archive.requests>> = await store.archive.requests(
        span,
        after,
      );
      sum.requests += archived;
      if (next === null) break;
      after = next;
    }
    for (; !wakeSignal.stopped(); await wakeSignal.sleep(PAUSE_MS)) {
      const moved = await store.archive.events({ before, now: clock.now(), limit: events });
      sum.events += moved;
      if (moved < events) break;
    }
    if (sum.requests + sum.events > 0) log.info(sum, 'archived what ended long ago');
  }

  async function run(days: number): Promise<void> {
    while (!wakeSignal.stopped()) {
      try {
        if (await store.marks.takeTurn('archive', clock.now(), DAY_MS)) await archive(days);
      } catch (error) {
        logFailedRound(log, error, { away: 'nothing was archived', failed: 'archiving failed' });
      }
      await wakeSignal.sleep(ASK_EVERY_MS);
    }
  }

  const running = keepDays === null ? Promise.resolve() : wakeSignal.sleep(FIRST_AFTER_MS).then(() => run(keepDays));
  return loopOn(wakeSignal, running);
}
