import { describe, expect, test } from 'vitest';
import { specHash } from '../../../src/core/approval/approval.ts';
import { approvalDue } from '../../../src/core/approval/approval-clock.ts';
import type { Circumstances } from '../../../src/core/approval/blockers.ts';
import { type Click, type ClickDecision, decide, expire } from '../../../src/core/approval/decide.ts';
import { fail, ok } from '../../../src/core/base/result.ts';
import { aimOf } from '../../../src/core/renewal/renewal.ts';
import { untried } from '../../../src/core/renewal/renewal-new.ts';
import { PAY_AS_YOU_GO } from '../../../src/core/spec/charge.ts';
import * as sample from '../../support/approvals.ts';

const { AMOUNT, cny, FAILED, HOUR_MS, hourlyQuote, MONTHLY, NOW, termQuote } = sample;

const circumstances = (more: Partial<Circumstances> = {}): Circumstances => ({
  ...{ at: NOW, policy: sample.policyWith({ approvers: ['UONE', 'UTWO'] }), admins: ['UADMIN'] },
  ...{ people: sample.peopleWith(), price: ok(termQuote(10_000)), balance: ok(cny(50_000)), month: [] },
  ...more,
});
const waiting = (change = {}) => sample.waitingRequest('UREQUESTER', MONTHLY, termQuote(10_000), change);
const click = (what: Click['what'], by: string, note = ''): Click => ({ what, by, round: 1, note });
const both = {
  policy: sample.policyWith({
    approvers: ['UONE', 'UTWO'],
    rules: [{ line: 1, charge: null, above: null, needed: 2, from: null }],
  }),
};

/** The audit events, and what the thread and people are told. */
const trailOf = ({ events, messages }: Pick<ClickDecision, 'events' | 'messages'>) => ({
  events: events.map(({ kind, actor, data: { approval: _approval, ...data } }) => [kind, actor, data]),
  notes: messages.flatMap((message) => (message.kind === 'thread' ? [message.note] : [])),
  dms: messages.flatMap((message) => (message.kind === 'dm' ? [message] : [])),
});

describe('a comment', () => {
  const note = '  for the launch \n';
  const about = { note: 'for the launch', by: 'UONE' };

  test('is kept without the white space around it: with the decision, in the audit trail, and in the thread', () => {
    for (const [what, is, by] of [
      ['approve', 'approved', 'UONE'],
      ['deny', 'denied', 'UONE'],
      ['withdraw', 'withdrawn', 'UREQUESTER'],
    ] as const) {
      const decided = decide(waiting(), click(what, by, note), circumstances());
      expect(decided.next?.approval?.decision).toEqual({ is, by, at: NOW, note: 'for the launch' });
      const { events, notes } = trailOf(decided);
      expect(events).toEqual([[`request.${is}`, by, { note: 'for the launch', round: 1 }]]);
      expect(notes).toMatchObject([{ ...about, by, what: is }]);
    }
  });

  test('of the first of two goes with the vote', () => {
    const decided = decide(waiting(), click('approve', 'UONE', note), circumstances(both));
    expect(decided.next?.approval?.votes).toEqual([{ by: about.by }]);
    const { events, notes } = trailOf(decided);
    expect(events).toEqual([['approval.voted', 'UONE', { note: 'for the launch', round: 1, missing: 1 }]]);
    expect(notes).toMatchObject([{ ...about, what: 'voted' }]);
  });
});

describe('the requester', () => {
  const told = (decided: ClickDecision) => trailOf(decided).dms.map(({ user }) => user);

  test('hears of a denial and of the end of the wait, not of an approval or what they did themselves', () => {
    expect(told(decide(waiting(), click('deny', 'UONE', 'no'), circumstances()))).toEqual(['UREQUESTER']);
    expect(told(decide(waiting(), click('withdraw', 'UADMIN'), circumstances()))).toEqual(['UREQUESTER']);
    expect(told(decide(waiting(), click('approve', 'UONE'), circumstances()))).toEqual([]);
    expect(told(decide(waiting(), click('withdraw', 'UREQUESTER'), circumstances()))).toEqual([]);
    const { approval, ...request } = waiting();
    const expired = expire({ ...request, approval }, approval, NOW);
    expect(told(expired)).toEqual(['UREQUESTER']);
    expect(trailOf(expired).events).toEqual([['request.expired', 'bot', { note: '', round: 1 }]]);
  });
});

describe('a refused click', () => {
  const refused = (request: ReturnType<typeof waiting>, pressed: Click, more = {}) =>
    trailOf(decide(request, pressed, circumstances(more))).events;

  test('is in the audit trail with what was pressed and why not', () => {
    expect(refused(waiting(), click('approve', 'UEVE'))).toEqual([
      ['approval.refused', 'UEVE', { what: 'approve', why: 'notApprover' }],
    ]);
    expect(refused(waiting(), click('withdraw', 'UEVE'))).toEqual([
      ['approval.refused', 'UEVE', { what: 'withdraw', why: 'notYours' }],
    ]);
  });

  test('is not where it comes late, is a second one, or lacks a reason', () => {
    expect(refused({ ...waiting(), state: 'denied' }, click('approve', 'UONE'))).toEqual([]);
    expect(refused(waiting(), click('deny', 'UONE', ' '))).toEqual([]);
    const voted = waiting({ votes: [{ by: 'UONE' }] });
    expect(refused(voted, click('approve', 'UONE'), both)).toEqual([]);
  });
});

describe('what is approved', () => {
  test('is bought by its instances; a renewal by the request itself, at once', () => {
    const bought = decide(waiting(), click('approve', 'UONE'), circumstances());
    expect(bought.instances).toHaveLength(AMOUNT);
    expect(bought.next).toMatchObject({ state: 'creating', dueAt: null, finishedAt: null });
    const renewal = untried('r-1-1', 'i-1', NOW, 'token');
    const request = waiting();
    const renews = {
      ...request,
      renewal,
      approval: { ...request.approval, specHash: specHash(request.spec, AMOUNT, aimOf(renewal)) },
    };
    const renewed = decide(renews, click('approve', 'UONE'), circumstances());
    expect(renewed.instances).toEqual([]);
    expect(renewed.next).toMatchObject({ state: 'creating', dueAt: NOW });
    expect(decide(renews, click('deny', 'UONE', 'no'), circumstances()).next?.dueAt).toBeNull();
  });

  test('has the balance that was read, where something is debited', () => {
    const balanceOf = (decided: ClickDecision) => decided.next?.approval?.balance;
    expect(balanceOf(decide(waiting(), click('approve', 'UONE'), circumstances()))).toEqual({
      money: cny(50_000),
      at: NOW,
    });
    const unread = {
      balance: fail(FAILED),
      policy: sample.policyWith({ approvers: ['UONE'], allowUnknownBalance: true }),
    };
    expect(balanceOf(decide(waiting(), click('approve', 'UONE'), circumstances(unread)))).toEqual({
      money: null,
      at: NOW,
    });
    const hourly = sample.waitingRequest('UREQUESTER', PAY_AS_YOU_GO, hourlyQuote(1));
    const decided = decide(hourly, click('approve', 'UONE'), circumstances({ price: ok(hourlyQuote(1)) }));
    expect([decided.outcome.is, balanceOf(decided)]).toEqual(['approved', undefined]);
  });
});

test('what was decided is not decided again', () => {
  const { approval, ...request } = waiting();
  const decision = { is: 'denied', by: 'UONE', at: NOW, note: '' } as const;
  expect(() => expire({ ...request, approval }, { ...approval, decision }, NOW)).toThrow('decided already');
  expect(() => expire({ ...request, approval, state: 'denied' }, approval, NOW)).toThrow('decided already');
  expect(decide({ ...request, approval: null }, click('approve', 'UONE'), circumstances()).outcome).toEqual({
    ...{ is: 'refused', refused: { why: 'decided', decision: null } },
  });
});

describe('the clock', () => {
  const due = (change: object, at = NOW) => {
    const request = waiting({ told: ['UONE', 'UTWO', 'UTHREE'], ...change });
    return trailOf(approvalDue(request, request.approval, at));
  };

  test('reminds those who have not agreed, which the thread says', () => {
    const votes = [{ by: 'UONE' }, { by: 'UTHREE' }];
    const { dms, events, notes } = due({ remindAt: NOW, votes });
    expect(dms).toMatchObject([{ user: 'UTWO', about: 'reminder' }]);
    expect(events).toEqual([['approval.reminded', 'bot', { told: ['UTWO'] }]]);
    expect(notes).toMatchObject([{ what: 'reminded', by: 'bot', note: '' }]);
  });

  test('tells others, which the thread says if there are any', () => {
    const { dms, events, notes } = due({ remindAt: null, escalateAt: NOW, escalateTo: ['UBOSS'] });
    expect(dms).toMatchObject([{ user: 'UBOSS', about: 'escalation' }]);
    expect(events).toEqual([['approval.escalated', 'bot', { told: ['UBOSS'] }]]);
    expect(notes).toMatchObject([{ what: 'escalated', by: 'bot', note: '' }]);
    expect(due({ remindAt: null, escalateAt: NOW, escalateTo: [] }).notes).toEqual([]);
  });

  test('does neither before its time', () => {
    const early = due({ remindAt: NOW + HOUR_MS, escalateAt: NOW + HOUR_MS, escalateTo: ['UBOSS'] }, NOW + HOUR_MS - 1);
    expect([early.events, early.notes, early.dms]).toEqual([[], [], []]);
  });
});
