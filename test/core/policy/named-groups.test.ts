import { describe, expect, test } from 'vitest';
import type { ApprovalPolicy, ApprovalRule } from '../../../src/core/approval/approval-policy.ts';
import { expandGroups, userGroupsOf } from '../../../src/core/policy/named-groups.ts';
import { NO_POLICY, type Policy } from '../../../src/core/policy/policy.ts';
import { CHARGE_KINDS } from '../../../src/core/spec/charge.ts';
import { cny, policyWith } from '../../support/approvals.ts';

const WHO = ['UANN', 'ops', 'STEAM01', 'C0OPS001'];
const RULE: ApprovalRule = { line: 1, charge: null, above: null, needed: 1, from: null };

describe('the user groups whose members have to be known', () => {
  test.each<[string, Partial<ApprovalPolicy>, Partial<Policy>]>([
    ['its admins', {}, { admins: WHO }],
    ['who approves', { approvers: WHO }, {}],
    ['who approves by a rule', { rules: [RULE, { ...RULE, from: WHO }] }, {}],
    ['who is notified', { notify: WHO }, {}],
    ['who is notified in the end', { escalation: { afterMs: 1, to: WHO } }, {}],
    [
      'a group',
      {
        groups: new Map([
          ['web', []],
          ['ops', WHO],
        ]),
      },
      {},
    ],
    ['who creates', {}, { create: { line: 1, value: [{ who: WHO, channels: 'any', charges: CHARGE_KINDS }] } }],
    ['who acts by a tag', {}, { act: [{ who: WHO, tag: { key: 'team', value: '' } }] }],
    ['whose budget it is', { budgets: [{ line: 1, who: WHO, perMonth: cny(1) }] }, {}],
  ])('are those that name %s', (_where, approval, more) => {
    expect(userGroupsOf(policyWith(approval, more))).toEqual(['STEAM01']);
  });

  test('are each there once, and words are none', () => {
    const everyone = { who: 'everyone', channels: 'any', charges: CHARGE_KINDS } as const;
    const policy = policyWith(
      { approvers: ['SMONEY1', 'STEAM01'], budgets: [{ line: 1, who: 'each', perMonth: cny(1) }] },
      { admins: ['STEAM01'], create: { line: 1, value: [everyone] } },
    );
    expect(userGroupsOf(policy)).toEqual(['STEAM01', 'SMONEY1']);
    expect(userGroupsOf(NO_POLICY)).toEqual([]);
  });
});

test('a group of the policy is shown as its members, each once, and a user group of Slack as that group', () => {
  const groups = new Map([['ops', ['UANN', 'STEAM01']]]);
  expect(expandGroups(['UBEN', 'ops', 'UANN', 'SMONEY1'], groups)).toEqual(['UBEN', 'UANN', 'STEAM01', 'SMONEY1']);
});
