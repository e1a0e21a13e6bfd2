import { describe, expect, test } from 'vitest';
import { approvalDueAt, canonical, specHash } from '../../../src/core/approval/approval.ts';
import { approvalDue } from '../../../src/core/approval/approval-clock.ts';
import type { Circumstances } from '../../../src/core/approval/blockers.ts';
import { type Click, decide, expire } from '../../../src/core/approval/decide.ts';
import { ok } from '../../../src/core/base/result.ts';
import { PAY_AS_YOU_GO } from '../../../src/core/spec/charge.ts';
import type { Quote } from '../../../src/core/spec/quote.ts';
import * as sample from '../../support/approvals.ts';

const { HOUR_MS, NOW, MONTHLY, termQuote } = sample;

describe('the hash of what is approved', () => {
  test('does not depend on the order of fields, nor on fields that are not there', () => {
    expect(canonical({ b: [1, { y: 2, x: undefined }], a: 'ä"' })).toBe('{"a":"ä\\"","b":[1,{"y":2}]}');
    expect(canonical({ a: 1, b: { d: 1, c: 2 } })).toBe(canonical({ b: { c: 2, d: 1 }, a: 1 }));
    expect(canonical([undefined, null])).toBe('[null,null]');
    expect(canonical([1, 2])).not.toBe(canonical([2, 1]));
    expect(canonical('1')).not.toBe(canonical(1));
  });

  test('is the same after the store gave it back, its keys in any order', () => {
    const spec = sample.specOf({ kind: 'spot', limitMicros: null });
    const stored = JSON.parse(JSON.stringify(Object.fromEntries(Object.entries(spec).toReversed())));
    expect(specHash(stored, 2)).toBe(specHash(spec, 2));
    expect(specHash(spec, 2)).toMatch(/^[0-9a-f]{64}$/u);
  });

  test('is another for whatever is asked of the cloud otherwise', () => {
    const spec = sample.specOf(MONTHLY);
    const others = [
      specHash(spec, 3),
      specHash({ ...spec, name: 'other' }, 2),
      specHash({ ...spec, systemDisk: { ...spec.systemDisk, sizeGiB: 41 } }, 2),
      specHash({ ...spec, charge: PAY_AS_YOU_GO }, 2),
      specHash(sample.specOf({ ...MONTHLY, autoRenew: true } as typeof MONTHLY), 2),
    ];
    expect(new Set([specHash(spec, 2), ...others]).size).toBe(others.length + 1);
  });
});

test.each([
  [{ expiresAt: 9, remindAt: 5, escalateAt: 7 }, 5],
  [{ expiresAt: 9, remindAt: 8, escalateAt: 7 }, 7],
  [{ expiresAt: 9, remindAt: null, escalateAt: null }, 9],
  [{ expiresAt: 9, remindAt: 12, escalateAt: 11 }, 9],
])('%j is due at %i', (times, at) => {
  expect(approvalDueAt({ ...sample.waitingRequest('UANN', MONTHLY, null).approval, ...times })).toBe(at);
});

const APPROVE: Click = { what: 'approve', by: 'UONE', round: 1, note: '' };
const circumstances = (more: Partial<Circumstances> = {}): Circumstances => ({
  at: NOW,
  policy: sample.policyWith({ approvers: ['UONE', 'UTWO'] }),
  admins: ['UADMIN'],
  people: sample.peopleWith(),
  price: ok(termQuote(10_000)),
  balance: ok(sample.cny(50_000)),
  month: [],
  ...more,
});
const waiting = (change = {}) => sample.waitingRequest('UREQUESTER', MONTHLY, termQuote(10_000), change);

test('an approval that was lost and is given again leads to the same ClientTokens', () => {
  const first = decide(waiting(), APPROVE, circumstances());
  const again = decide(waiting(), { ...APPROVE, by: 'UTWO' }, circumstances({ at: NOW + 3_600_000 }));
  const tokens = first.instances.map(({ clientToken }) => clientToken);
  expect(new Set(tokens)).toEqual(new Set(first.next?.clientTokens.slice(0, 1)));
  expect(again.instances.map(({ clientToken }) => clientToken)).toEqual(tokens);
});

describe('nothing is bought', () => {
  test('that is not what was asked to be approved', () => {
    const request = waiting();
    expect(decide(request, APPROVE, circumstances()).outcome.is).toBe('approved');
    expect(() =>
      decide({ ...request, amount: 3 }, APPROVE, circumstances({ price: ok(termQuote(9, { amount: 3 })) })),
    ).toThrow();
    const dearer = { ...request, spec: { ...request.spec, instanceType: 'ecs.g7.8xlarge' } };
    expect(() => decide(dearer, APPROVE, circumstances())).toThrow('not what was asked');
  });

  test.each<[string, Quote]>([
    ['of another amount', termQuote(10_000, { amount: 1 })],
    ['of an hour', sample.hourlyQuote(10_000)],
    ['of nothing', termQuote(0)],
    ['below nothing', termQuote(-10_000)],
    ['that is no number', termQuote(Number.NaN)],
    ['without an end', termQuote(Number.POSITIVE_INFINITY)],
    ['of a part of a unit', termQuote(9_999.5)],
  ])('at a price %s', (_, quote) => {
    const { outcome, next } = decide(waiting(), APPROVE, circumstances({ price: ok(quote) }));
    expect(outcome).toEqual({ is: 'refused', refused: { why: 'priceUnknown', failure: null } });
    expect(next).toBeNull();
  });

  test.each([Number.NaN, -1, Number.NEGATIVE_INFINITY])('with a balance of %d', (minor) => {
    const { outcome } = decide(waiting(), APPROVE, circumstances({ balance: ok(sample.cny(minor)) }));
    expect(outcome).toMatchObject({ is: 'refused', refused: { why: 'notEnough' } });
  });

  test('at a price in another currency, which everybody has to see first', () => {
    const usd = termQuote(10_000, { price: { minor: 10_000, currency: 'USD' } });
    const { outcome, next, events } = decide(waiting(), APPROVE, circumstances({ price: ok(usd) }));
    expect(outcome).toMatchObject({ is: 'askedAgain' });
    expect(events).toMatchObject([{ data: { drift: 'incomparable' } }]);
    expect(next?.approval).toMatchObject({ round: 2, quote: usd, votes: [] });
  });
});

test('who may vote only since the price rose is told that it waits', () => {
  const rule = { line: 3, charge: null, above: null, needed: 1, from: null };
  const policy = sample.policyWith({
    approvers: ['UONE'],
    rules: [rule, { ...rule, line: 4, above: sample.cny(11_000), from: ['UFINANCE'] }],
  });
  const request = waiting({ told: ['UONE', 'C0PLACE1'] });
  const { next, messages } = decide(request, APPROVE, circumstances({ policy, price: ok(termQuote(12_000)) }));
  expect(messages.filter(({ kind }) => kind === 'ask')).toEqual([
    { kind: 'ask', requestId: request.id, to: 'UFINANCE' },
  ]);
  expect(next?.approval?.told).toEqual(['UONE', 'C0PLACE1', 'UFINANCE']);
});

test('people who approved the old price are told that they must approve again', () => {
  const rule = { line: 3, charge: null, above: null, needed: 3, from: null };
  const policy = sample.policyWith({ approvers: ['UONE', 'UTWO', 'UTHREE'], rules: [rule] });
  const votes = ['UTWO', 'UTHREE', 'UGONE'].map((by) => ({ by }));
  const told = ['UONE', 'UTWO', 'UGONE', 'C0PLACE1'];
  const again = (request: ReturnType<typeof waiting>) =>
    decide(request, APPROVE, circumstances({ policy, price: ok(termQuote(12_000)) })).messages.filter(
      ({ kind }) => kind === 'dm',
    );
  // Not who clicks, who may no longer approve, or who reads it in a channel alone.
  const request = waiting({ votes, told });
  expect(again(request)).toEqual([{ kind: 'dm', requestId: request.id, user: 'UTWO', about: 'again' }]);
  expect(again(waiting({ votes: [], told }))).toEqual([]);
});

test('rules on one line of the file are told apart', () => {
  const rule = { line: 3, charge: null, above: null, needed: 1, from: null };
  const policy = sample.policyWith({
    approvers: ['UONE'],
    rules: [rule, { ...rule, above: sample.cny(10_000), from: ['UFINANCE'] }],
    priceTolerancePercent: 5,
  });
  expect(decide(waiting(), APPROVE, circumstances({ policy, price: ok(termQuote(10_001)) })).outcome.is).toBe(
    'askedAgain',
  );
});

test('when the policy comes to ask for fewer, who has agreed already completes it', () => {
  const request = waiting({ votes: [{ by: 'UONE' }] });
  const needing = (needed: number) =>
    sample.policyWith({
      approvers: ['UONE', 'UTWO'],
      rules: [{ line: 3, charge: null, above: null, needed, from: null }],
    });
  expect(decide(request, APPROVE, circumstances({ policy: needing(2) })).outcome).toMatchObject({
    refused: { why: 'votedBefore' },
  });
  const { outcome, next } = decide(request, APPROVE, circumstances({ policy: needing(1) }));
  expect(outcome.is).toBe('approved');
  expect(next?.approval?.votes).toEqual([{ by: 'UONE' }]);
});

test.each([
  ['Slack cannot say who they are', ['UONE', 'UTWO'], 'unknown', ['unconfirmed']],
  ['they are a guest by now', ['UONE', 'UTWO'], 'guest', ['noLonger']],
  ['they are no approver any more', ['UTWO', 'UADMIN'], 'member', ['noLonger']],
  ['their account is deactivated, so they read nothing', ['UONE', 'UTWO'], 'deactivated', []],
] as const)('a vote that does not count any more is told its voter: %s', (_, approvers, membership, whys) => {
  const request = waiting({ votes: [{ by: 'UONE' }] });
  const policy = sample.policyWith({
    approvers: [...approvers],
    rules: [{ line: 3, charge: null, above: null, needed: 2, from: null }],
  });
  const people = sample.peopleWith({}, { UONE: membership });
  const { outcome, next, messages } = decide(request, { ...APPROVE, by: 'UTWO' }, circumstances({ policy, people }));
  expect(outcome).toEqual({ is: 'voted', missing: 1 });
  expect(next?.approval?.votes).toEqual([{ by: 'UTWO' }]);
  expect(messages.filter(({ kind }) => kind === 'dm')).toEqual(
    whys.map((why) => ({ kind: 'dm', requestId: request.id, user: 'UONE', about: 'voteLost', why })),
  );
});

describe('while it waits', () => {
  const told = ['UONE', 'UTWO', 'C0PLACE1'];

  test('people who have not agreed are reminded, each time after twice as long', () => {
    const request = waiting({ told, votes: [{ by: 'UONE' }] });
    const first = approvalDue(request, request.approval, NOW + HOUR_MS + 5);
    expect(first.messages.filter(({ kind }) => kind === 'dm')).toEqual([
      { kind: 'dm', requestId: request.id, user: 'UTWO', about: 'reminder' },
    ]);
    expect(first.next).toMatchObject({ version: request.version + 1, dueAt: NOW + 3 * HOUR_MS + 5 });
    if (first.next.approval === null) throw new Error('it waits');
    const second = approvalDue(first.next, first.next.approval, NOW + 4 * HOUR_MS);
    expect(second.next.dueAt).toBe(NOW + 8 * HOUR_MS);
    expect([...first.events, ...second.events].map(({ kind }) => kind)).toEqual([
      'approval.reminded',
      'approval.reminded',
    ]);
  });

  test('others hear of it once, and belong to those who were told from then on', () => {
    const request = waiting({ told, remindAt: null, escalateAt: NOW, escalateTo: ['UADMIN', 'UONE', 'C0BOSSES'] });
    const { next, messages, events } = approvalDue(request, request.approval, NOW);
    expect(messages.flatMap((message) => (message.kind === 'ask' ? [message.to] : []))).toEqual(['UADMIN', 'C0BOSSES']);
    expect(messages.flatMap((message) => (message.kind === 'dm' ? [message.user] : []))).toEqual(['UADMIN', 'UONE']);
    expect(next.approval).toMatchObject({ escalateAt: null, told: [...told, 'UADMIN', 'C0BOSSES'] });
    expect(events).toMatchObject([{ kind: 'approval.escalated', actor: 'bot' }]);
    expect(next.dueAt).toBe(request.approval.expiresAt);
  });

  test('nobody reads of a reminder that went to nobody', () => {
    const votes = [{ by: 'UONE' }];
    for (const toldOf of [[], ['C0BOSSES'], ['UONE']]) {
      const request = waiting({ told: toldOf, votes, remindAt: NOW });
      const due = approvalDue(request, request.approval, NOW);
      expect(due.messages).toEqual([]);
      expect(due.next.approval?.remindAt).toBeGreaterThan(NOW);
    }
  });

  test('its end comes before a reminder that is due as well, and tells the requester', () => {
    const request = waiting({ told, remindAt: NOW, expiresAt: NOW });
    const { next, messages } = approvalDue(request, request.approval, NOW);
    expect(next).toMatchObject({ state: 'expired', dueAt: null, finishedAt: NOW });
    expect(messages.filter(({ kind }) => kind === 'dm')).toEqual([
      { kind: 'dm', requestId: request.id, user: 'UREQUESTER' },
    ]);
  });

  test('and not after it was decided: a second decision is a bug', () => {
    const { next } = decide(waiting(), APPROVE, circumstances());
    if (!next?.approval) throw new Error('it was decided');
    const { approval } = next;
    expect(() => expire(next, approval, NOW)).toThrow('decided already');
    expect(() => approvalDue(next, approval, NOW)).toThrow('waits for nobody');
  });
});
