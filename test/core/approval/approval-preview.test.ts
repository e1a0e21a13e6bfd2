import { expect, test } from 'vitest';
import { NO_APPROVAL_RULES } from '../../../src/core/approval/approval-policy.ts';
import { previewApproval } from '../../../src/core/approval/approval-preview.ts';
import { monthOf, type Spending } from '../../../src/core/approval/budget.ts';
import type { AskedOrder } from '../../../src/core/approval/requirements.ts';
import type { Money } from '../../../src/core/base/money.ts';
import { expandGroups, userGroupsOf } from '../../../src/core/policy/named-groups.ts';
import { NOBODY_KNOWN, type People } from '../../../src/core/policy/people.ts';
import { NO_POLICY, type Policy } from '../../../src/core/policy/policy.ts';
import type { Quote } from '../../../src/core/spec/quote.ts';
import { NOW, spent } from '../../support/approvals.ts';

const GROUP = 'S07FINANCE1';
const cny = (units: number): Money => ({ minor: units * 100, currency: 'CNY' });
const costing = (units: number): Quote => ({
  kind: 'term',
  price: cny(units),
  listPrice: cny(units),
  amount: 1,
  at: 0,
});
const POLICY: Policy = {
  ...NO_POLICY,
  approval: { ...NO_APPROVAL_RULES, approvers: ['U1', 'U2', GROUP], groups: new Map([['web', ['U5', 'U6']]]) },
};
const ASKED: AskedOrder = { requester: 'U1', charge: 'prepaid', quote: costing(100) };
const KNOWN: People = { ...NOBODY_KNOWN, membersOf: () => ['U2', 'U3'] };

const policyWith = (approval: Partial<Policy['approval']>): Policy => ({
  ...POLICY,
  approval: { ...POLICY.approval, ...approval },
});

test('everybody who may agree is told once, but not the requester', () => {
  expect(previewApproval(POLICY, [], ASKED, [], KNOWN, NOW).told).toEqual({
    users: ['U2', 'U3'],
    channels: [],
    unknownGroups: [],
  });
  expect(previewApproval(POLICY, [], ASKED, [], NOBODY_KNOWN, NOW).told).toEqual({
    users: ['U2'],
    channels: [],
    unknownGroups: [GROUP],
  });
});

test('where the policy names whom to tell, those are told and nobody else', () => {
  const policy = policyWith({ notify: ['web', GROUP, 'U1', 'C1'] });
  expect(previewApproval(policy, [], ASKED, [], KNOWN, NOW).told).toEqual({
    users: ['U5', 'U6', 'U2', 'U3'],
    channels: ['C1'],
    unknownGroups: [],
  });
  const own = policyWith({ notify: ['U1'], selfApproval: true });
  expect(previewApproval(own, [], ASKED, [], KNOWN, NOW).told.users).toEqual(['U1']);
});

test('nobody is told when nobody has to agree', () => {
  const free: AskedOrder = { ...ASKED, charge: 'payAsYouGo' };
  expect(previewApproval(policyWith({ notify: ['U5'] }), [], free, [], KNOWN, NOW)).toEqual({
    requirements: [],
    unsatisfiable: [],
    told: { users: [], channels: [], unknownGroups: [] },
    overdrafts: [],
  });
});

test('a budget counts what was spent, of everybody or of the person alone', () => {
  const month: readonly Spending[] = [spent('U5', cny(60)), spent('U1', cny(30)), spent('U1', null)];
  const over = (who: 'each' | readonly string[], units: number) =>
    previewApproval(
      policyWith({ budgets: [{ line: 9, who, perMonth: cny(100) }] }),
      [],
      { ...ASKED, quote: costing(units) },
      month,
      KNOWN,
      NOW,
    ).overdrafts;
  expect(over('each', 70)).toEqual([]);
  expect(over('each', 71)).toEqual([{ line: 9, shared: false, perMonth: cny(100), spent: cny(30), cost: cny(71) }]);
  expect(over(['web', 'U1'], 11)).toMatchObject([{ shared: true, spent: cny(90) }]);
  expect(over(['web'], 1000)).toEqual([]);
  const budgets = [{ line: 9, who: 'each', perMonth: cny(100) }] as const;
  const unpriced = previewApproval(policyWith({ budgets }), [], { ...ASKED, quote: null }, month, KNOWN, NOW);
  expect(unpriced.overdrafts).toMatchObject([{ line: 9, cost: null }]);
  expect(monthOf(Date.UTC(2026, 1, 28, 23))).toBe(Date.UTC(2026, 1, 1));
});

test('every user group that a policy names is found, wherever it stands', () => {
  const groups = Array.from({ length: 9 }, (_, i) => `S07GROUP00${i}`);
  const at = (i: number) => [groups[i] ?? '', 'U1'];
  const policy: Policy = {
    ...NO_POLICY,
    admins: at(0),
    create: {
      line: 1,
      value: [
        { who: at(1), channels: 'any', charges: [] },
        { who: 'everyone', channels: 'any', charges: [] },
      ],
    },
    approval: {
      ...NO_APPROVAL_RULES,
      approvers: [...at(2), ...at(0)],
      groups: new Map([['web', at(3)]]),
      rules: [{ line: 1, charge: null, above: null, needed: 1, from: at(4) }],
      notify: at(5),
      escalation: { afterMs: 1, to: at(6) },
      budgets: [
        { line: 1, who: at(7), perMonth: cny(1) },
        { line: 1, who: 'each', perMonth: cny(1) },
        { line: 1, who: at(8), perMonth: cny(1) },
      ],
    },
  };
  expect(userGroupsOf(policy).toSorted()).toEqual(groups);
  expect(userGroupsOf(NO_POLICY)).toEqual([]);
  expect(expandGroups(['web', 'U1', 'U9'], policy.approval.groups)).toEqual(['S07GROUP003', 'U1', 'U9']);
});
