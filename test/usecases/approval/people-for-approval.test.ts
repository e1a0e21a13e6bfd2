import { expect, test } from 'vitest';
import { askFor, type SubmissionVerdict } from '../../../src/core/approval/approval-new.ts';
import { onlyThese } from '../../../src/core/policy/authority.ts';
import type { Directory, Membership } from '../../../src/core/policy/people.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { peopleForApproval } from '../../../src/usecases/approval/people-for-approval.ts';
import { NOTHING_ASKED } from '../../support/approvals.ts';
import { fixedPolicy } from '../../support/fixed-sources.ts';
import { office } from './approval-office.ts';
import { AMOUNT, factsOf, INES, LENA, MARCUS, PRIYA, policyWith, priceOf, SPEC, TWO } from './approval-stage.ts';

/** What Slack says of each person when it is asked about them; `asked` before. */
function slackOf(
  memberships: Readonly<Record<string, Membership>>,
  groups: Readonly<Record<string, readonly string[]>> = {},
  asked = new Set<string>(),
) {
  const people = {
    membersOf: (group: string) => groups[group] ?? null,
    membershipOf: (user: string): Membership => (asked.has(user) ? (memberships[user] ?? 'member') : 'unknown'),
  };
  const ask = async (users: readonly string[]) => {
    for (const user of users) asked.add(user);
    return people;
  };
  const directory: Directory = { known: () => people, fresh: ask, memberships: ask };
  return { directory, asked };
}

async function asking(policy: Policy, slack: ReturnType<typeof slackOf>): Promise<SubmissionVerdict> {
  const deps = { policy: fixedPolicy(policy), authority: onlyThese([INES]), directory: slack.directory };
  const people = await peopleForApproval(deps, LENA, 'prepaid');
  return askFor(
    { requester: LENA, spec: SPEC, amount: AMOUNT, quote: priceOf(1_000), facts: factsOf(LENA, SPEC) },
    { at: 1, policy, admins: [INES], people, month: [], lately: NOTHING_ASKED },
  );
}

test.each(['deactivated', 'guest', 'stranger', 'bot'] as const)(
  'an only approver who is %s by now is asked for nothing',
  async (is) => {
    expect(await asking(policyWith({ approvers: [MARCUS] }), slackOf({ [MARCUS]: is }))).toMatchObject({
      is: 'unsatisfiable',
      requirements: [{ needed: 1, users: [] }],
    });
    // By a user group alike, and without an approver where the admins approve.
    const inGroup = slackOf({ [MARCUS]: is }, { S07FINANCE1: [MARCUS] });
    expect(await asking(policyWith({ approvers: ['S07FINANCE1'] }), inGroup)).toMatchObject({ is: 'unsatisfiable' });
    expect(await asking(policyWith({ approvers: [] }), slackOf({ [INES]: is }))).toMatchObject({ is: 'unsatisfiable' });
  },
);

test('of two who have to agree both have to be there', async () => {
  const two = policyWith({ ...TWO, approvers: [MARCUS, PRIYA] });
  expect(await asking(two, slackOf({ [PRIYA]: 'deactivated' }))).toMatchObject({ is: 'unsatisfiable' });
  expect(await asking(two, slackOf({}))).toMatchObject({ is: 'asks' });
});

test('approvers of whom Slack says nothing are no approvers, and that may pass', async () => {
  expect(await asking(policyWith({ approvers: [MARCUS] }), slackOf({ [MARCUS]: 'unknown' }))).toEqual({
    is: 'approversUnread',
  });
  expect(await asking(policyWith({ approvers: [MARCUS, PRIYA] }), slackOf({ [MARCUS]: 'unknown' }))).toMatchObject({
    is: 'asks',
  });
});

test('what needs nobody asks about nobody but who asks for it', async () => {
  const slack = slackOf({});
  const deps = { policy: fixedPolicy(policyWith()), authority: onlyThese([INES]), directory: slack.directory };
  await peopleForApproval(deps, LENA, 'payAsYouGo');
  expect([...slack.asked]).toEqual([LENA]);
});

test('of many approvers Slack is asked about a few at a time, and not again about those whom it knows', async () => {
  const approvers = Array.from({ length: 40 }, (_, n) => `U07MANY${String(n).padStart(4, '0')}`);
  const slack = slackOf({}, {}, new Set(approvers.slice(0, 5)));
  const asked: [readonly string[], string][] = [];
  const memberships: Directory['memberships'] = (users, asOf) => {
    asked.push([users, asOf]);
    return slack.directory.memberships(users, asOf);
  };
  const { replica } = await office(policyWith({ approvers }), { directory: { ...slack.directory, memberships } });
  const { approvals } = replica();
  const people = await approvals.peopleFor(LENA, 'prepaid');
  expect(approvers.filter((user) => people.membershipOf(user) === 'member')).toHaveLength(35);
  const later = await approvals.peopleFor(LENA, 'prepaid');
  expect(approvers.map((user) => later.membershipOf(user))).toEqual(approvers.map(() => 'member'));
  // For possible approvers what was lately known is enough: each click asks again.
  expect(asked).toEqual([
    [approvers.slice(5, 35), 'lately'],
    [approvers.slice(35), 'lately'],
  ]);
});

test('of who asks only what Slack says now counts, and of approvers what it said lately', async () => {
  const saying = (is: Membership) => ({ membersOf: () => null, membershipOf: () => is });
  const directory: Directory = {
    known: () => saying('member'),
    fresh: async () => saying('unknown'),
    memberships: async () => saying('member'),
  };
  const deps = { policy: fixedPolicy(policyWith()), authority: onlyThese([INES]), directory };
  const people = await peopleForApproval(deps, LENA, 'prepaid');
  expect([LENA, MARCUS].map((user) => people.membershipOf(user))).toEqual(['unknown', 'member']);
});
