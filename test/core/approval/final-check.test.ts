import { describe, expect, test } from 'vitest';
import { type Approval, specHash } from '../../../src/core/approval/approval.ts';
import { askFor } from '../../../src/core/approval/approval-new.ts';
import {
  APPROVAL_HOLDS_MS,
  againstPrice,
  approvalOfRenewing,
  approvalToBuy,
  type PriceTerms,
} from '../../../src/core/approval/final-check.ts';
import { fail, ok } from '../../../src/core/base/result.ts';
import type { Failure } from '../../../src/core/failure/failure.ts';
import { NO_PRICE } from '../../../src/core/failure/failure-cause.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { nextAction } from '../../../src/core/instance/next-action.ts';
import { reduce } from '../../../src/core/instance/reduce.ts';
import type { Renewing } from '../../../src/core/renewal/renewal-act.ts';
import { untried } from '../../../src/core/renewal/renewal-new.ts';
import type { Request } from '../../../src/core/request/request.ts';
import { newRequest } from '../../../src/core/request/request-new.ts';
import { NOTHING_ASKED } from '../../support/approvals.ts';
import { aFailure, anInstance, NOW, seen, timing } from '../../support/instances.ts';
import { AMOUNT, LENA, MARCUS, makeCrowd, policyWith, priceOf, SPEC } from '../../usecases/approval/approval-stage.ts';

/** Approved a moment ago at CNY 1,204.00, in fen. */
function approved(): Request & { readonly approval: Approval } {
  const facts = { user: LENA, isAdmin: false, channel: 'C1', charge: 'prepaid', region: null, type: null } as const;
  const rest = { family: null, vCpu: null, image: null, amount: null, bandwidthOut: null, diskGiB: null } as const;
  const asked = askFor(
    { requester: LENA, spec: SPEC, amount: AMOUNT, quote: priceOf(120_400), facts: { ...facts, ...rest } },
    {
      at: NOW,
      policy: policyWith(),
      admins: [],
      people: makeCrowd().directory.known(),
      month: [],
      lately: NOTHING_ASKED,
    },
  );
  if (asked.is !== 'asks') throw new Error(asked.is);
  const order = { spec: SPEC, amount: AMOUNT, requestId: 'r-1', clientTokens: [], origin: 'view:1', at: NOW };
  const { request } = newRequest({ ...order, approval: asked.approval, requester: LENA, team: 'T1', channel: 'C1' });
  const decision = { is: 'approved', by: MARCUS, at: NOW, note: '' } as const;
  return { ...request, state: 'creating', approval: { ...asked.approval, decision } };
}

const row = (over: Partial<Instance> = {}) => anInstance({ spec: { ...SPEC, name: 'web-1' }, ...over });

const kindOf = (found: ReturnType<typeof approvalToBuy>) => ('kind' in found ? found.kind : 'stands');

describe('an approval', () => {
  test('is valid for what was approved, for a day', () => {
    const request = approved();
    expect(kindOf(approvalToBuy(row(), request, NOW))).toBe('stands');
    expect(kindOf(approvalToBuy(row(), request, NOW + APPROVAL_HOLDS_MS - 1))).toBe('stands');
    expect(kindOf(approvalToBuy(row(), request, NOW + APPROVAL_HOLDS_MS))).toBe('lapsed');
  });

  test('of a renewal stands for that instance, that time and that amount, and for nothing else', () => {
    const renewal = untried('r-0-1', 'i-1', NOW, 'token');
    const { approval, ...request } = approved();
    const asked: Renewing = { ...request, renewal, approval: { ...approval, specHash: specHash(SPEC, AMOUNT, 'i-1') } };
    const longer = {
      ...SPEC,
      charge: { kind: 'prepaid', term: { unit: 'Month', period: 9 }, autoRenew: false },
    } as const;
    expect(kindOf(approvalOfRenewing(asked, NOW))).toBe('stands');
    for (const change of [{ renewal: { ...renewal, cloudId: 'i-2' } }, { spec: longer }, { amount: AMOUNT + 1 }])
      expect(kindOf(approvalOfRenewing({ ...asked, ...change }, NOW))).toBe('lapsed');
  });

  test.each<[string, (request: ReturnType<typeof approved>) => Request | null]>([
    ['there is none', (request) => ({ ...request, approval: null })],
    ['there is no request', () => null],
    ['it waits', (request) => ({ ...request, state: 'pending' })],
    ['it was withdrawn', (request) => ({ ...request, state: 'withdrawn' })],
    ['nobody has decided', (request) => ({ ...request, approval: { ...request.approval, decision: null } })],
    ['more is asked for than was approved', (request) => ({ ...request, amount: request.amount + 1 })],
    ['a larger type is asked for', (request) => ({ ...request, spec: { ...SPEC, instanceType: 'ecs.g7.8xlarge' } })],
  ])('does not stand when %s', (_what, change) => {
    expect(kindOf(approvalToBuy(row(), change(approved()), NOW))).toBe('lapsed');
  });

  test('says why it does not stand', () => {
    const request = approved();
    const said = (found: ReturnType<typeof approvalToBuy>) => ('detail' in found ? found.detail : null);
    expect(said(approvalToBuy(row(), null, NOW))).toBe('It was never approved.');
    expect(said(approvalToBuy(row(), { ...request, state: 'pending' }, NOW))).toBe('Its approval does not stand.');
    expect(said(approvalToBuy(row(), { ...request, amount: 9 }, NOW))).toBe('It is not what was approved.');
  });

  test('is not for an instance of another kind', () => {
    expect(kindOf(approvalToBuy(row({ spec: { ...SPEC, zone: 'cn-hangzhou-g' } }), approved(), NOW))).toBe('lapsed');
  });
});

describe('the price right before the purchase', () => {
  const approval = approved().approval;
  const terms = (policy = policyWith()): PriceTerms => ({ policy, charge: 'prepaid' });
  const against = (price: Parameters<typeof againstPrice>[1], tolerancePercent = 0): Failure['kind'] | null =>
    againstPrice({ ...approval, tolerancePercent }, price, terms())?.kind ?? null;

  test('lets what was approved through, and nothing else', () => {
    expect(against(ok(priceOf(120_400)))).toBeNull();
    expect(against(ok(priceOf(120_401)))).toBe('priceChanged');
    expect(against(ok(priceOf(120_399)))).toBe('priceChanged');
    expect(against(ok(priceOf(126_420)), 5)).toBeNull();
    expect(against(ok(priceOf(126_421)), 5)).toBe('priceChanged');
    expect(against(ok({ ...priceOf(120_400), amount: 1 }))).toBe('priceChanged');
  });

  test('is another one if it makes a rule fit, even within the tolerance', () => {
    const rule = { line: 3, charge: null, above: { minor: 125_000, currency: 'CNY' }, needed: 2, from: null };
    const policy = policyWith({ rules: [rule] });
    const held = { ...approval, tolerancePercent: 5 };
    expect(againstPrice(held, ok(priceOf(125_000)), terms(policy))).toBeNull();
    expect(againstPrice(held, ok(priceOf(125_001)), terms(policy))?.kind).toBe('priceChanged');
    // Rules that fit the approved price already have asked their people.
    const lower = policyWith({ rules: [{ ...rule, above: { minor: 100_000, currency: 'CNY' } }] });
    expect(againstPrice(held, ok(priceOf(125_001)), terms(lower))).toBeNull();
    expect(againstPrice(held, ok(priceOf(125_001)), { policy, charge: 'spot' })?.kind).toBe('priceChanged');
  });

  test('is waited for when it cannot be read', () => {
    expect(against(ok('unknown'))).toBe('transient');
    expect(against(fail(aFailure('throttled')))).toBe('throttled');
    expect(againstPrice(approval, ok('unknown'), terms())).toMatchObject({ code: NO_PRICE, api: 'DescribePrice' });
    const api = 'DescribeRenewalPrice';
    expect(againstPrice(approval, ok('unknown'), { ...terms(), api })).toMatchObject({ code: NO_PRICE, api });
  });

  test('is never that of an approval that was given without one', () => {
    expect(againstPrice({ ...approval, quote: null }, ok(priceOf(120_400)), terms())?.kind).toBe('priceChanged');
  });
});

describe('an instance that may not be bought now', () => {
  const notBought = (before: Instance, failure: Failure, at = NOW) =>
    reduce(before, { is: 'refused', what: 'finalCheck', failure }, at, timing);

  test('ends at another price, and was never ordered', () => {
    const { next, ended } = notBought(row(), aFailure('priceChanged'));
    expect(ended).toBe(true);
    expect(next).toMatchObject({
      outcome: 'failed',
      createTriedAt: null,
      failure: { kind: 'priceChanged' },
      dueAt: null,
    });
  });

  test('waits for a price that cannot be read, and ends when that takes too long', () => {
    let at = NOW;
    let next = row();
    while (next.outcome === null) {
      expect(at).toBeLessThan(NOW + timing.deadlineMs + 60_000);
      ({ next } = notBought(next, aFailure('transient'), at));
      if (next.dueAt !== null) {
        expect(nextAction(next, null, at, timing)).toEqual({ do: 'create' });
        at = next.dueAt;
      }
    }
    expect(next).toMatchObject({ outcome: 'failed', createTriedAt: null, failure: { kind: 'transient' } });
    expect(at).toBeGreaterThanOrEqual(NOW + timing.deadlineMs);
  });

  test('is ordered as if for the first time when the price has come: no look counts as a create', () => {
    const { next } = notBought(row(), aFailure('throttled'));
    const creating = reduce(next, { is: 'creating', account: '111' }, NOW + 5_000, timing).next;
    expect(creating).toMatchObject({ attempts: 1, failure: null, createTriedAt: NOW + 5_000 });
    const refused = reduce(
      creating,
      { is: 'refused', what: 'create', failure: aFailure('noStock') },
      NOW + 6_000,
      timing,
    );
    expect(refused.next).toMatchObject({ outcome: 'failed', failure: { kind: 'noStock' } });
  });

  test('but may exist already is looked for, and never ordered again', () => {
    const inDoubt = row({ createTriedAt: NOW, attempts: 1, failure: aFailure('ambiguous'), deadlineAt: NOW + 900_000 });
    const { next } = notBought(inDoubt, aFailure('priceChanged'), NOW + 5_000);
    expect(next).toMatchObject({ outcome: null, failure: { kind: 'priceChanged' } });
    expect(nextAction(next, null, NOW + 6_000, timing)).toEqual({ do: 'lookUpByTag' });
    // Another price says nothing about the call in doubt: its instance may still be listed late.
    const soon = reduce(next, { is: 'foundByTag', found: [] }, NOW + timing.graceMs + 9_000, timing).next;
    expect(soon).toMatchObject({ outcome: null, failure: { kind: 'priceChanged' } });
    const proven = NOW + timing.doubtAfterMs + timing.graceMs;
    const late = reduce(soon, { is: 'foundByTag', found: [seen('Stopped')] }, proven - 1, timing).next;
    expect(late).toMatchObject({ cloudId: 'i-1', outcome: null });
    const never = reduce(soon, { is: 'foundByTag', found: [] }, proven, timing).next;
    expect(never).toMatchObject({ outcome: 'failed', failure: { kind: 'priceChanged' } });
  });

  test('and whose price cannot be read keeps what is known of its creates', () => {
    for (const failure of [null, aFailure('ambiguous'), aFailure('throttled')]) {
      const before = row({ createTriedAt: NOW, attempts: 1, failure, deadlineAt: NOW + 900_000 });
      const { next, events } = notBought(before, aFailure('throttled'), NOW + 5_000);
      expect(next).toMatchObject({ attempts: 1, failure, outcome: null });
      expect(next.dueAt).toBeGreaterThan(NOW + 5_000);
      expect(events).toEqual([]);
    }
  });
});
