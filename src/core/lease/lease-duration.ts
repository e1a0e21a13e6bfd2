import { DAY_MS, HOUR_MS, MINUTE_MS } from '../base/durations.ts';
import { parseDuration } from '../freeze.ts';
import type { InstanceSpec } from '../spec/spec.ts';

const NONE = 'none';

/** `3d`, `8h`, `90m`, or `none` for null: a lease as it is stored in a draft and typed. */
export function formatLeaseDuration(ms: number | null): string {
  if (ms === null) return NONE;
  if (ms % DAY_MS === 0) return `${ms / DAY_MS}d`;
  return ms % HOUR_MS === 0 ? `${ms / HOUR_MS}h` : `${Math.round(ms / MINUTE_MS)}m`;
}

/** Milliseconds, or null for `none`. */
export const parseLeaseDuration = (word: string): number | null | 'unreadable' =>
  word.toLowerCase() === NONE ? null : parseDuration(word);

/** What a person typed in the one spelling that is stored; what cannot be read stays as it is. */
export function normaliseLeaseDuration(given: string): string {
  const ms = /^(?:off|no|never)$/iu.test(given) ? null : parseLeaseDuration(given);
  return ms === 'unreadable' ? given : formatLeaseDuration(ms);
}

/**
 * How long what is ordered lives from its first Running: what the order says, else what the policy gives; null for no end. What is prepaid
 * ends with its period.
 */
export const leaseDurationOf = (
  { charge, leaseMs }: Pick<InstanceSpec, 'charge' | 'leaseMs'>,
  usualMs: number | null,
): number | null => {
  if (charge.kind === 'prepaid') return null;
  return leaseMs === undefined ? usualMs : leaseMs;
};
