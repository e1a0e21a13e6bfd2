import { expect, test } from 'vitest';
import { refusedEntry } from '../../../src/core/policy/admission.ts';
import { NO_POLICY, type Policy } from '../../../src/core/policy/policy.ts';
import { CHARGE_KINDS } from '../../../src/core/spec/charge.ts';
import { peopleWith, policyWith } from '../../support/approvals.ts';

const PEOPLE = peopleWith(
  { STEAM01: ['UGUEST'] },
  { UGUEST: 'guest', UFAR: 'stranger', UBOT: 'bot', UGONE: 'deactivated', UNEW: 'unknown' },
);
const creating = (who: readonly string[] | 'everyone'): Policy =>
  policyWith(
    { groups: new Map([['partners', ['UFAR']]]) },
    { create: { line: 1, value: [{ who, channels: 'any', charges: CHARGE_KINDS }] } },
  );
const refused = (user: string, policy: Policy, admins: readonly string[] = []) =>
  refusedEntry(user, policy, admins, PEOPLE);

test('full members are let in, whatever the policy says', () => {
  expect(refused('UANN', NO_POLICY)).toBeNull();
  expect(refused('UANN', creating(['UBEN']))).toBeNull();
});

test.each([
  ['UGUEST', 'guest'],
  ['UFAR', 'stranger'],
  ['UBOT', 'bot'],
  ['UGONE', 'deactivated'],
  ['UNEW', 'unknown'],
] as const)('%s, whom nobody names, is kept out as a %s', (user, membership) => {
  for (const policy of [NO_POLICY, creating('everyone'), creating(['STEAM01', 'UBEN'])])
    expect(refused(user, policy)).toBe(membership);
});

test('guests and people of other workspaces are let in where they are named by their own id', () => {
  expect(refused('UGUEST', creating(['UBEN', 'UGUEST']))).toBeNull();
  expect(refused('UFAR', creating(['partners']))).toBeNull();
  expect(refused('UGUEST', creating(['partners']))).toBe('guest');
  expect(refused('UGUEST', NO_POLICY, ['UGUEST'])).toBeNull();
});

test('apps, accounts that are gone and people whom Slack does not know stay out even where they are named', () => {
  for (const user of ['UBOT', 'UGONE', 'UNEW'])
    expect(refused(user, creating([user]), [user])).toBe(PEOPLE.membershipOf(user));
});
