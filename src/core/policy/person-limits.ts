import type { Policy } from './policy.ts';
import type { PersonLimitKey } from './rules.ts';

/** Where the policy does not say otherwise, and without a policy file. */
const DEFAULTS: Readonly<Record<PersonLimitKey, number>> = {
  maxPendingPerPerson: 20,
  maxInstancesPerPersonPerDay: 100,
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

export const personLimit = ({ limits }: Pick<Policy, 'limits'>, key: PersonLimitKey): number =>
  limits[key]?.value ?? DEFAULTS[key];

/**
 * The first limit of a person that an order would exceed; null when it exceeds none.
 *
 * @param order how many new instances it asks for, and whether it would wait for approval
 */
export function personExcess(
  policy: Pick<Policy, 'limits'>,
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
