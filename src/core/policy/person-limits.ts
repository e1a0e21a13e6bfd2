import { USUAL_MAX_AMOUNT } from '../spec/spec.ts';
import type { Policy } from './policy.ts';
import type { PersonLimitKey } from './rules.ts';

type Limits = Pick<Policy, 'limits'>;

/** The most instances of one request. */
export const maxAmountOf = ({ limits }: Limits): number => limits.maxAmount?.value ?? USUAL_MAX_AMOUNT;

/** Defaults, also without a policy file. One request of the allowed size never exceeds the day's limit. */
const DEFAULTS: Readonly<Record<PersonLimitKey, (policy: Limits) => number>> = {
  maxPendingPerPerson: () => 20,
  maxInstancesPerPersonPerDay: (policy) => Math.max(100, maxAmountOf(policy)),
};

export const ASKED_WITHIN_MS = 86_400_000;

/** One person's requests in the store. */
export interface AskedLately {
  /** Requests that wait for approval. */
  readonly pending: number;
  /** The instances of the requests of the last {@link ASKED_WITHIN_MS} that wait, are being created, or were bought. */
  readonly instances: number;
}

/** A limit that an order would exceed. */
export interface PersonExcess {
  readonly limit: PersonLimitKey;
  readonly max: number;
  /** The current count against the limit. */
  readonly has: number;
  /** What the order would add. */
  readonly more: number;
}

export const personLimit = (policy: Limits, key: PersonLimitKey): number =>
  policy.limits[key]?.value ?? DEFAULTS[key](policy);

/** The most instances per request for anybody: no more than for a day. */
export const mostAmount = (policy: Limits): number =>
  Math.min(maxAmountOf(policy), personLimit(policy, 'maxInstancesPerPersonPerDay'));

/**
 * The first of a person's limits that an order would exceed; null for none.
 *
 * @param order its number of new instances, and whether it would wait for approval
 */
export function personExcess(
  policy: Limits,
  { pending, instances }: AskedLately,
  order: { readonly waits: boolean; readonly instances: number },
): PersonExcess | null {
  const over = (limit: PersonLimitKey, has: number, more: number): PersonExcess | null => {
    const max = personLimit(policy, limit);
    return more > 0 && has + more > max ? { limit, max, has, more } : null;
  };
  return (
    over('maxInstancesPerPersonPerDay', instances, order.instances) ??
    over('maxPendingPerPerson', pending, order.waits ? 1 : 0)
  );
}
