import { USUAL_MAX_AMOUNT } from '../spec/spec.ts';
import type { Policy } from './policy.ts';
import type { PersonLimitKey } from './rules.ts';

type Limits = Pick<Policy, 'limits'>;

/** How many instances one request may ask for. */
export const maxAmountOf = ({ limits }: Limits): number => limits.maxAmount?.value ?? USUAL_MAX_AMOUNT;

/** Where the policy does not say otherwise, and without a policy file. A request that the policy allows is not too much for a day. */
const DEFAULTS: Readonly<Record<PersonLimitKey, (policy: Limits) => number>> = {
  maxPendingPerPerson: () => 20,
  maxInstancesPerPersonPerDay: (policy) => Math.max(100, maxAmountOf(policy)),
};

export const ASKED_WITHIN_MS = 86_400_000;

/** What the store holds of one person. */
export interface AskedLately {
  /** Requests that wait for approval. */
  readonly pending: number;
  /** Of the requests of the last {@link ASKED_WITHIN_MS}: the instances that wait, are being created, or were bought. */
  readonly instances: number;
}

/** A limit that an order would exceed. */
export interface PersonExcess {
  readonly limit: PersonLimitKey;
  readonly max: number;
  /** What counts against it already. */
  readonly has: number;
  /** What the order adds. */
  readonly more: number;
}

export const personLimit = (policy: Limits, key: PersonLimitKey): number =>
  policy.limits[key]?.value ?? DEFAULTS[key](policy);

/** The most that anybody can ask for at once: no more than in a day. */
export const mostAmount = (policy: Limits): number =>
  Math.min(maxAmountOf(policy), personLimit(policy, 'maxInstancesPerPersonPerDay'));

/**
 * The first limit of a person that an order would exceed; null when it exceeds none.
 *
 * @param order how many new instances it asks for, and whether it would wait for approval
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
