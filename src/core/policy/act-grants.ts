import type { Tag } from '../option/tag.ts';
import { isGranted, type People } from './people.ts';
import type { ActGrant, Policy } from './policy.ts';

/** Whether any grant is about one of these tags, no matter for whom. */
export const isGrantedToSome = ({ act }: Pick<Policy, 'act'>, tags: readonly Tag[]): boolean =>
  act.some((grant) => fits(grant, tags));

/**
 * Whether the policy lets somebody act on an instance that the bot did not create, by one of its tags. Who is in a group of
 * which that is not known is not taken to be in it.
 */
export const mayActByTag = (
  policy: Pick<Policy, 'act' | 'approval'>,
  user: string,
  tags: readonly Tag[],
  people: People,
): boolean => grantsOf(policy, user, people).some((grant) => fits(grant, tags));

/** What of it lets this one person act. */
export const grantsOf = (
  { act, approval }: Pick<Policy, 'act' | 'approval'>,
  user: string,
  people: People,
): readonly ActGrant[] => act.filter(({ who }) => isGranted(user, who, approval.groups, people) === true);

const fits = ({ tag }: ActGrant, tags: readonly Tag[]): boolean =>
  tags.some(({ key, value }) => key === tag.key && (tag.value === '' || tag.value === value));
