import type { OrderTraits } from '../option/applicable-options.ts';
import type { OptionField } from '../option/option-fields.ts';
import type { Login } from '../option/options.ts';
import { USUAL_MAX_AMOUNT } from '../spec/spec.ts';
import type { Asker } from './grants.ts';
import { requiredOf } from './option-rules.ts';
import { mostAmount } from './person-limits.ts';
import type { Policy } from './policy.ts';

/** The options that the create form shows to a person because of the policy, beyond the fields of every order. */
export interface AskedOptions {
  readonly user: string;
  /** The login methods to choose from; empty where the form does not ask. */
  readonly ways: readonly Login['kind'][];
  /** The policy's default login method; null for none. */
  readonly usualWay: Login['kind'] | null;
  /** The names of the start scripts. */
  readonly scripts: readonly string[];
  /** Whether an order without a script gets the policy's default script. */
  readonly hasUsualScript: boolean;
  /** The tags that an order must have. */
  readonly tags: readonly AskedTag[];
  readonly required: readonly OptionField[];
  /** Whether somebody may have to approve the order; then the form asks for its purpose. */
  readonly mayNeedApproval: boolean;
  /** The default lease in milliseconds; null for no end. */
  readonly usualLeaseMs: number | null;
  /** The most instances per request. */
  readonly mostAmount: number;
}

export interface AskedTag {
  readonly key: string;
  /** The allowed values; null for any. */
  readonly values: readonly string[] | null;
}

export const NOTHING_ASKED: AskedOptions = {
  user: '',
  ways: [],
  usualWay: null,
  scripts: [],
  hasUsualScript: false,
  tags: [],
  required: [],
  mayNeedApproval: false,
  usualLeaseMs: null,
  mostAmount: USUAL_MAX_AMOUNT,
};

/** The image's own password is offered only where the policy names it. */
const WAYS: readonly Login['kind'][] = ['keyPair', 'session'];

/** @param order the traits of the order, as far as the form is filled in */
export function askedOptions(policy: Policy, { user, channel }: Asker, order: OrderTraits): AskedOptions {
  const { options, userData, lease } = policy;
  const { login, tags, required, defaults } = options;
  const fixed = new Set(tags?.value.fixed.map(({ key }) => key));
  return {
    user,
    ways: login?.value.allowed ?? WAYS,
    usualWay: login?.value.usual ?? null,
    scripts: [...userData.keys()],
    hasUsualScript: defaults.script !== undefined,
    tags: [...new Set(tags?.value.required)]
      .filter((key) => !fixed.has(key))
      .map((key) => ({ key, values: tags?.value.allowed.get(key) ?? null })),
    required: requiredOf(required?.value ?? [], { ...order, channel }),
    mayNeedApproval: false,
    usualLeaseMs: lease?.value ?? null,
    mostAmount: mostAmount(policy),
  };
}
