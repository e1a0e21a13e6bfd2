import { type Asker, channelsOf, mayCreate } from './grants.ts';
import type { Membership, People } from './people.ts';
import type { Policy } from './policy.ts';
import { linesFor } from './rules.ts';

/** Why a person may not create in a channel. */
export type CreateRefusal =
  | { readonly why: 'membership'; readonly membership: Exclude<Membership, 'member'> }
  /** `line`: the rule's line, as this person may see it. `elsewhere`: whether they may create in another channel. */
  | { readonly why: 'notHere'; readonly line: number | null; readonly elsewhere: boolean };

/** Null when they may. */
export function createRefusal(rules: Policy, asker: Asker, people: People): CreateRefusal | null {
  if (mayCreate(rules, asker, null, people) === true) return null;
  const membership = people.membershipOf(asker.user);
  if (membership !== 'member' && (membership === 'unknown' || rules.create === null))
    return { why: 'membership', membership };
  const line = rules.create === null ? null : linesFor(asker.isAdmin)(rules.create).line;
  return { why: 'notHere', line, elsewhere: channelsOf(rules, asker, people).length > 0 };
}
