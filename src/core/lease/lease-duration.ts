import { DAY_MS, HOUR_MS, MINUTE_MS } from '../base/durations.ts';
import { parseDuration } from '../freeze.ts';
import type { InstanceSpec } from '../spec/spec.ts';

const NONE = 'none';

/** `3d`, `8h`, `90m`, or `none` for null: a lease as typed and as stored in a draft. */
export function formatLeaseDuration(ms: number | null): string {
  if (ms === null) return NONE;
  if (ms % DAY_MS === 0) return `${ms / DAY_MS}d`;
  return ms % HOUR_MS === 0 ? `${ms / HOUR_MS}h` : `${Math.round(ms / MINUTE_MS)}m`;
}

/** Milliseconds; null for `none`. */
export const parseLeaseDuration = (word: string): number | null | 'unreadable' =>
  word.toLowerCase() === NONE ? null : parseDuration(word);

/** A typed duration in the stored spelling; an unreadable one stays as typed. */
export function normaliseLeaseDuration(given: string): string {
  const ms = /^(?:off|no|never)$/iu.test(given) ? null : parseLeaseDuration(given);
  return ms === 'unreadable' ? given : formatLeaseDuration(ms);
}

/** The lease of an order from its first Running: its own, else the policy's; null for no end. Prepaid ends with its term. */
export const leaseDurationOf = (
  { charge, leaseMs }: Pick<InstanceSpec, 'charge' | 'leaseMs'>,
  usualMs: number | null,
): number | null => {
  if (charge.kind === 'prepaid') return null;
  return leaseMs === undefined ? usualMs : leaseMs;
};
