import type { NamedGroups, Principals } from '../../core/policy/people.ts';
import type { Text } from '../../text/en.ts';
import { code, joined, type Mrkdwn, mrkdwn, principalMention } from '../kit/mrkdwn.ts';

type Marks = Text['marks'];

/** The most names that are shown; more tell nobody anything. */
const NAMED_MAX = 12;

/** People and user groups as the policy names them; its own groups with their members. */
export const principalNames = (principals: Principals, groups: NamedGroups, marks: Marks): Mrkdwn =>
  cut(
    principals.map((one) => {
      const members = groups.get(one);
      return members === undefined
        ? principalMention(one)
        : mrkdwn`${code(one)}${marks.open}${mentions(members, marks)}${marks.close}`;
    }),
    marks,
  );

export const mentions = (ids: Principals, marks: Marks): Mrkdwn => cut(ids.map(principalMention), marks);

const cut = (names: readonly Mrkdwn[], { list }: Marks): Mrkdwn =>
  names.length <= NAMED_MAX ? joined(names, list) : mrkdwn`${joined(names.slice(0, NAMED_MAX), list)}${list}…`;
