import { describe, expect, test } from 'vitest';
import {
  type Expense,
  type ExpenseState,
  endMoved,
  expenseAfter,
  expenseBack,
  expenseLeft,
  expenseOfRequest,
  newExpense,
  withRenewalPrice,
} from '../../../src/core/approval/expense.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import type { Renewal } from '../../../src/core/renewal/renewal.ts';
import { endOfTerm } from '../../../src/core/renewal/renewal-act.ts';
import { untried } from '../../../src/core/renewal/renewal-new.ts';
import { PAY_AS_YOU_GO } from '../../../src/core/spec/charge.ts';
import { hourlyQuote, MONTHLY, NOW, specOf, termQuote, waitingRequest } from '../../support/approvals.ts';
import { aFailure, anAccepted } from '../../support/instances.ts';

const AT = NOW + 5_000;
const MONTH = { unit: 'Month', period: 1 } as const;
const DAY_MS = 86_400_000;

describe('a request counts', () => {
  const prepaid = waitingRequest('U1', MONTHLY, termQuote(20_000));
  const renews = (over: Partial<Renewal>, more = {}) =>
    expenseOfRequest({
      ...prepaid,
      state: 'creating',
      ...more,
      renewal: { ...untried('r-1-1', 'i-1', AT, 'token'), ...over },
    })?.state;

  test('as long as it waits, with all its instances at the approved price', () => {
    expect(expenseOfRequest(prepaid)).toEqual({
      ...{ id: prepaid.id, requester: 'U1', instances: 2, state: { is: 'held' }, lastTerm: null, until: null },
      cost: { kind: 'term', micros: 200_000_000, currency: 'CNY', term: MONTH },
    });
    const cheaper = { ...prepaid, approval: { ...prepaid.approval, quote: termQuote(10_000) } };
    expect(expenseOfRequest(cheaper)?.cost?.micros).toBe(100_000_000);
    const hourly = { ...waitingRequest('U1', PAY_AS_YOU_GO, null), approval: null, quote: hourlyQuote(1_500_000) };
    expect(expenseOfRequest(hourly)?.cost).toEqual({ kind: 'hourly', micros: 1_500_000, currency: 'CNY' });
    expect(expenseOfRequest({ ...hourly, quote: null })?.cost).toBeNull();
  });

  test('no longer, once its instances count themselves or it has come to nothing; never if it was adopted', () => {
    for (const state of ['creating', 'finished', 'denied', 'withdrawn', 'expired'] as const)
      expect(expenseOfRequest({ ...prepaid, state })?.state).toEqual({ is: 'over' });
    expect(expenseOfRequest({ ...prepaid, origin: 'cloud:i-1' })).toBeNull();
  });

  test.each<readonly [string, Partial<Renewal>, object, ExpenseState]>([
    ['until it is bought', {}, {}, { is: 'held' }],
    ['as debited when the cloud took it', { acceptedAt: AT }, {}, { is: 'debited', at: AT }],
    [
      'as debited when a look has shown it',
      { end: { is: 'renewed', until: 9 } as never },
      { finishedAt: AT + 1 },
      { is: 'debited', at: AT + 1 },
    ],
    [
      'the same of a larger disk',
      { end: { is: 'grown' } as never },
      { state: 'finished', finishedAt: AT + 1 },
      { is: 'debited', at: AT + 1 },
    ],
    [
      'as doubtful since its first call',
      { end: { is: 'failed', failure: aFailure('doubtful') }, triedAt: AT },
      { state: 'finished', finishedAt: AT + 1 },
      { is: 'doubtful', since: AT },
    ],
    [
      'not if it failed',
      { end: { is: 'failed', failure: aFailure('money') }, triedAt: AT },
      { state: 'finished', finishedAt: AT },
      { is: 'over' },
    ],
    ['not if it was denied', { acceptedAt: AT }, { state: 'denied' }, { is: 'over' }],
  ])('for a renewal %s', (_when, over, more, state) => expect(renews(over, more)).toEqual(state));
});

describe('an instance', () => {
  const request = waitingRequest('U1', MONTHLY, termQuote(20_001));
  const prepaid = (over: Partial<Instance> = {}) => anAccepted({ acceptedAt: AT - 9, spec: specOf(MONTHLY), ...over });
  const hourly = (over: Partial<Instance> = {}) => anAccepted({ acceptedAt: AT - 9, ...over });
  const held = newExpense(prepaid(), request) as Expense;
  const was = (state: ExpenseState) => ({ ...held, state });
  const after = (state: ExpenseState, row: Instance) => expenseAfter(was(state), row, AT).state;
  const HELD = { is: 'held' } as const;
  const OVER = { is: 'over' } as const;
  const PAUSED = { is: 'paused' } as const;
  const RUNNING = { is: 'running', since: 3 } as const;
  const order = { what: 'stop', by: 'U1', at: NOW, down: false, acted: null, stoppedMode: 'StopCharging' } as const;

  test('has its part of the price of its request, all parts together the whole', () => {
    const parts = [1, 2].map((ordinal) => newExpense(prepaid({ ordinal }), request)?.cost?.micros ?? 0);
    expect(parts.reduce((sum, one) => sum + one)).toBe(200_010_000);
    expect(held).toMatchObject({ id: 'r-1-1', instances: 1, requester: 'U1', state: HELD, until: null });
    expect(held.lastTerm).toEqual(held.cost);
    expect(
      newExpense(prepaid(), { ...request, quote: null, approval: { ...request.approval, quote: null } })?.cost,
    ).toBeNull();
    expect(newExpense(prepaid({ adopted: true }), request)).toBeNull();
    expect(newExpense(prepaid(), { ...request, origin: 'cloud:i-1' })).toBeNull();
  });

  test.each<readonly [string, ExpenseState, Instance, ExpenseState]>([
    ['prepaid, not bought yet', HELD, prepaid({ cloudId: null }), HELD],
    ['prepaid, never bought', HELD, prepaid({ cloudId: null, outcome: 'failed', failure: aFailure('noStock') }), OVER],
    [
      'prepaid, perhaps bought',
      HELD,
      prepaid({ cloudId: null, outcome: 'failed', failure: aFailure('doubtful'), createTriedAt: 7 }),
      { is: 'doubtful', since: 7 },
    ],
    ['prepaid and bought', HELD, prepaid(), { is: 'debited', at: AT - 9 }],
    ['prepaid and found', HELD, prepaid({ acceptedAt: null }), { is: 'debited', at: AT }],
    ['prepaid and debited long ago', { is: 'debited', at: 1 }, prepaid(), { is: 'debited', at: 1 }],
    ['by the hour, not bought yet', HELD, hourly({ cloudId: null }), HELD],
    ['by the hour, just bought', HELD, hourly(), { is: 'running', since: AT - 9 }],
    ['by the hour, found', HELD, hourly({ acceptedAt: null }), { is: 'running', since: AT }],
    [
      'by the hour, found after it was in doubt',
      { is: 'doubtful', since: 1 },
      hourly(),
      { is: 'running', since: AT - 9 },
    ],
    ['that runs on', RUNNING, hourly(), RUNNING],
    ['that is released', RUNNING, hourly({ wanted: 'released', outcome: 'reached' }), OVER],
    ['that was given up and is there after all', OVER, hourly(), { is: 'running', since: AT }],
    ['in an account that was left', { is: 'left', was: 'running' }, hourly(), { is: 'left', was: 'running' }],
    ['stopped in economical mode', RUNNING, hourly({ order, outcome: 'reached', wanted: 'stopped' }), PAUSED],
    ['that is being stopped so', RUNNING, hourly({ order, outcome: null, wanted: 'stopped' }), RUNNING],
    [
      'stopped in standard mode',
      RUNNING,
      hourly({ order: { ...order, stoppedMode: 'KeepCharging' }, outcome: 'reached', wanted: 'stopped' }),
      RUNNING,
    ],
    [
      'that is being started again',
      PAUSED,
      hourly({ order: { ...order, what: 'start' }, observed: { status: 'Stopped', at: 1 } }),
      PAUSED,
    ],
    ['paused and not seen since', PAUSED, hourly(), PAUSED],
    [
      'that starts again',
      PAUSED,
      hourly({ order: { ...order, what: 'start' }, observed: { status: 'Starting', at: 1 } }),
      { is: 'running', since: AT },
    ],
  ])('%s', (_which, before, row, state) => expect(after(before, row)).toEqual(state));

  test('of an account that is left counts until then, and again from when that is accepted again', () => {
    expect(expenseLeft(was(RUNNING)).state).toEqual({ is: 'left', was: 'running' });
    expect(expenseLeft(was(PAUSED)).state).toEqual({ is: 'left', was: 'paused' });
    expect(expenseLeft(was(HELD)).state).toEqual(HELD);
    expect(expenseBack(was({ is: 'left', was: 'running' }), AT).state).toEqual({ is: 'running', since: AT });
    expect(expenseBack(was({ is: 'left', was: 'paused' }), AT).state).toEqual(PAUSED);
    expect(expenseBack(was(RUNNING), AT).state).toEqual(RUNNING);
  });

  test('that renews itself is counted at the price that was read for it last', () => {
    const renewalPrice = { term: MONTH, price: { minor: 900, currency: 'CNY' } };
    const row = (on: boolean) => prepaid({ expiry: { renewal: { on }, renewalPrice } as never });
    expect(withRenewalPrice(held, row(true)).lastTerm).toEqual({
      kind: 'term',
      micros: 9_000_000,
      currency: 'CNY',
      term: MONTH,
    });
    expect(withRenewalPrice(held, row(false))).toBe(held);
    expect(withRenewalPrice(held, prepaid())).toBe(held);
  });
});

describe('prepaid time that ends later than it did', () => {
  const until = NOW;
  const cost = { kind: 'term', micros: 5_000_000, currency: 'CNY', term: MONTH } as const;
  const before: Expense = {
    ...{ id: 'r-1-1', requester: 'U1', instances: 1, cost, state: { is: 'debited', at: 1 }, lastTerm: cost, until },
  };
  const months = (period: number, from = until) => endOfTerm(from, { ...MONTH, period });
  const asked = { wasUntil: until, term: MONTH, cost: { ...cost, micros: 7_000_000 } };

  test('has cost a whole number of terms at the last price, if nobody asked for it here', () => {
    expect(endMoved(before, months(1), null).micros).toBe(5_000_000);
    expect(endMoved(before, months(3), null).micros).toBe(15_000_000);
    expect(endMoved(before, months(1), null).next).toEqual({ ...before, until: months(1) });
  });

  test('has cost its part of a term, if it is no whole number of them', () => {
    const half = until + (months(1) - until) / 2;
    expect(endMoved(before, half, null).micros).toBe(2_500_000);
  });

  test('has cost nothing if it was asked for here, whose price is the last one from then on', () => {
    expect(endMoved(before, months(1), asked)).toEqual({
      ...{ micros: 0, next: { ...before, until: months(1), lastTerm: asked.cost } },
    });
    expect(endMoved(before, months(2), asked).micros).toBe(5_000_000);
    expect(endMoved(before, months(1), { ...asked, cost: null }).next.lastTerm).toEqual(cost);
  });

  test('has cost what it does if what was asked for was counted long ago', () => {
    const old = { ...asked, wasUntil: until - 4 * DAY_MS };
    expect(endMoved(before, months(1), old)).toMatchObject({ micros: 5_000_000, next: { lastTerm: cost } });
    expect(endMoved(before, months(1), { ...asked, wasUntil: until - 3 * DAY_MS }).micros).toBe(0);
  });

  test('has cost nothing within how the cloud counts days, before it was known, or of what is not debited', () => {
    expect(endMoved(before, until + 3 * DAY_MS, null).micros).toBe(0);
    expect(endMoved(before, until + 3 * DAY_MS + 1, null).micros).toBeGreaterThan(0);
    expect(endMoved({ ...before, until: null }, months(1), null)).toMatchObject({
      micros: 0,
      next: { until: months(1) },
    });
    expect(endMoved({ ...before, state: { is: 'held' } }, months(1), null).micros).toBe(0);
  });

  test('has cost nobody knows what without a price', () => {
    expect(endMoved({ ...before, lastTerm: null }, months(1), null).micros).toBeNull();
    expect(endMoved({ ...before, lastTerm: { ...cost, term: null } }, months(1), null).micros).toBeNull();
  });
});
