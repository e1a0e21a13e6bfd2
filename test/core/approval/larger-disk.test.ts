import { expect, test } from 'vitest';
import { type Circumstances, driftBetween, quoteApproved } from '../../../src/core/approval/blockers.ts';
import { ok } from '../../../src/core/base/result.ts';
import { untried } from '../../../src/core/renewal/renewal-new.ts';
import { cny, MONTHLY, NOW, peopleWith, policyWith, termQuote, waitingRequest } from '../../support/approvals.ts';

const request = waitingRequest('UME', MONTHLY, termQuote(10_000));
const renewal = untried('r-1-1', 'i-1', NOW, 'token');
const renews = { ...request, renewal };
const grows = { ...request, renewal: { ...renewal, disk: { id: 'd-1', from: 40, to: 80 } as never } };
const now: Circumstances = {
  ...{ at: NOW, policy: policyWith({}), admins: [], people: peopleWith() },
  ...{ price: ok(termQuote(1)), balance: ok(cny(1)), month: [] },
};

test('the rest of a term costs less every day: a lower price asks nobody again, a higher one does', () => {
  const drift = (of: typeof request, after: number) => driftBetween(of, termQuote(10_000), termQuote(after), now);
  expect([drift(grows, 9_999), drift(grows, 10_000), drift(grows, 10_001)]).toEqual(['none', 'none', 'up']);
  expect([drift(renews, 9_999), drift(renews, 10_001), drift(request, 9_999)]).toEqual(['down', 'up', 'down']);
});

test('the lowest price that was shown counts, and votes do not raise it', () => {
  const approved = (of: typeof request, after: number | null) =>
    quoteApproved(of, of.approval, after === null ? null : termQuote(after));
  expect(approved(grows, 9_999)).toEqual(termQuote(9_999));
  expect(approved(grows, 10_001)).toEqual(termQuote(10_000));
  expect(approved(grows, null)).toEqual(termQuote(10_000));
  expect(approved(renews, 9_999)).toEqual(termQuote(10_000));
  expect(approved(request, 9_999)).toEqual(termQuote(10_000));
  expect(quoteApproved(grows, { ...grows.approval, quote: null }, termQuote(1))).toBeNull();
});
