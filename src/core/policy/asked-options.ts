import type { OrderTraits } from '../option/applicable-options.ts';
import type { OptionField } from '../option/option-fields.ts';
import type { Login } from '../option/options.ts';
import { USUAL_MAX_AMOUNT } from '../spec/spec.ts';
import type { Asker } from './grants.ts';
import { requiredOf } from './option-rules.ts';
import { mostAmount } from './person-limits.ts';
import type { Policy } from './policy.ts';

/** What the create form asks a person beyond what every order has, as the policy wants it. */
export interface AskedOptions {
  readonly user: string;
  /** The ways of logging in that may be chosen; empty where the form does not ask. */
  readonly ways: readonly Login['kind'][];
  /** The one that goes without saying. */
  readonly usualWay: Login['kind'] | null;
  /** The names of the start scripts. */
  readonly scripts: readonly string[];
  /** Whether an order without a script gets the policy's own. */
  readonly hasUsualScript: boolean;
  /** The tags without which nothing is ordered. */
  readonly tags: readonly AskedTag[];
  readonly required: readonly OptionField[];
  /** Whether somebody may have to approve it, who then reads what it is for. */
  readonly mayNeedApproval: boolean;
  /** How long it lives where nobody says otherwise, in milliseconds; null for no end. */
  readonly usualLeaseMs: number | null;
  /** How many instances may be asked for at once. */
  readonly mostAmount: number;
}

export interface AskedTag {
  readonly key: string;
  /** What it may be; null for anything. */
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

/** The image's own password is only offered where the policy names it. */
const WAYS: readonly Login['kind'][] = ['keyPair', 'session'];

/** @param order what it is as far as the form says by now */
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
