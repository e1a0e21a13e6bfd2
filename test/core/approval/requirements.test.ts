import { describe, expect, test } from 'vitest';
import type { ApprovalRule } from '../../../src/core/approval/approval-policy.ts';
import {
  approversOf,
  newVoters,
  requirementsOf,
  requirementsOnWaiting,
  unsatisfiable,
  votersOf,
} from '../../../src/core/approval/requirements.ts';
import { NO_POLICY } from '../../../src/core/policy/policy.ts';
import { cny, hourlyQuote, peopleWith, policyWith, termQuote } from '../../support/approvals.ts';

const REQUESTER = 'UREQUESTER';
const rule = (line: number, more: Partial<ApprovalRule> = {}): ApprovalRule => ({
  line,
  charge: null,
  above: null,
  needed: 1,
  from: null,
  ...more,
});
const prepaid = { requester: REQUESTER, charge: 'prepaid', quote: termQuote(10_000) } as const;
const hourly = { requester: REQUESTER, charge: 'payAsYouGo', quote: null } as const;
const EVERYBODY = peopleWith();

describe('who has to agree', () => {
  test('without a file: an admin to what is prepaid, nobody to the rest', () => {
    expect(requirementsOf(NO_POLICY, ['UADMIN', REQUESTER], prepaid, EVERYBODY)).toEqual([
      { line: null, needed: 1, from: null, users: ['UADMIN'], unknownGroups: [] },
    ]);
    expect(requirementsOf(NO_POLICY, ['UADMIN'], hourly, EVERYBODY)).toEqual([]);
  });

  test('admins only where the file names no approvers', () => {
    expect(approversOf(policyWith({ approvers: ['UONE'] }), ['UADMIN'])).toEqual(['UONE']);
    expect(approversOf(policyWith({}), ['UADMIN'])).toEqual(['UADMIN']);
  });

  test('every rule that fits, and one approver to what is prepaid where none does', () => {
    const policy = policyWith({
      approvers: ['UONE'],
      rules: [rule(4, { charge: 'spot' }), rule(5, { above: cny(9_999) }), rule(6, { above: cny(10_000) }), rule(7)],
    });
    expect(requirementsOf(policy, [], prepaid, EVERYBODY).map(({ line }) => line)).toEqual([5, 7]);
    const spotAlone = policyWith({ approvers: ['UONE'], rules: [rule(4, { charge: 'spot' })] });
    expect(requirementsOf(spotAlone, [], prepaid, EVERYBODY).map(({ line }) => line)).toEqual([null]);
    expect(requirementsOf(policyWith({ rules: [] }), ['UADMIN'], prepaid, EVERYBODY)).toHaveLength(1);
  });

  test.each([
    ['a price that is not known', null],
    ['a price in another currency', termQuote(1, { price: { minor: 1, currency: 'USD' } })],
    ['a price that is no number', termQuote(Number.NaN)],
  ])('a rule about the price fits %s', (_, quote) => {
    const policy = policyWith({ rules: [rule(3, { above: cny(1_000_000) })] });
    expect(requirementsOf(policy, ['UADMIN'], { ...prepaid, quote }, EVERYBODY).map(({ line }) => line)).toEqual([3]);
  });

  test('what is paid by the hour is measured by its month', () => {
    const policy = policyWith({ rules: [rule(3, { above: cny(7_299) })] });
    const asked = { ...hourly, quote: hourlyQuote(100_000) };
    expect(requirementsOf(policy, ['UADMIN'], asked, EVERYBODY)).toHaveLength(1);
    expect(
      requirementsOf(policyWith({ rules: [rule(3, { above: cny(7_300) })] }), ['UADMIN'], asked, EVERYBODY),
    ).toEqual([]);
  });

  test('the requester only where they may approve their own', () => {
    const approvers = [REQUESTER, 'UONE'];
    const users = (selfApproval: boolean) =>
      requirementsOf(policyWith({ approvers, selfApproval }), [], prepaid, EVERYBODY)[0]?.users;
    expect(users(false)).toEqual(['UONE']);
    expect(users(true)).toEqual(approvers);
  });

  test('nobody of whom it is known that they are no full members', () => {
    const people = peopleWith({}, { UGUEST: 'guest', UBOT: 'bot', UGONE: 'deactivated', UNKNOWN: 'unknown' });
    const policy = policyWith({ approvers: ['UGUEST', 'UBOT', 'UGONE', 'UNKNOWN', 'UONE'] });
    expect(requirementsOf(policy, [], prepaid, people)[0]?.users).toEqual(['UNKNOWN', 'UONE']);
  });

  test('a person that is named twice is one', () => {
    const policy = policyWith({
      approvers: ['UONE', 'UONE', 'team', 'SGROUP1'],
      groups: new Map([['team', ['UONE', 'SGROUP1']]]),
      rules: [rule(3, { needed: 2 })],
    });
    const requirements = requirementsOf(policy, [], prepaid, peopleWith({ SGROUP1: ['UONE'] }));
    expect(requirements[0]?.users).toEqual(['UONE']);
    expect(unsatisfiable(requirements)).toEqual(requirements);
  });

  test.each([0, -1])('%i of the approvers is at least one', (needed) => {
    expect(
      requirementsOf(policyWith({ rules: [rule(3, { needed })] }), ['UADMIN'], prepaid, EVERYBODY)[0]?.needed,
    ).toBe(1);
  });

  test('to what waits at least one has to agree, whatever the policy has become', () => {
    expect(requirementsOnWaiting(policyWith({}), ['UADMIN'], hourly, EVERYBODY)).toEqual([
      { line: null, needed: 1, from: null, users: ['UADMIN'], unknownGroups: [] },
    ]);
    const two = policyWith({ approvers: ['UONE', 'UTWO'], rules: [rule(3, { needed: 2 })] });
    expect(requirementsOnWaiting(two, [], hourly, EVERYBODY)).toEqual(requirementsOf(two, [], hourly, EVERYBODY));
  });
});

describe('what nobody could ever meet', () => {
  const requirements = (approvers: readonly string[], needed: number, people = EVERYBODY) =>
    unsatisfiable(requirementsOf(policyWith({ approvers, rules: [rule(3, { needed })] }), [], prepaid, people));

  test('more than there are', () => {
    expect(requirements(['UONE', REQUESTER], 1)).toEqual([]);
    expect(requirements(['UONE', REQUESTER], 2)).toHaveLength(1);
    expect(requirements([REQUESTER], 1)).toHaveLength(1);
  });

  test('more than are full members', () => {
    expect(requirements(['UONE', 'UGONE'], 2, peopleWith({}, { UGONE: 'deactivated' }))).toHaveLength(1);
    expect(requirements(['UONE', 'UGONE'], 2, peopleWith({}, { UGONE: 'unknown' }))).toEqual([]);
  });

  test('but not while a group might hold more', () => {
    expect(requirements(['UONE', 'SGROUP1'], 2)).toEqual([]);
    expect(requirements(['UONE', 'SGROUP1'], 2, peopleWith({ SGROUP1: [] }))).toHaveLength(1);
  });

  test('approvers named by a group without anybody are not the admins', () => {
    const policy = policyWith({ approvers: ['SEMPTY1'] });
    const [requirement] = requirementsOf(policy, ['UADMIN'], prepaid, peopleWith({ SEMPTY1: [] }));
    expect(requirement?.users).toEqual([]);
  });
});

test('voters are everybody under any requirement, once', () => {
  const policy = policyWith({
    approvers: ['UONE', 'UTWO'],
    rules: [rule(3), rule(4, { from: ['UTWO', 'UTHREE'] })],
  });
  expect(votersOf(requirementsOf(policy, [], prepaid, EVERYBODY))).toEqual(['UONE', 'UTWO', 'UTHREE']);
});

test('who may vote by now is told, unless they were told or could before, or the policy says who is told', () => {
  const requirements = (approvers: readonly string[]) =>
    requirementsOf(policyWith({ approvers }), [], prepaid, EVERYBODY);
  const before = { requirements: requirements(['UONE']), told: ['UTWO', 'C0PLACE1'] };
  const now = requirements(['UONE', 'UTWO', 'UTHREE']);
  expect(newVoters(policyWith({}), before, now)).toEqual(['UTHREE']);
  expect(newVoters(policyWith({ notify: ['C0PLACE1'] }), before, now)).toEqual([]);
});
