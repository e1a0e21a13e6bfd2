import type { NamedGroups, Principals } from '../core/people.ts';
import { code, joined, type Mrkdwn, mrkdwn, principalMention } from './mrkdwn.ts';

/** More names than this tell nobody anything. */
const NAMED_MAX = 12;

/** People and user groups as the policy names them, the names of its own groups with who is in them. */
export const namesOf = (principals: Principals, groups: NamedGroups): Mrkdwn =>
  cut(
    principals.map((one) => {
      const members = groups.get(one);
      return members === undefined ? principalMention(one) : mrkdwn`${code(one)} (${mentions(members)})`;
    }),
  );

export const mentions = (ids: Principals): Mrkdwn => cut(ids.map(principalMention));

const cut = (names: readonly Mrkdwn[]): Mrkdwn =>
  names.length <= NAMED_MAX ? joined(names, ', ') : mrkdwn`${joined(names.slice(0, NAMED_MAX), ', ')}, …`;
