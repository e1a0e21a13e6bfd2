import { type Failure, failureOf } from '../failure/failure.ts';
import { NOBODY_KNOWN } from './people.ts';
import type { Policy } from './policy.ts';
import { judgePolicy, type OrderFacts } from './policy-judge.ts';
import type { RuleKey } from './rules.ts';

/** Who may ask for what, and where: settled when it was asked for and approved. */
const ABOUT_PEOPLE: readonly RuleKey[] = ['create', 'charges'];

/**
 * Why the policy no longer allows a purchase; null when it does. Asked again right before each purchase, which may have waited for a
 * freeze or for its approval: regions, types, images, networks, limits, roles, KMS keys, logins, tags, auto-release and required fields.
 */
export function refusalOfPurchase(facts: OrderFacts, policy: Policy): Failure | null {
  const { breaches, open } = judgePolicy(facts, policy, NOBODY_KNOWN);
  const rules = [...breaches, ...open].filter(({ rule }) => !ABOUT_PEOPLE.includes(rule));
  if (rules.length === 0) return null;
  // Which line says so is for admins alone, and everybody reads this.
  return failureOf('notAllowed', { detail: [...new Set(rules.map(({ rule }) => rule))].join(', ') });
}
