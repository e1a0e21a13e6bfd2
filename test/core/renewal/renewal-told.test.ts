import { describe, expect, test } from 'vitest';
import { endRenewal, type RenewalObservation, reduceRenewal } from '../../../src/core/renewal/reduce-renewal.ts';
import type { Renewal } from '../../../src/core/renewal/renewal.ts';
import { lacksMoney, type Renewing } from '../../../src/core/renewal/renewal-act.ts';
import {
  refusalToRenew,
  rulesOfRenewing,
  specToGrow,
  specToRenew,
  untried,
} from '../../../src/core/renewal/renewal-new.ts';
import { MONTHLY, policyWith, waitingRequest } from '../../support/approvals.ts';
import { aFailure, anAccepted, NOW, seen, timing } from '../../support/instances.ts';

const UNTIL = NOW + 9 * 86_400_000;
const AT = NOW + 10_000;
const FREEZE = { version: 3, reason: 'audit', by: 'UADMIN', at: NOW, until: AT + 30_000 };
const SENT = { begunAt: NOW, triedAt: NOW, attempts: 1 };

const renewing = (over: Partial<Renewal> = {}, more: Partial<Renewing> = {}): Renewing => ({
  ...waitingRequest('U1', MONTHLY, null),
  ...{ id: 'r-2', state: 'creating', dueAt: AT },
  renewal: { ...untried('r-1-1', 'i-1', UNTIL, 'token'), ...over },
  ...more,
});

/** What came of it: the renewal, when it is due, and what the audit trail and the thread say. */
function cameOf(row: Renewing, observation: RenewalObservation, at = AT) {
  const { next, events, messages } = reduceRenewal(row, observation, at, timing);
  const told = messages.flatMap((message) =>
    message.kind === 'thread' ? [(message.note as { what: { is: string } }).what.is] : message.kind,
  );
  return { next, renewal: next.renewal, dueAt: next.dueAt, events: events.map(({ kind, data }) => [kind, data]), told };
}

describe('a call', () => {
  test('is stored and audited before it is sent, the first time', () => {
    const { renewal, dueAt, events, told } = cameOf(renewing(), { is: 'trying' });
    expect(renewal).toMatchObject({ begunAt: AT, triedAt: AT, attempts: 1, clientToken: 'token' });
    expect([events, told]).toEqual([[['renewal.trying', {}]], ['card']]);
    expect(dueAt).toBe(AT + timing.lookEveryMs);
    const again = cameOf(renewing(SENT), { is: 'trying' });
    expect(again.renewal).toMatchObject({ triedAt: NOW, attempts: 2 });
    expect(again.events).toEqual([]);
  });

  test('takes another token once its own is spent, and never while an earlier one may have taken effect', () => {
    const spent = cameOf(renewing({ ...SENT, undone: 1, refusals: 2 }), { is: 'trying' });
    expect(spent.renewal).toMatchObject({ clientToken: 'token.2', refusals: 0 });
    expect(spent.events).toEqual([['renewal.newToken', { clientToken: 'token.2', was: 'token' }]]);
    expect(cameOf(renewing({ ...SENT, refusals: 2 }), { is: 'trying' }).renewal.clientToken).toBe('token');
  });

  test('that was accepted is told, and looked for at once', () => {
    const { renewal, dueAt, events, told } = cameOf(renewing({ ...SENT, setbacks: 2 }), { is: 'accepted' });
    expect(renewal).toMatchObject({ acceptedAt: AT, setbacks: 0, failure: null });
    expect([events, told, dueAt]).toEqual([[['renewal.accepted', {}]], ['accepted', 'card'], AT]);
  });

  test('that was not sent counts as undone, and comes again at once', () => {
    const { renewal, dueAt } = cameOf(renewing(SENT), { is: 'unsent' });
    expect([renewal.undone, dueAt]).toEqual([1, AT]);
  });
});

describe('trouble', () => {
  const failure = aFailure('throttled');

  test('is told and audited once for each kind, and nothing is given up', () => {
    const permission = aFailure('permission');
    const first = cameOf(renewing(), { is: 'unknown', failure: permission });
    expect(first.events).toEqual([
      ['renewal.troubled', { kind: 'permission', code: 'Code.permission', api: 'RenewInstance' }],
    ]);
    expect(first.told).toEqual(['troubled', 'card']);
    expect(first.dueAt).toBeGreaterThan(AT);
    const again = cameOf(first.next, { is: 'unknown', failure: permission }, AT + 1_000);
    expect([again.events, again.told, again.renewal.setbacks]).toEqual([[], ['card'], 2]);
    const asked = cameOf(renewing(), { is: 'unseen', failure: { ...failure, api: 'DescribeInstances' } });
    expect(asked.events).toMatchObject([['renewal.troubled', { kind: 'throttled', api: 'DescribeInstances' }]]);
  });

  test('of another kind is told too, but not that a call waits for its turn, nor that an earlier one is under way', () => {
    const first = cameOf(renewing(), { is: 'unknown', failure: aFailure('permission') }).next;
    expect(cameOf(first, { is: 'unknown', failure }).told).toEqual(['troubled', 'card']);
    const quiet = (kind: 'queued' | 'inFlight') => cameOf(renewing(), { is: 'unknown', failure: aFailure(kind) });
    expect([quiet('inFlight').told, quiet('queued').told]).toEqual([['card'], ['card']]);
    const { renewal, events, dueAt } = quiet('queued');
    expect([renewal.setbacks, renewal.failure, events, (dueAt ?? 0) > AT]).toEqual([0, null, [], true]);
  });

  test('after a refusal leaves that as the reason in the end', () => {
    const refused = renewing({ ...SENT, attempts: 2, refusedAt: AT - 1, mayRepeat: false, failure: aFailure('money') });
    const { renewal, events } = cameOf(refused, { is: 'unseen', failure });
    expect([renewal.failure?.kind, renewal.setbacks, events]).toEqual(['money', 1, []]);
  });

  test('while it may have happened ends it only a deadline after its effect should have shown', () => {
    const last = NOW + timing.doubtAfterMs + timing.graceMs + timing.deadlineMs;
    const ends = [last - 1, last].map((at) => cameOf(renewing(SENT), { is: 'unseen', failure }, at).renewal.end?.is);
    expect(ends).toEqual([undefined, 'failed']);
  });

  test('that is over is audited', () => {
    const troubled = cameOf(renewing(SENT), { is: 'unseen', failure }).next;
    const { events, renewal } = cameOf(troubled, { is: 'accepted' });
    expect(renewal.failure).toBeNull();
    expect(events).toContainEqual(['renewal.goingOn', { trouble: 'throttled', held: false, tried: true }]);
  });

  test('ends what was never sent after a while, counted from its beginning', () => {
    const row = renewing({ begunAt: AT - timing.doubtAfterMs });
    const { renewal, told, next } = cameOf(row, { is: 'unknown', failure });
    expect(renewal.end).toEqual({ is: 'failed', failure });
    expect(renewal.failure).toEqual(failure);
    expect([told, next.state, next.finishedAt]).toEqual([['failed', 'dm', 'card'], 'finished', AT]);
    const younger = renewing({ begunAt: AT - timing.doubtAfterMs + 1 });
    expect(cameOf(younger, { is: 'unknown', failure }).renewal.end).toBeNull();
  });
});

describe('a refusal', () => {
  test('for good of a call that nothing may have come of ends it with the reason', () => {
    const { renewal, told } = cameOf(renewing(SENT), { is: 'refused', failure: aFailure('money') });
    expect(renewal).toMatchObject({ end: { is: 'failed', failure: { kind: 'money' } }, undone: 1 });
    expect(told).toEqual(['failed', 'dm', 'card']);
  });

  test('for good while an earlier call may have taken effect is audited, and only looks follow', () => {
    const { renewal, events, dueAt } = cameOf(renewing({ ...SENT, attempts: 2 }), {
      ...{ is: 'refused', failure: aFailure('money') },
    });
    expect(renewal).toMatchObject({ end: null, mayRepeat: false, refusedAt: AT, failure: { kind: 'money' } });
    expect(events).toEqual([['renewal.refused', { kind: 'money', code: 'Code.money' }]]);
    expect(dueAt).toBe(AT + timing.lookEveryMs);
  });

  test('that may heal is tried again, and is the reason in the end; missing credentials say nothing of it', () => {
    const of = (kind: 'badInput' | 'credentials') =>
      cameOf(renewing({ ...SENT, attempts: 2 }), { is: 'refused', failure: aFailure(kind) }).renewal;
    expect(of('badInput')).toMatchObject({ end: null, mayRepeat: true, refusedAt: AT, failure: { kind: 'badInput' } });
    expect(of('credentials')).toMatchObject({ end: null, mayRepeat: true, refusedAt: null });
  });

  test('that may have had an effect keeps it looked for: the looks go on from the last such answer', () => {
    const late = { is: 'refused', failure: aFailure('ambiguous') } as const;
    const refused = { ...SENT, attempts: 2, mayRepeat: false, failure: aFailure('money') };
    expect(cameOf(renewing({ ...refused, refusedAt: AT - 9 }), late).renewal.refusedAt).toBe(AT);
    expect(cameOf(renewing({ ...SENT, attempts: 2 }), late).renewal).toMatchObject({ refusedAt: null, undone: 0 });
  });

  test('by the price or the approval ends it, or leaves only looks while it may have happened', () => {
    const failure = aFailure('priceChanged');
    expect(cameOf(renewing(), { is: 'against', failure }).renewal.end).toEqual({ is: 'failed', failure });
    const open = cameOf(renewing(SENT), { is: 'against', failure });
    expect([open.renewal.end, open.renewal.mayRepeat]).toEqual([null, false]);
    expect(open.dueAt).toBe(AT + timing.lookEveryMs);
    const passing = cameOf(renewing(), { is: 'against', failure: aFailure('transient') });
    expect(passing.renewal).toMatchObject({ end: null, mayRepeat: true, setbacks: 1 });
  });
});

describe('a freeze', () => {
  test('is told once, and what was never sent starts again afterwards', () => {
    const held = cameOf(renewing({ ...SENT, undone: 1, failure: aFailure('throttled'), setbacks: 4 }), {
      ...{ is: 'held', freeze: FREEZE },
    });
    expect(held.renewal).toMatchObject({
      ...{ heldBy: FREEZE, attempts: 0, undone: 0, triedAt: null, begunAt: null, setbacks: 0, failure: null },
    });
    expect(held.events).toEqual([
      ['renewal.goingOn', { trouble: 'throttled', held: false, tried: false }],
      ['renewal.held', { reason: 'audit', until: FREEZE.until }],
    ]);
    expect([held.told, held.dueAt]).toEqual([['held', 'card'], AT + 30_000]);
    const again = cameOf(held.next, { is: 'held', freeze: { ...FREEZE, until: null } }, AT + 5);
    expect([again.told, again.events, again.dueAt]).toEqual([['card'], [], AT + 60_005]);
  });

  test('of another version is told again, and what was over before it is audited', () => {
    const held = cameOf(renewing({ failure: aFailure('throttled') }), { is: 'held', freeze: FREEZE });
    expect(held.events[0]).toEqual(['renewal.goingOn', { trouble: 'throttled', held: false, tried: false }]);
    expect(cameOf(held.next, { is: 'held', freeze: { ...FREEZE, version: 4 } }).told).toEqual(['held', 'card']);
    const tried = cameOf(renewing({ ...SENT, undone: 1 }), { is: 'held', freeze: FREEZE });
    expect(tried.events[0]).toEqual(['renewal.goingOn', { trouble: null, held: false, tried: false }]);
    expect(cameOf(renewing(), { is: 'held', freeze: FREEZE }).events.map(([kind]) => kind)).toEqual(['renewal.held']);
    const over = cameOf(held.next, { is: 'seen', seen: 'missing' });
    expect(over.events).toEqual([['renewal.goingOn', { trouble: null, held: true, tried: false }]]);
  });

  test('leaves alone what may have happened, less a call that it held back', () => {
    const open = cameOf(renewing({ ...SENT, attempts: 2 }), { is: 'held', freeze: FREEZE, unsent: true });
    expect(open.renewal).toMatchObject({ attempts: 1, triedAt: NOW, begunAt: NOW });
    expect(cameOf(renewing(SENT), { is: 'held', freeze: FREEZE }).renewal).toMatchObject({ attempts: 1, begunAt: NOW });
    expect(cameOf(renewing(SENT), { is: 'held', freeze: FREEZE, unsent: true }).renewal.triedAt).toBeNull();
  });

  test('that is over is audited', () => {
    const { events, renewal } = cameOf(renewing({ heldBy: FREEZE }), { is: 'trying' });
    expect(renewal.heldBy).toBeNull();
    expect(events).toContainEqual(['renewal.goingOn', { trouble: null, held: true, tried: true }]);
  });
});

test('one in another account ends if nothing was sent, and else waits for that account', () => {
  const ended = cameOf(renewing(), { is: 'elsewhere' });
  expect(ended.renewal.end).toEqual({ is: 'barred', why: 'elsewhere', until: null });
  expect(ended.events).toMatchObject([['request.finished', { renewal: { is: 'barred', why: 'elsewhere' } }]]);
  const open = cameOf(renewing(SENT), { is: 'elsewhere' });
  expect([open.renewal.end, open.dueAt]).toEqual([null, AT + 60_000]);
});

test('a look that shows nothing new is followed by rarer ones, and counts how often it is missing', () => {
  const old = renewing({ ...SENT, triedAt: AT - 400_000, misses: 1 });
  const missing = cameOf(old, { is: 'seen', seen: 'missing', lookedAt: AT } as never);
  expect(missing).toMatchObject({ renewal: { misses: 2, setbacks: 0 }, dueAt: AT + 10_000 });
  const there = {
    is: 'seen',
    seen: seen('Running', { chargeKind: 'prepaid', expiresAt: UNTIL }),
    lookedAt: AT,
  } as never;
  expect(cameOf(old, there).renewal.misses).toBe(0);
  expect(cameOf(renewing({ ...SENT, acceptedAt: AT }), there).dueAt).toBe(AT + timing.lookEveryMs);
});

test('what has ended, or waits for its approval, is changed by nothing', () => {
  for (const row of [
    renewing({ end: { is: 'grown' } }),
    renewing({}, { state: 'pending' }),
    renewing({}, { state: 'denied' }),
  ]) {
    const { renewal, events, told, dueAt } = cameOf(row, { is: 'accepted' });
    expect([renewal, events, told, dueAt]).toEqual([row.renewal, [], ['card'], null]);
  }
});

test('what it came to is in the history of the request and of its instance', () => {
  const finished = (end: Parameters<typeof endRenewal>[1]) =>
    endRenewal(renewing({}, {}), end, AT).events.map(({ kind, instanceId, requestId, actor, data }) => [
      kind,
      actor,
      requestId,
      instanceId,
      data,
    ]);
  const failed = { is: 'failed', failure: aFailure('money') } as const;
  expect(finished(failed)).toMatchObject([
    ['request.finished', 'bot', 'r-2', null, { renewal: { is: 'failed', kind: 'money', code: 'Code.money' } }],
  ]);
  expect(finished({ is: 'renewed', until: UNTIL + 1 })).toEqual([
    ['request.finished', 'bot', 'r-2', null, { renewal: { is: 'renewed', until: UNTIL + 1 } }],
    ['instance.renewed', 'bot', 'r-1', 'r-1-1', { by: 'r-2', was: UNTIL, until: UNTIL + 1 }],
  ]);
  const other = endRenewal(renewing({ instanceId: 'r-12-34' }), { is: 'renewed', until: UNTIL + 1 }, AT);
  expect(other.events.at(-1)).toMatchObject({ requestId: 'r-12', instanceId: 'r-12-34' });
});

test('one that the cloud did not renew for lack of money shows the balance', () => {
  const of = (end: Renewal['end']) => lacksMoney(renewing({ end }));
  expect(of({ is: 'failed', failure: aFailure('money') })).toBe(true);
  expect(of({ is: 'failed', failure: aFailure('quota') })).toBe(false);
  expect([of({ is: 'grown' }), of(null), lacksMoney({})]).toEqual([false, false, false]);
});

describe('what is asked for', () => {
  const row = anAccepted({ outcome: 'reached' });

  test.each([
    ['is refused once the instance is gone', { wanted: 'released' }, { why: 'gone' }],
    [
      'is refused once the instance has disappeared',
      { outcome: 'failed', failure: aFailure('vanished') },
      { why: 'gone' },
    ],
    ['is refused before the instance is created', { cloudId: null, outcome: null }, { why: 'notCreatedYet' }],
    ['is refused if the instance was never created', { cloudId: null, outcome: 'failed' }, { why: 'neverCreated' }],
    [
      'is refused while the instance is being released',
      { wanted: 'released', outcome: null },
      { why: 'beingReleased' },
    ],
    ['is taken while it starts', { outcome: null }, null],
    ['is taken after a release has failed', { wanted: 'released', outcome: 'failed' }, null],
  ] as const)('%s', (_when, change, refused) => expect(refusalToRenew({ ...row, ...change }, [])).toEqual(refused));

  test('is refused while another waits or is under way', () => {
    const earlier = (state: 'pending' | 'creating' | 'finished') =>
      refusalToRenew(row, [
        { id: 'r-1', state: 'finished' },
        { id: 'r-2', state },
      ]);
    expect([earlier('pending'), earlier('creating')]).toEqual(
      [1, 2].map(() => ({ why: 'openAlready', requestId: 'r-2' })),
    );
    expect(earlier('finished')).toBeNull();
  });

  test('is a further term without auto-renewal; for a disk the same term, or a month', () => {
    const year = { unit: 'Month', period: 12 } as const;
    const charged = (charge: object) => ({ spec: { ...row.spec, charge } }) as typeof row;
    const prepaid = charged({ kind: 'prepaid', term: year, autoRenew: true });
    const charge = (term: object) => ({ ...row.spec, charge: { kind: 'prepaid', term, autoRenew: false } });
    expect(specToRenew(row, year)).toEqual(charge(year));
    expect(specToGrow(prepaid)).toEqual(charge(year));
    expect(specToGrow(row)).toEqual(charge({ unit: 'Month', period: 1 }));
  });

  test('is judged by the rules about who and how, and for a disk by how large', () => {
    const policy = policyWith(
      {},
      {
        regions: { value: ['cn-beijing'], line: 1 } as never,
        limits: { maxDiskGiB: { value: 9, line: 2 }, maxAmount: { value: 1, line: 3 } },
      },
    );
    expect(rulesOfRenewing(policy)).toMatchObject({ regions: null, limits: {} });
    expect(rulesOfRenewing(policy).limits).toEqual({});
    const disk = { id: 'd-1' } as never;
    expect(rulesOfRenewing(policy, { disk }).limits).toEqual({ maxDiskGiB: { value: 9, line: 2 } });
    expect(rulesOfRenewing(policyWith({}), { disk }).limits).toEqual({});
  });
});

test('it can be ended in any state, and then nothing holds it', () => {
  const { next, messages } = endRenewal(renewing({ heldBy: FREEZE }), { is: 'renewed', until: UNTIL + 1 }, AT);
  expect(next).toMatchObject({ state: 'finished', dueAt: null, renewal: { heldBy: null, failure: null } });
  expect(messages).toContainEqual({ kind: 'dm', requestId: 'r-2', user: 'U1' });
  expect(messages.at(-1)).toEqual({ kind: 'card', requestId: 'r-2' });
});
