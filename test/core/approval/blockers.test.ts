import { describe, expect, test } from 'vitest';
import { blockersOf, type Circumstances, driftBetween, priceNow } from '../../../src/core/approval/blockers.ts';
import { fail, ok } from '../../../src/core/base/result.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { untried } from '../../../src/core/renewal/renewal-new.ts';
import { PAY_AS_YOU_GO } from '../../../src/core/spec/charge.ts';
import type { Quote } from '../../../src/core/spec/quote.ts';
import * as sample from '../../support/approvals.ts';

const { MONTHLY, NOW, cny, hourlyQuote, termQuote } = sample;

const now = (more: Partial<Circumstances> = {}): Circumstances => ({
  at: NOW,
  policy: sample.policyWith({ approvers: ['UONE'] }),
  admins: [],
  people: sample.peopleWith(),
  price: ok(termQuote(10_000)),
  balance: ok(cny(10_000)),
  month: [],
  ...more,
});
const waiting = (quote: Quote | null = termQuote(10_000)) => sample.waitingRequest('UANN', MONTHLY, quote);
const hourly = (quote: Quote | null) => sample.waitingRequest('UANN', PAY_AS_YOU_GO, quote);
const blocker = (circumstances: Circumstances, request = waiting(), quote: Quote | null = termQuote(10_000)) =>
  blockersOf(request, request.approval, quote, circumstances);

describe('what is in the way of buying', () => {
  test('is nothing when the policy allows it and the balance is just enough', () => {
    expect(blocker(now())).toBeNull();
  });

  test.each(['bot', 'deactivated', 'unknown'] as const)('is that who asked for it is %s', (membership) => {
    const people = sample.peopleWith({}, { UANN: membership });
    expect(blocker(now({ people }))).toEqual({ why: 'requester', membership });
  });

  test('is a balance that is too small, in another currency, or not known, and only for what is paid at once', () => {
    const missing = { why: 'notEnough', balance: cny(9_999), total: cny(10_000) };
    expect(blocker(now({ balance: ok(cny(9_999)) }))).toEqual(missing);
    const unknown = { why: 'balanceUnknown' };
    expect(blocker(now({ balance: ok({ minor: 10_000, currency: 'USD' }) }))).toEqual({ ...unknown, failure: null });
    expect(blocker(now({ balance: fail(sample.FAILED) }))).toEqual({ ...unknown, failure: sample.FAILED });
    expect(blocker(now({ balance: fail(sample.FAILED) }), hourly(null), null)).toBeNull();
    const mayBeUnknown = sample.policyWith({ approvers: ['UONE'], allowUnknownBalance: true });
    expect(blocker(now({ policy: mayBeUnknown, balance: fail(sample.FAILED) }))).toBeNull();
  });

  test('is a region that was closed, for what is created and not for what is renewed', () => {
    const regions: Partial<Policy> = { regions: { value: ['cn-beijing'], line: 3 } };
    const strict = now({ policy: sample.policyWith({ approvers: ['UONE'] }, regions) });
    expect(blocker(strict)).toMatchObject({ why: 'policy', breaches: [{ rule: 'regions' }] });
    expect(blocker(strict, { ...waiting(), renewal: untried('r-0-1', 'i-1', NOW, 'token') })).toBeNull();
  });
});

describe('the price at which it is decided', () => {
  const priced = (price: Circumstances['price'], request = waiting()) =>
    priceNow(request, request.approval, now({ price }));

  test('is that of now, if it is one of this very order', () => {
    expect(priced(ok(termQuote(12_000)))).toEqual({ is: 'known', quote: termQuote(12_000) });
    const unknown = { is: 'refused', refused: { why: 'priceUnknown', failure: null } };
    const others = [termQuote(0), termQuote(-1), termQuote(1.5), termQuote(10_000, { amount: 3 }), hourlyQuote(10)];
    for (const quote of others) expect(priced(ok(quote))).toEqual(unknown);
    expect(priced(ok('unknown'))).toEqual(unknown);
    expect(priced(fail(sample.FAILED))).toEqual({
      is: 'refused',
      refused: { why: 'priceUnknown', failure: sample.FAILED },
    });
  });

  test('need not be known of what is paid by use and was asked for without one, and must be of what is prepaid', () => {
    expect(priced(ok('unknown'), hourly(null))).toEqual({ is: 'known', quote: null });
    expect(priced(ok('unknown'), hourly(hourlyQuote(10)))).toMatchObject({ is: 'refused' });
    expect(priced(ok('unknown'), waiting(null))).toMatchObject({ is: 'refused' });
  });
});

describe('how the price has moved', () => {
  const rules = [
    { line: 1, charge: 'prepaid', above: cny(10_000), needed: 2, from: null },
    { line: 2, charge: 'prepaid', above: null, needed: 1, from: null },
  ] as const;
  const policy = sample.policyWith({ approvers: ['UONE', 'UTWO'], rules, priceTolerancePercent: 5 });
  const drift = (before: Quote | null, after: Quote | null) => driftBetween(waiting(), before, after, now({ policy }));

  test('cannot be said where one of the two is not known', () => {
    expect(drift(null, termQuote(10_000))).toBe('incomparable');
    expect(drift(termQuote(10_000), null)).toBe('incomparable');
    expect(drift(null, null)).toBe('none');
  });

  test('counts within the tolerance only where it has become dearer and others have to agree', () => {
    expect(drift(termQuote(9_900), termQuote(9_950))).toBe('none');
    expect(drift(termQuote(9_950), termQuote(10_050))).toBe('up');
    expect(drift(termQuote(10_050), termQuote(9_950))).toBe('none');
  });
});
