import { describe, expect, test } from 'vitest';
import { canonical, specHash } from '../../../src/core/approval/approval.ts';
import { FAILURE_KINDS, type Failure } from '../../../src/core/failure/failure.ts';
import type { LookResult } from '../../../src/core/instance/next-action.ts';
import { reduceRenewal } from '../../../src/core/renewal/reduce-renewal.ts';
import { isInDoubt, mayHaveCost, type Renewal } from '../../../src/core/renewal/renewal.ts';
import { endOfTerm, isProlonged, nextRenewalAct, type Renewing } from '../../../src/core/renewal/renewal-act.ts';
import { refusalToRenew, rulesOfRenewing, untried } from '../../../src/core/renewal/renewal-new.ts';
import { mayWithdraw } from '../../../src/core/request/withdraw.ts';
import { policyWith, specOf, waitingRequest } from '../../support/approvals.ts';
import { anInstance, timing } from '../../support/instances.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 1, 12);
const UNTIL = Date.UTC(2026, 10, 24, 16);
const MONTH = { unit: 'Month', period: 1 } as const;
const THEN = Date.UTC(2026, 11, 24, 16);

const renewalOf = (fields: Partial<Renewal> = {}): Renewal => ({
  ...untried('r-1-1', 'i-1', UNTIL, 'token'),
  ...fields,
});

const seenAs = (fields: Partial<Exclude<LookResult, null | 'missing'>> = {}): Exclude<LookResult, null> => ({
  ...{ cloudId: 'i-1', status: 'Running', publicIp: null, privateIp: null, locks: [], chargeKind: 'prepaid' },
  ...{ expiresAt: UNTIL, stoppedMode: null, deletionProtection: false },
  ...fields,
});

const SENT = { begunAt: NOW, triedAt: NOW, attempts: 1 };
const REFUSED: Failure = {
  ...{ kind: 'money', code: null, detail: '', requestId: null, retryAfterMs: null, api: null, missing: null },
};
const soon = NOW + 60_000;
const afterDoubt = NOW + timing.doubtAfterMs;
const inTheEnd = afterDoubt + timing.graceMs;

type Row = readonly [what: string, renewal: Renewal, seen: LookResult, now: number, act: object];

const TABLE: readonly Row[] = [
  ['nothing was looked at', renewalOf(), null, NOW, { do: 'look' }],
  ['it is as it was', renewalOf(), seenAs(), NOW, { do: 'renew' }],
  ['it is overdue', renewalOf(), seenAs({ locks: ['financial'], status: 'Stopped' }), NOW, { do: 'renew' }],
  [
    'it is locked for security',
    renewalOf(),
    seenAs({ locks: ['security'] }),
    NOW,
    { do: 'end', end: { is: 'barred', why: 'locked', until: UNTIL } },
  ],
  [
    'its end has moved',
    renewalOf(),
    seenAs({ expiresAt: THEN }),
    NOW,
    { do: 'end', end: { is: 'barred', why: 'moved', until: THEN } },
  ],
  [
    'its end has moved back',
    renewalOf(),
    seenAs({ expiresAt: UNTIL - DAY }),
    NOW,
    { do: 'end', end: { is: 'barred', why: 'moved', until: UNTIL - DAY } },
  ],
  [
    'it is not prepaid any more',
    renewalOf(),
    seenAs({ chargeKind: 'payAsYouGo', expiresAt: null }),
    NOW,
    { do: 'end', end: { is: 'barred', why: 'notPrepaid', until: null } },
  ],
  ['it is missing for the first time', renewalOf(), 'missing', NOW, { do: 'wait' }],
  [
    'it is missing for the third time',
    renewalOf({ misses: 2 }),
    'missing',
    NOW,
    { do: 'end', end: { is: 'barred', why: 'gone', until: null } },
  ],
  ['it was throttled alone', renewalOf({ ...SENT, undone: 1 }), seenAs(), soon, { do: 'renew' }],
  [
    'it was throttled alone, and its end has moved',
    renewalOf({ ...SENT, undone: 1 }),
    seenAs({ expiresAt: THEN }),
    soon,
    { do: 'end', end: { is: 'barred', why: 'moved', until: THEN } },
  ],
  ['it is in doubt and unmoved', renewalOf(SENT), seenAs(), soon, { do: 'renew' }],
  [
    'it is in doubt and has moved by the term',
    renewalOf(SENT),
    seenAs({ expiresAt: THEN }),
    soon,
    { do: 'end', end: { is: 'renewed', until: THEN } },
  ],
  [
    'it is in doubt and has moved by a week',
    renewalOf(SENT),
    seenAs({ expiresAt: UNTIL + 7 * DAY }),
    soon,
    { do: 'wait' },
  ],
  ...[3, 12].map((months): Row => {
    const expiresAt = endOfTerm(UNTIL, { unit: 'Month', period: months });
    return [
      `it is in doubt and was renewed for ${months} months elsewhere`,
      renewalOf(SENT),
      seenAs({ expiresAt }),
      soon,
      { do: 'wait' },
    ];
  }),
  [
    'it was accepted and was renewed elsewhere too',
    renewalOf({ ...SENT, acceptedAt: NOW }),
    seenAs({ expiresAt: endOfTerm(UNTIL, { unit: 'Month', period: 4 }) }),
    soon,
    { do: 'end', end: { is: 'renewed', until: endOfTerm(UNTIL, { unit: 'Month', period: 4 }) } },
  ],
  [
    'it was overdue, is in doubt, and is prolonged from now on',
    renewalOf({ ...SENT, wasUntil: NOW - 14 * DAY }),
    seenAs({ expiresAt: endOfTerm(NOW, MONTH) }),
    soon,
    { do: 'end', end: { is: 'renewed', until: endOfTerm(NOW, MONTH) } },
  ],
  ['it is in doubt and missing', renewalOf(SENT), 'missing', soon, { do: 'wait' }],
  ['it is in doubt for long', renewalOf(SENT), seenAs(), afterDoubt, { do: 'wait' }],
  ['it is in doubt and may not be repeated', renewalOf({ ...SENT, mayRepeat: false }), seenAs(), soon, { do: 'wait' }],
  [
    'it is in doubt for too long',
    renewalOf(SENT),
    seenAs(),
    inTheEnd,
    { do: 'end', end: { is: 'failed', failure: { kind: 'doubtful', api: 'RenewInstance' } } },
  ],
  [
    'it is in doubt, missing, for too long',
    renewalOf(SENT),
    'missing',
    inTheEnd,
    { do: 'end', end: { is: 'failed', failure: { kind: 'doubtful', api: 'DescribeInstances' } } },
  ],
  [
    'it was refused when it was repeated',
    renewalOf({ ...SENT, attempts: 2, undone: 1, refusedAt: NOW, failure: REFUSED, mayRepeat: false }),
    seenAs(),
    soon - 1,
    { do: 'wait' },
  ],
  [
    'it was refused when it was repeated, and has not moved since',
    renewalOf({ ...SENT, attempts: 2, undone: 1, refusedAt: NOW, failure: REFUSED, mayRepeat: false }),
    seenAs(),
    NOW + timing.graceMs,
    { do: 'end', end: { is: 'failed', failure: REFUSED } },
  ],
  ['it was accepted and does not show', renewalOf({ ...SENT, acceptedAt: NOW }), seenAs(), soon, { do: 'wait' }],
  [
    'it was accepted and shows',
    renewalOf({ ...SENT, acceptedAt: NOW }),
    seenAs({ expiresAt: THEN }),
    soon,
    { do: 'end', end: { is: 'renewed', until: THEN } },
  ],
  [
    'it was accepted and never shows',
    renewalOf({ ...SENT, acceptedAt: NOW }),
    seenAs(),
    NOW + timing.deadlineMs,
    { do: 'end', end: { is: 'failed', failure: { kind: 'deadline' } } },
  ],
  ['it has ended', renewalOf({ end: { is: 'renewed', until: THEN } }), seenAs(), soon, { do: 'rest' }],
];

describe('what is done for a renewal', () => {
  test.each(TABLE)('when %s', (_what, renewal, seen, now, act) => {
    expect(nextRenewalAct(renewal, MONTH, seen, now, timing)).toMatchObject(act);
  });

  test('nothing is ever sent again once it was accepted, has ended, or may only be looked at', () => {
    const looks: LookResult[] = [seenAs(), seenAs({ expiresAt: THEN }), seenAs({ expiresAt: UNTIL + DAY }), 'missing'];
    const fixed: Partial<Renewal>[] = [
      { acceptedAt: NOW },
      { end: { is: 'failed', failure: REFUSED } },
      { mayRepeat: false },
    ];
    for (const now of [soon, afterDoubt, inTheEnd])
      for (const seen of looks)
        for (const fields of fixed)
          expect(nextRenewalAct(renewalOf({ ...SENT, ...fields }), MONTH, seen, now, timing).do).not.toBe('renew');
  });
});

describe('what a refusal of the call makes of it', () => {
  const request = (renewal: Renewal): Renewing => ({
    ...waitingRequest('U1', { kind: 'prepaid', term: MONTH, autoRenew: false }, null),
    ...{ state: 'creating', amount: 1, renewal },
  });

  const busy: Failure = { ...REFUSED, kind: 'busy', code: 'InvalidStatus.Upgrading' };

  test('what is refused because the instance is being changed keeps its approval and is repeated with another token', () => {
    const sent = request(renewalOf(SENT));
    const { next } = reduceRenewal(sent, { is: 'refused', failure: busy }, NOW + 10, timing);
    expect(next).toMatchObject({ state: 'creating', approval: sent.approval, renewal: { end: null } });
    expect(next.dueAt).toBeGreaterThan(NOW);
    expect(nextRenewalAct(next.renewal, MONTH, seenAs(), NOW + 5_000, timing).do).toBe('renew');
    const again = reduceRenewal(next, { is: 'trying' }, NOW + 5_000, timing);
    expect(again.events.map(({ kind }) => kind)).toContain('renewal.newToken');
    expect(again.next.renewal.clientToken).toBe('token.2');
  });

  test('after a call without a clear answer no refusal brings another token', () => {
    const doubtful = request(renewalOf({ ...SENT, attempts: 2, undone: 0 }));
    const { next } = reduceRenewal(doubtful, { is: 'refused', failure: busy }, NOW + 10, timing);
    const again = reduceRenewal(next, { is: 'trying' }, NOW + 5_000, timing);
    expect(again.next.renewal.clientToken).toBe('token');
  });

  test('a refusal that nobody knows is repeated with the same token, and told once its end is seen unmoved', () => {
    const unknown: Failure = { ...REFUSED, kind: 'unknown', code: 'Nobody.KnowsThis' };
    const { next } = reduceRenewal(request(renewalOf(SENT)), { is: 'refused', failure: unknown }, NOW + 10, timing);
    expect(next.renewal).toMatchObject({ end: null, mayRepeat: true });
    expect(nextRenewalAct(next.renewal, MONTH, seenAs(), NOW + 5_000, timing).do).toBe('renew');
    const late = NOW + 10 + timing.graceMs;
    expect(nextRenewalAct(next.renewal, MONTH, seenAs(), late, timing)).toMatchObject({
      do: 'end',
      end: { failure: { code: 'Nobody.KnowsThis' } },
    });
    // A look that was begun before says nothing of it.
    expect(nextRenewalAct(next.renewal, MONTH, seenAs(), late, timing, late - 1).do).toBe('renew');
  });

  test.each(FAILURE_KINDS)('%s never loses a doubt, and always has a next look or an end', (kind) => {
    const tried = reduceRenewal(request(renewalOf(SENT)), { is: 'trying' }, NOW, timing).next;
    const { next } = reduceRenewal(tried, { is: 'refused', failure: { ...REFUSED, kind } }, NOW, timing);
    // The first call had no answer at all.
    expect(isInDoubt(next.renewal)).toBe(true);
    expect(next.state).toBe('creating');
    expect(next.dueAt).not.toBeNull();
  });

  test.each(['ambiguous', 'transient', 'inFlight', 'tokenMismatch'] as const)('%s leaves it in doubt', (kind) => {
    const tried = reduceRenewal(request(renewalOf()), { is: 'trying' }, NOW, timing).next;
    const { next } = reduceRenewal(tried, { is: 'refused', failure: { ...REFUSED, kind } }, NOW, timing);
    expect([isInDoubt(next.renewal), next.state]).toEqual([true, 'creating']);
  });

  test('what was refused for good ends it with nothing debited', () => {
    const tried = reduceRenewal(request(renewalOf()), { is: 'trying' }, NOW, timing).next;
    const { next } = reduceRenewal(tried, { is: 'refused', failure: REFUSED }, NOW, timing);
    expect([next.state, next.renewal.end, mayHaveCost(next.renewal)]).toEqual([
      'finished',
      { is: 'failed', failure: REFUSED },
      false,
    ]);
  });

  describe('refused for good after a call that had no answer', () => {
    const doubtful = { ...SENT, attempts: 2, undone: 1, refusedAt: soon, mayRepeat: false, failure: REFUSED };
    const late = soon + timing.graceMs + timing.deadlineMs;
    const unseen = { is: 'unseen', failure: { ...REFUSED, kind: 'transient' } } as const;
    test.each([
      ['is seen as it was', {}, { is: 'seen', seen: seenAs() }, 'money', false],
      ['cannot be looked at', {}, unseen, 'doubtful', true],
      ['is not listed', {}, { is: 'seen', seen: 'missing' }, 'doubtful', true],
      ['has moved by less', {}, { is: 'seen', seen: seenAs({ expiresAt: UNTIL + DAY }) }, 'doubtful', true],
      ['was accepted as well', { acceptedAt: NOW }, { is: 'seen', seen: seenAs() }, 'deadline', true],
    ] as const)('when it %s', (_, fields, observation, kind, costs) => {
      const { next } = reduceRenewal(request(renewalOf({ ...doubtful, ...fields })), observation, late, timing);
      expect(next.renewal.end).toMatchObject({ is: 'failed', failure: { kind } });
      expect(mayHaveCost(next.renewal)).toBe(costs);
    });
  });

  test('it can be withdrawn until it is sent', () => {
    const waiting = request(renewalOf());
    const tried = reduceRenewal(waiting, { is: 'trying' }, NOW, timing).next;
    expect([mayWithdraw(waiting, []), mayWithdraw(tried, [])]).toEqual([true, false]);
  });
});

describe('the end of a term', () => {
  test.each([
    [Date.UTC(2026, 0, 31, 16), MONTH, Date.UTC(2026, 1, 28, 16)],
    [Date.UTC(2026, 10, 24, 16), { unit: 'Month', period: 12 } as const, Date.UTC(2027, 10, 24, 16)],
    [Date.UTC(2024, 1, 29), { unit: 'Month', period: 12 } as const, Date.UTC(2025, 1, 28)],
    [Date.UTC(2026, 11, 28), { unit: 'Week', period: 2 } as const, Date.UTC(2027, 0, 11)],
  ])('from %d', (from, term, end) => {
    expect(endOfTerm(from, term)).toBe(end);
  });

  test('is reached by about the term, and not by less', () => {
    expect(isProlonged(UNTIL, MONTH, THEN)).toBe(true);
    expect(isProlonged(UNTIL, MONTH, THEN - 2 * DAY)).toBe(true);
    expect([THEN - 3 * DAY, THEN - 3 * DAY - 1].map((until) => isProlonged(UNTIL, MONTH, until))).toEqual([
      true,
      false,
    ]);
    expect(isProlonged(UNTIL, MONTH, UNTIL + 14 * DAY)).toBe(false);
    expect(isProlonged(UNTIL, { unit: 'Week', period: 1 }, UNTIL)).toBe(false);
    expect(isProlonged(UNTIL, MONTH, null)).toBe(false);
  });
});

describe('who asks to renew', () => {
  const charge = { kind: 'prepaid', term: MONTH, autoRenew: true } as const;
  const OVER = { id: 'r-8', state: 'finished' } as const;
  const running = anInstance({ spec: specOf(charge), cloudId: 'i-1', outcome: 'reached', dueAt: null });

  test.each([
    ['notCreatedYet', { ...running, cloudId: null, outcome: null }],
    ['neverCreated', { ...running, cloudId: null, outcome: 'failed' as const }],
    ['gone', { ...running, wanted: 'released' as const }],
    ['beingReleased', { ...running, wanted: 'released' as const, outcome: null }],
  ])('is refused when it is %s', (why, instance) => {
    expect(refusalToRenew(instance, [])).toEqual({ why });
  });

  test('waits for the one that is open, and for no other', () => {
    expect(refusalToRenew(running, [{ id: 'r-9', state: 'pending' }])).toEqual({
      why: 'openAlready',
      requestId: 'r-9',
    });
    expect(refusalToRenew(running, [OVER, { id: 'r-9', state: 'creating' }])).toMatchObject({ why: 'openAlready' });
    for (const state of ['finished', 'denied', 'withdrawn', 'expired'] as const)
      expect(refusalToRenew(running, [OVER, { id: 'r-9', state }])).toBeNull();
  });

  test('is judged by who may prepay, and not by what may be created', () => {
    const strict = policyWith(
      {},
      { regions: { value: ['ap-*'], line: 3 }, limits: { maxVCpu: { value: 1, line: 4 } } },
    );
    expect(rulesOfRenewing(strict)).toMatchObject({ regions: null, limits: {}, create: strict.create });
  });

  test('asks for one instance: the approval of one is not that of another', () => {
    const spec = specOf(charge);
    expect(specHash(spec, 1, 'i-1')).not.toBe(specHash(spec, 1, 'i-2'));
    expect(specHash(spec, 1)).not.toBe(specHash(spec, 1, 'i-1'));
    expect(canonical({ a: 1, b: undefined })).toBe(canonical({ a: 1 }));
  });
});
