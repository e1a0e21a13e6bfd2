import type { Tag } from '../option/tag.ts';
import { isGranted, type People } from './people.ts';
import type { ActGrant, Policy } from './policy.ts';

/** Whether any grant names one of these tags, for whomever. */
export const isGrantedToSome = ({ act }: Pick<Policy, 'act'>, tags: readonly Tag[]): boolean =>
  act.some((grant) => fits(grant, tags));

/**
 * Whether a grant lets this person act on an instance that the bot did not create, by one of its tags. A user group whose
 * members are unknown grants nothing.
 */
export const mayActByTag = (
  policy: Pick<Policy, 'act' | 'approval'>,
  user: string,
  tags: readonly Tag[],
  people: People,
): boolean => grantsOf(policy, user, people).some((grant) => fits(grant, tags));

/** The grants that apply to this person. */
export const grantsOf = (
  { act, approval }: Pick<Policy, 'act' | 'approval'>,
  user: string,
  people: People,
): readonly ActGrant[] => act.filter(({ who }) => isGranted(user, who, approval.groups, people) === true);

const fits = ({ tag }: ActGrant, tags: readonly Tag[]): boolean =>
  tags.some(({ key, value }) => key === tag.key && (tag.value === '' || tag.value === value));
