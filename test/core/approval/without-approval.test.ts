import { describe, expect, test } from 'vitest';
import {
  APPROVAL_HOLDS_MS,
  againstMissingApproval,
  againstPrice,
  againstRequester,
  againstUnapprovedPrice,
  approvalToBuy,
  mayCostMore,
  needsApproval,
} from '../../../src/core/approval/final-check.ts';
import { fail, ok } from '../../../src/core/base/result.ts';
import { NEEDS_APPROVAL, NO_PRICE, REQUESTER_LEFT } from '../../../src/core/failure/failure-cause.ts';
import { PAY_AS_YOU_GO } from '../../../src/core/spec/charge.ts';
import * as sample from '../../support/approvals.ts';
import { anInstance } from '../../support/instances.ts';

const { cny, FAILED, HOUR_MS, hourlyQuote, MONTHLY, NOW, peopleWith, policyWith, specOf, termQuote, waitingRequest } =
  sample;

const MONTH_OF_HOURS = 730;
/** A request by the hour that was taken at CNY 1.00 an hour without an approval. */
const free = {
  ...waitingRequest('UME', PAY_AS_YOU_GO, null),
  state: 'creating',
  approval: null,
  quote: hourlyQuote(1_000_000),
} as const;
/** Whatever costs more than CNY 1.00 an hour has to be approved. */
const above = policyWith({
  rules: [{ line: 3, charge: null, above: cny(MONTH_OF_HOURS * 100), needed: 1, from: null }],
});
const always = policyWith({ rules: [{ line: 3, charge: null, above: null, needed: 1, from: null }] });
const approved = waitingRequest('UME', MONTHLY, termQuote(10_000));

test('prepaid is approved before it is bought, and whatever waited for an approval', () => {
  const row = (charge = PAY_AS_YOU_GO as Parameters<typeof specOf>[0]) => ({ spec: specOf(charge) });
  expect(needsApproval(row(MONTHLY), free)).toBe(true);
  expect(needsApproval(row(MONTHLY), null)).toBe(true);
  expect(needsApproval(row(), approved)).toBe(true);
  expect(needsApproval(row(), free)).toBe(false);
  expect(needsApproval(row(), null)).toBe(false);
});

describe('what needed no approval', () => {
  test('is not bought once the policy asks for one at its price', () => {
    expect(againstMissingApproval(free, policyWith({}))).toBeNull();
    expect(againstMissingApproval(free, above)).toBeNull();
    expect(againstMissingApproval(free, always)).toMatchObject({ kind: 'notAllowed', detail: 'approvals' });
    expect(againstMissingApproval({ ...free, quote: hourlyQuote(1_010_000) }, above)?.kind).toBe('notAllowed');
    expect(againstMissingApproval({ ...free, quote: null }, above)?.kind).toBe('notAllowed');
    expect(againstMissingApproval({ ...free, approval: approved.approval }, always)).toBeNull();
    expect(againstMissingApproval({ ...free, spec: specOf(MONTHLY) }, always)).toBeNull();
  });

  test('has its price asked for again after a minute, where a price decides', () => {
    expect(mayCostMore(free, policyWith({}), NOW + HOUR_MS)).toBe(false);
    expect(mayCostMore(free, above, NOW + 59_999)).toBe(false);
    expect(mayCostMore(free, above, NOW + 60_000)).toBe(true);
    // The clock was set back.
    expect(mayCostMore(free, above, NOW - 1)).toBe(true);
    expect(mayCostMore(free, above, NOW)).toBe(false);
    expect(mayCostMore({ ...free, quote: null }, above, NOW)).toBe(true);
  });

  test('is not bought at a price for which the policy asks for one, nor without a price', () => {
    expect(againstUnapprovedPrice(free, ok(hourlyQuote(1_000_000)), above)).toBeNull();
    expect(againstUnapprovedPrice(free, ok(hourlyQuote(1_010_000)), above)).toMatchObject({
      kind: 'priceChanged',
      code: NEEDS_APPROVAL,
    });
    expect(againstUnapprovedPrice(free, fail(FAILED), above)).toEqual(FAILED);
    expect(againstUnapprovedPrice(free, ok('unknown'), above)).toMatchObject({
      kind: 'transient',
      code: NO_PRICE,
      api: 'DescribePrice',
    });
  });
});

test('nothing is bought for somebody who has left; who is not known may come back', () => {
  const against = (membership: 'member' | 'unknown' | 'deactivated') =>
    againstRequester({ requester: 'UME' }, peopleWith({}, { UME: membership }));
  expect([against('member'), against('unknown')]).toEqual([null, null]);
  expect(against('deactivated')).toMatchObject({ kind: 'lapsed', code: REQUESTER_LEFT });
});

test('an approval of what is paid by the hour stands for longer than a day', () => {
  const spec = specOf(PAY_AS_YOU_GO);
  const { approval, ...request } = waitingRequest('UME', PAY_AS_YOU_GO, hourlyQuote(1));
  const decision = { is: 'approved', by: 'UONE', at: NOW, note: '' } as const;
  const stands = { ...request, state: 'creating', approval: { ...approval, decision } } as const;
  const found = approvalToBuy(anInstance({ spec }), stands, NOW + 9 * APPROVAL_HOLDS_MS);
  expect(found).toBe(stands.approval);
});

test('a lower price is another one too, but where it may fall', () => {
  const terms = { policy: policyWith({}), charge: 'prepaid' } as const;
  const against = (minor: number, mayFall?: boolean) =>
    againstPrice(approved.approval, ok(termQuote(minor)), { ...terms, ...(mayFall !== undefined && { mayFall }) })
      ?.kind ?? null;
  expect([against(9_999), against(9_999, false), against(9_999, true)]).toEqual(['priceChanged', 'priceChanged', null]);
  expect(against(10_001, true)).toBe('priceChanged');
  const unpriced = { ...approved.approval, quote: null };
  expect(againstPrice(unpriced, ok(termQuote(1)), { ...terms, mayFall: true })?.kind).toBe('priceChanged');
  expect(againstPrice(approved.approval, ok('unknown'), { ...terms, api: 'DescribeRenewalPrice' })?.api).toBe(
    'DescribeRenewalPrice',
  );
});
