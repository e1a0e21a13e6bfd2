import type { Clock } from '../../core/base/clock.ts';
import { MINUTE_MS } from '../../core/base/durations.ts';

/** Decides which refusals of one person are stored one by one, and which are only counted. */
export interface Refusals {
  /**
   * Null if the refusal is only counted. Otherwise it is stored, with `more`: how many of this person's were only counted since
   * the last stored one.
   */
  next(user: string): { readonly more: number } | null;
}

export const REFUSALS_A_MINUTE = 10;
/** The most people remembered; those whose minute is over are forgotten first. */
const PEOPLE_MAX = 1_000;

interface Minute {
  readonly since: number;
  written: number;
  counted: number;
}

/** The audit trail is append-only: nobody may fill it by pressing a button that refuses them. */
export function makeRefusals(clock: Pick<Clock, 'now'>): Refusals {
  const minutes = new Map<string, Minute>();
  return {
    next(user) {
      const now = clock.now();
      const before = minutes.get(user);
      const isOver = before === undefined || now - before.since >= MINUTE_MS;
      if (!isOver && before.written >= REFUSALS_A_MINUTE) {
        before.counted += 1;
        return null;
      }
      const minute = isOver ? { since: now, written: 0, counted: before?.counted ?? 0 } : before;
      const more = minute.counted;
      minute.written += 1;
      minute.counted = 0;
      minutes.delete(user);
      minutes.set(user, minute);
      if (minutes.size > PEOPLE_MAX) minutes.delete(minutes.keys().next().value as string);
      return { more };
    },
  };
}
