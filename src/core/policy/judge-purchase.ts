import { type Failure, failureOf } from '../failure/failure.ts';
import { NOBODY_KNOWN } from './people.ts';
import type { Policy } from './policy.ts';
import { judgePolicy, type OrderFacts } from './policy-judge.ts';
import type { RuleKey } from './rules.ts';

/** Rules about the person and the channel: judged at submission and approval, not again. */
const ABOUT_PEOPLE: readonly RuleKey[] = ['create', 'charges'];

/**
 * Why the policy no longer allows a purchase; null when it does. Asked right before each purchase, which may have waited
 * for a freeze or an approval: regions, types, images, networks, limits, roles, KMS keys, logins, tags, auto-release and
 * required fields.
 */
export function refusalOfPurchase(facts: OrderFacts, policy: Policy): Failure | null {
  const { breaches, open } = judgePolicy(facts, policy, NOBODY_KNOWN);
  const rules = [...breaches, ...open].filter(({ rule }) => !ABOUT_PEOPLE.includes(rule));
  if (rules.length === 0) return null;
  // Everybody reads this failure, and only admins may see lines of the policy file.
  return failureOf('notAllowed', { detail: [...new Set(rules.map(({ rule }) => rule))].join(', ') });
}
