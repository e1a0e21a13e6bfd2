import { DAY_MS, HOUR_MS, MINUTE_MS } from '../base/durations.ts';

/** How long before the end the owner is warned, the earliest first. */
export const WARNINGS_MS: readonly [number, ...number[]] = [2 * DAY_MS, 2 * HOUR_MS, 30 * MINUTE_MS];

/** The cloud releases some minutes after the end. */
const FIRST_LOOK_MS = MINUTE_MS;

/** The next warning ahead, else the look after the end; null without an end. */
export function nextLookOf(endsAt: number | null, now: number): number | null {
  if (endsAt === null) return null;
  const warning = WARNINGS_MS.map((ms) => endsAt - ms).find((at) => at > now);
  return warning ?? endsAt + FIRST_LOOK_MS;
}

/** Whether such a look is for this moment. Any other is a repetition. */
export const isLookOf = (endsAt: number | null, at: number): boolean =>
  endsAt !== null && (WARNINGS_MS.some((ms) => at === endsAt - ms) || at === endsAt + FIRST_LOOK_MS);
