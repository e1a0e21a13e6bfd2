import { describe, expect, test } from 'vitest';
import type { ApprovalRule } from '../../../src/core/approval/approval-policy.ts';
import {
  type AutoRenewCircumstances,
  refusedAtOnce,
  refusedByLook,
  refusedByPolicy,
  renewalTermOf,
} from '../../../src/core/auto-renewal/auto-renew-order.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import type { Grant } from '../../../src/core/policy/policy.ts';
import type { Term } from '../../../src/core/spec/charge.ts';
import { cny, peopleWith, policyWith, termQuote } from '../../support/approvals.ts';
import { anAccepted, NOW, seen, spec } from '../../support/instances.ts';

const OWNER = { user: 'UOWNER', isAdmin: false };
const ADMIN = { user: 'UADMIN', isAdmin: true };
const rule = (more: Partial<ApprovalRule>): ApprovalRule => ({
  ...{ line: 5, charge: null, above: null, needed: 1, from: null },
  ...more,
});
const FREEZE = { version: 1, reason: 'audit', by: 'UADMIN', at: NOW, until: null };

const circumstances = (
  approval: Parameters<typeof policyWith>[0],
  more: Partial<AutoRenewCircumstances> = {},
): AutoRenewCircumstances => ({
  at: NOW,
  policy: { ...policyWith(approval), prepaid: 'asGranted' },
  admins: ['UADMIN'],
  people: peopleWith(),
  freeze: null,
  quote: termQuote(10_000, { amount: 1 }),
  ...more,
});
const own = { approvers: ['UOWNER'], selfApproval: true };
const granted = (grant: Partial<Grant>) =>
  policyWith(own, {
    create: { value: [{ who: 'everyone', channels: 'any', charges: ['prepaid'], ...grant }], line: 2 },
  });

describe('who may have it renew itself', () => {
  test.each<[string, typeof OWNER, AutoRenewCircumstances, string | null]>([
    ['an admin', ADMIN, circumstances({}), null],
    ['an owner who may not approve', OWNER, circumstances({}), 'needsApproval'],
    ['an approver of what others buy', OWNER, circumstances({ approvers: ['UOWNER'] }), 'needsApproval'],
    ['an approver who may approve their own', OWNER, circumstances(own), null],
    [
      'the same while more than one has to agree',
      OWNER,
      circumstances({ ...own, rules: [rule({ needed: 2 })] }),
      'needsApproval',
    ],
    [
      'the same while others have to agree as well',
      OWNER,
      circumstances({ ...own, rules: [rule({}), rule({ from: ['UCFO'] })] }),
      'needsApproval',
    ],
    [
      'the same above what they may decide on',
      OWNER,
      circumstances({ ...own, rules: [rule({ above: cny(5_000), from: ['UCFO'] })] }),
      'needsApproval',
    ],
    [
      'the same up to that',
      OWNER,
      circumstances({ ...own, rules: [rule({ above: cny(10_000), from: ['UCFO'] })] }),
      null,
    ],
    [
      'the same when no price is known',
      OWNER,
      circumstances({ ...own, rules: [rule({ above: cny(10_000), from: ['UCFO'] })] }, { quote: null }),
      'needsApproval',
    ],
    [
      'the same where only admins may buy prepaid',
      OWNER,
      circumstances(own, { policy: { ...policyWith(own), prepaid: 'adminsOnly' } }),
      'needsApproval',
    ],
    [
      'the same where nobody may create what is prepaid',
      OWNER,
      circumstances(own, { policy: granted({ charges: ['payAsYouGo'] }) }),
      'needsApproval',
    ],
    ['the same where others may', OWNER, circumstances(own, { policy: granted({ who: ['UOTHER'] }) }), 'needsApproval'],
    [
      'the same where those of a user group may that cannot be read',
      OWNER,
      circumstances(own, { policy: granted({ who: ['SBUYERS'] }) }),
      'needsApproval',
    ],
    ['the same who may in some channel', OWNER, circumstances(own, { policy: granted({ channels: ['C9'] }) }), null],
    ['nobody while there is a freeze, not even an admin', ADMIN, circumstances({}, { freeze: FREEZE }), 'frozen'],
    [
      'an admin after a freeze has ended by the clock',
      ADMIN,
      circumstances({}, { freeze: { ...FREEZE, until: NOW } }),
      null,
    ],
  ])('%s', (_name, by, now, expected) => {
    expect(refusedByPolicy(by, now)?.why ?? null).toBe(expected);
  });

  test('who may not is told who the admins are', () => {
    expect(refusedByPolicy(OWNER, circumstances({}))).toEqual({ why: 'needsApproval', admins: ['UADMIN'] });
  });
});

test.each<[string, Partial<Instance>, typeof OWNER, string | null]>([
  ['its owner', {}, OWNER, null],
  ['an admin', {}, ADMIN, null],
  ['somebody else', {}, { user: 'U9', isAdmin: false }, 'notYours'],
  ['its owner before it is there', { cloudId: null, outcome: null }, OWNER, 'notCreatedYet'],
  ['its owner when it never came', { cloudId: null, outcome: 'failed' }, OWNER, 'neverCreated'],
  ['its owner when it is gone', { wanted: 'released', outcome: 'reached' }, OWNER, 'gone'],
])('without asking the cloud: %s', (_name, over, by, expected) => {
  const instance = anAccepted({ requester: 'UOWNER', outcome: 'reached', ...over });
  expect(refusedAtOnce(instance, by)?.why ?? null).toBe(expected);
});

test('by what the cloud shows: only what is prepaid and not over is turned on; off is always possible', () => {
  const prepaid = seen('Running', { chargeKind: 'prepaid', expiresAt: NOW + 1 });
  expect(refusedByLook(prepaid, true, NOW)).toBeNull();
  expect(refusedByLook(prepaid, true, NOW + 1)).toEqual({ why: 'over' });
  expect(refusedByLook(prepaid, false, NOW + 1)).toBeNull();
  for (const on of [true, false]) {
    expect(refusedByLook('missing', on, NOW)).toEqual({ why: 'gone' });
    expect(refusedByLook(seen('Running'), on, NOW)).toEqual({ why: 'notPrepaid' });
  }
});

test.each<[Term, Term]>([
  [
    { unit: 'Month', period: 1 },
    { unit: 'Month', period: 1 },
  ],
  [
    { unit: 'Month', period: 12 },
    { unit: 'Month', period: 12 },
  ],
  [
    { unit: 'Month', period: 9 },
    { unit: 'Month', period: 1 },
  ],
  [
    { unit: 'Week', period: 4 },
    { unit: 'Week', period: 1 },
  ],
])('what was bought for %o renews itself by %o, as the form has said', (term, expected) => {
  const instance = anAccepted({ spec: { ...spec, charge: { kind: 'prepaid', term, autoRenew: false } } });
  expect(renewalTermOf(instance)).toEqual(expected);
});

test('what was to renew itself by another term than it was bought for is turned on by that again', () => {
  const [term, renewsBy] = [12, 3].map((period): Term => ({ unit: 'Month', period })) as [Term, Term];
  const instance = anAccepted({ spec: { ...spec, charge: { kind: 'prepaid', term, autoRenew: true, renewsBy } } });
  expect(renewalTermOf(instance)).toEqual(renewsBy);
});
