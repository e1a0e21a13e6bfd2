import { type Approval, specHash } from '../../src/core/approval/approval.ts';
import type { ApprovalPolicy } from '../../src/core/approval/approval-policy.ts';
import type { Spending } from '../../src/core/approval/budget.ts';
import { inMicros, type Money } from '../../src/core/base/money.ts';
import type { Failure } from '../../src/core/failure/failure.ts';
import type { Membership, People } from '../../src/core/policy/people.ts';
import { NO_POLICY, type Policy } from '../../src/core/policy/policy.ts';
import type { Request } from '../../src/core/request/request.ts';
import { type Charge, PAY_AS_YOU_GO } from '../../src/core/spec/charge.ts';
import type { HourlyQuote, Quote, TermQuote } from '../../src/core/spec/quote.ts';
import type { InstanceSpec } from '../../src/core/spec/spec.ts';

/** Orders that wait for an approval, and what they are judged by. */

export const NOW = Date.UTC(2026, 4, 20, 12);
/** What somebody has asked for who has asked for nothing yet. */
export const NOTHING_ASKED = { pending: 0, instances: 0 } as const;
export const HOUR_MS = 3_600_000;
export const AMOUNT = 2;

export const MONTHLY: Charge = { kind: 'prepaid', term: { unit: 'Month', period: 1 }, autoRenew: false };

export const cny = (minor: number): Money => ({ minor, currency: 'CNY' });

/** What somebody has been debited; null: of something without a price. */
export const spent = (requester: string, cost: Money | null): Spending => ({
  requester,
  currency: cost?.currency ?? '',
  debited: cost === null ? 0 : inMicros(cost),
  soFar: 0,
  runsOn: 0,
  waiting: 0,
  unpriced: cost === null ? 1 : 0,
});

export const termQuote = (minor: number, more: Partial<TermQuote> = {}): TermQuote => ({
  kind: 'term',
  price: cny(minor),
  listPrice: cny(minor),
  amount: AMOUNT,
  at: NOW,
  ...more,
});

export const hourlyQuote = (micros: number, more: Partial<HourlyQuote> = {}): HourlyQuote => ({
  kind: 'hourly',
  price: { micros, currency: 'CNY' },
  listPrice: { micros, currency: 'CNY' },
  amount: AMOUNT,
  at: NOW,
  ...more,
});

export const specOf = (charge: Charge = PAY_AS_YOU_GO): InstanceSpec => ({
  region: 'cn-hangzhou',
  zone: 'cn-hangzhou-h',
  instanceType: 'ecs.g7.large',
  imageId: 'ubuntu_24_04',
  vSwitchId: 'vsw-h1',
  securityGroupId: 'sg-web',
  systemDisk: { category: 'cloud_essd', sizeGiB: 40 },
  internetMaxBandwidthOut: 5,
  charge,
  name: 'web',
});

export function approvalOf(requester: string, spec: InstanceSpec, quote: Quote | null): Approval {
  return {
    specHash: specHash(spec, AMOUNT),
    round: 1,
    quote,
    before: null,
    facts: {
      user: requester,
      isAdmin: false,
      channel: 'C0PLACE1',
      charge: spec.charge.kind,
      region: spec.region,
      type: spec.instanceType,
      family: 'ecs.g7',
      vCpu: 2,
      image: { id: spec.imageId, name: 'ubuntu', osName: 'Ubuntu', owner: 'system' },
      amount: AMOUNT,
      bandwidthOut: 5,
      diskGiB: 40,
    },
    requirements: [],
    votes: [],
    decision: null,
    told: [],
    escalateTo: [],
    expiresAt: NOW + 24 * HOUR_MS,
    remindAt: NOW + HOUR_MS,
    escalateAt: null,
    remindEveryMs: HOUR_MS,
    tolerancePercent: 0,
  };
}

export function waitingRequest(
  requester: string,
  charge: Charge,
  quote: Quote | null,
  change: Partial<Approval> = {},
): Request & { readonly approval: Approval } {
  const spec = specOf(charge);
  const approval = { ...approvalOf(requester, spec, quote), ...change };
  return {
    id: 'r-0123456789',
    version: 7,
    state: 'pending',
    origin: 'view:V1',
    requester,
    team: 'T1',
    channel: 'C0PLACE1',
    spec,
    amount: AMOUNT,
    clientTokens: ['token-1', 'token-2'],
    quote,
    approval,
    createdAt: NOW - HOUR_MS,
    finishedAt: null,
    card: null,
    dueAt: NOW + HOUR_MS,
  };
}

/** A policy file that lets everybody ask for everything. */
export const policyWith = (approval: Partial<ApprovalPolicy>, more: Partial<Policy> = {}): Policy => ({
  ...NO_POLICY,
  prepaid: 'asGranted',
  ...more,
  approval: { ...NO_POLICY.approval, ...approval },
});

/** Everybody is a full member but those named otherwise; a user group that is not named cannot be read. */
export const peopleWith = (
  groups: Readonly<Record<string, readonly string[]>> = {},
  others: Readonly<Record<string, Membership>> = {},
): People => ({
  membersOf: (group) => groups[group] ?? null,
  membershipOf: (user) => others[user] ?? 'member',
});

export const FAILED: Failure = {
  kind: 'ambiguous',
  code: null,
  detail: 'timeout',
  requestId: null,
  retryAfterMs: null,
  api: null,
  missing: null,
};
