import { describe, expect, test } from 'vitest';
import { firstDebitAt } from '../../../src/core/auto-renewal/auto-renewal.ts';
import type { Ending, Expiry } from '../../../src/core/expiry/expiry.ts';
import {
  expiryDueAt,
  isExpiryDue,
  nextExpiryLook,
  ownDueAt,
  remindsNow,
} from '../../../src/core/expiry/expiry-clock.ts';
import { noticeExpiry } from '../../../src/core/expiry/reduce-expiry.ts';
import { gathered } from '../../../src/core/expiry/reminder-groups.ts';
import { adoption } from '../../../src/core/instance/adopt.ts';
import type { Instance, Observed } from '../../../src/core/instance/instance.ts';
import type { Observation } from '../../../src/core/instance/observation.ts';
import { reduce as reduceRow } from '../../../src/core/instance/reduce.ts';
import type { Charge, Term } from '../../../src/core/spec/charge.ts';
import { sampleCloud } from '../../../src/sandbox/gallery/instance/instances.ts';
import { aFailure, anAccepted, NOW, seen, spec, timing } from '../../support/instances.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const UNTIL = Math.floor(NOW / HOUR) * HOUR + 30 * DAY;
const MONTH: Term = { unit: 'Month', period: 1 };
const MORE = { term: MONTH, price: { minor: 10_000, currency: 'CNY' } } as const satisfies Ending['more'];

const chargeOf = (term: Term, autoRenew = false): Charge => ({ kind: 'prepaid', term, autoRenew });
const there = (over: Partial<Observed> = {}): Observed =>
  seen('Running', { chargeKind: 'prepaid', expiresAt: UNTIL, ...over });
const PAID: Expiry = { until: UNTIL, renewal: null, lookAt: UNTIL - 14 * DAY, ended: false, misses: 0 };
const running = (expiry: Expiry | null = PAID, over: Partial<Instance> = {}): Instance =>
  anAccepted({
    outcome: 'reached',
    dueAt: null,
    observed: { status: 'Running', at: NOW },
    spec: { ...spec, charge: chargeOf(MONTH) },
    ...(expiry && { expiry }),
    ...over,
  });
const OFF = { on: false, term: null };
const ON = { on: true, term: MONTH };
const looked = (over: Partial<Extract<Observation, { is: 'expirySeen' }>> = {}): Observation => ({
  is: 'expirySeen',
  seen: there(),
  renewal: OFF,
  cost: { more: MORE, short: null },
  ...over,
});

/** What is told besides the card, which is asked for with every change of the end: reminders that were sent are edited with it. */
const reduce: typeof reduceRow = (...given) => {
  const { messages, ...others } = reduceRow(...given);
  return { ...others, messages: messages.filter(({ kind }) => kind !== 'card') };
};

test('with another end, another auto-renewal and the end itself, the card is asked for', () => {
  const card = (row: Instance, observation: Observation, at: number) =>
    reduceRow(row, observation, at, timing).messages.some(({ kind }) => kind === 'card');
  const known = running({ ...PAID, renewal: OFF });
  expect(card(known, looked(), UNTIL - 14 * DAY)).toBe(false);
  expect(card(known, looked({ seen: there({ expiresAt: UNTIL + DAY }) }), UNTIL - 14 * DAY)).toBe(true);
  expect(card(known, looked({ renewal: ON }), UNTIL - 14 * DAY)).toBe(true);
  expect(card(known, looked(), UNTIL + HOUR)).toBe(true);
});

describe('what was changed in the console is noticed while nothing is due', () => {
  const notice = (row: Instance, observed: Observed) => noticeExpiry(row, observed, NOW);
  const hourly = seen('Running', { chargeKind: 'payAsYouGo', expiresAt: null });

  test.each<[string, Instance, Observed, number | null]>([
    ['renewed', running(), there({ expiresAt: UNTIL + DAY }), UNTIL + DAY],
    ['made prepaid', running(null), there(), UNTIL],
    ['made hourly', running(), hourly, null],
  ])('%s: the reminders follow the new end, and the card shows it', (_name, row, observed, until) => {
    const changes = notice(row, observed);
    expect(changes?.next.expiry?.until ?? null).toBe(until);
    expect(changes?.messages).toContainEqual({ kind: 'card', requestId: row.requestId });
  });

  test.each<[string, Instance, Observed]>([
    ['the end that is known', running(), there()],
    ['an hourly instance as before', running(null), hourly],
    ['an answer without the end', running(), there({ expiresAt: null })],
  ])('%s changes nothing', (_name, row, observed) => {
    expect(notice(row, observed)).toBeNull();
  });
});

describe('when to look', () => {
  test.each<[string, Term, number, number]>([
    ['two weeks before', MONTH, UNTIL - 30 * DAY, UNTIL - 14 * DAY],
    ['a week before', MONTH, UNTIL - 14 * DAY, UNTIL - 7 * DAY],
    ['three days before', MONTH, UNTIL - 7 * DAY, UNTIL - 3 * DAY],
    ['a day before', MONTH, UNTIL - 3 * DAY, UNTIL - DAY],
    ['at the end', MONTH, UNTIL - DAY, UNTIL + HOUR],
    ['a week is reminded of in its second half alone', { unit: 'Week', period: 1 }, UNTIL - 7 * DAY, UNTIL - 3 * DAY],
    ['two weeks not at their beginning', { unit: 'Week', period: 2 }, UNTIL - 14 * DAY, UNTIL - 7 * DAY],
    ['a year as a month', { unit: 'Month', period: 12 }, UNTIL - 300 * DAY, UNTIL - 14 * DAY],
  ])('%s', (_name, term, now, expected) => {
    expect(nextExpiryLook({ spec: { ...spec, charge: chargeOf(term) } }, UNTIL, now)).toBe(expected);
  });

  test('what ends within the same hour is looked at together, before its end and after it', () => {
    const ends = [1, 20, 59].map((minutes) => UNTIL + minutes * 60_000);
    expect(new Set(ends.map((end) => nextExpiryLook(running(), end, NOW)))).toEqual(new Set([UNTIL - 14 * DAY]));
    for (const end of ends) expect(nextExpiryLook(running(), end, end)).toBeGreaterThan(end);
  });

  test('an own lease and the end of what was paid for share the row: the earlier counts', () => {
    expect(ownDueAt(running())).toBe(PAID.lookAt);
    expect(ownDueAt(running({ ...PAID, lookAt: null }))).toBeNull();
    expect(isExpiryDue(running(), UNTIL - 14 * DAY)).toBe(true);
    expect(isExpiryDue(running(), UNTIL - 14 * DAY - 1)).toBe(false);
  });

  test.each<[string, Partial<Instance>, number | null]>([
    ['one that is at rest at once', {}, 0],
    ['one that is being created not yet', { outcome: null }, null],
    ['one that was never created never', { cloudId: null, outcome: 'failed' }, null],
    ['one that is gone never', { wanted: 'released' }, null],
    ['one that is paid for by the hour never', { spec }, null],
  ])('of which nothing is known: %s', (_name, over, expected) => {
    expect(expiryDueAt(running(null, over))).toBe(expected);
  });
});

test('what is taken over is looked at at once when it is prepaid, and else never', () => {
  const over = { requestId: 'r-1', by: 'U1', team: 'T1', channel: 'C1', at: NOW };
  const prepaid = adoption({ ...over, cloud: sampleCloud({ chargeKind: 'prepaid', expiresAt: UNTIL }) }).instance;
  expect(ownDueAt(prepaid)).toBe(0);
  const { next } = reduce(prepaid, looked({ renewal: ON, cost: null }), NOW, timing);
  expect(next.expiry).toEqual({ ...PAID, renewal: ON });
  expect(ownDueAt(adoption({ ...over, cloud: sampleCloud() }).instance)).toBeNull();
});

test('the first look after a create shows until when it is paid for, and that is written down', () => {
  const creating = anAccepted({ spec: { ...spec, charge: chargeOf(MONTH, true) } });
  const { next, events, messages } = reduce(creating, { is: 'observed', observed: there() }, NOW, timing);
  expect(next.expiry).toEqual({ until: UNTIL, renewal: ON, lookAt: UNTIL - 14 * DAY, ended: false, misses: 0 });
  expect(events).toContainEqual(
    expect.objectContaining({ kind: 'instance.expirySeen', data: { until: UNTIL, was: null } }),
  );
  expect(messages.filter(({ kind }) => kind === 'dm')).toEqual([]);
  const later = reduce(next, { is: 'observed', observed: there() }, NOW + 1000, timing);
  expect(later.next.expiry).toEqual(next.expiry);
  expect(later.events.map(({ kind }) => kind)).not.toContain('instance.expirySeen');
});

test('a look that says prepaid and not until when forgets nothing: the reminders go on', () => {
  const known = running({ ...PAID, renewal: ON });
  const half = there({ expiresAt: null });
  const underWay = anAccepted({ spec: known.spec, expiry: { ...PAID, renewal: ON } });
  expect(reduce(underWay, { is: 'observed', observed: half }, NOW, timing).next.expiry).toEqual(known.expiry);
  const { next, messages } = reduce(known, looked({ seen: half }), UNTIL - 14 * DAY, timing);
  expect(next.expiry).toMatchObject({ until: UNTIL, renewal: ON, misses: 1 });
  expect(ownDueAt(next)).toBeGreaterThan(UNTIL - 14 * DAY);
  expect(messages.filter(({ kind }) => kind === 'dm')).toEqual([]);
  const hourly = reduce(underWay, { is: 'observed', observed: seen('Running') }, NOW, timing);
  expect(hourly.next.expiry?.until ?? null).toBeNull();
});

test('what is paid for by the hour keeps nothing of it', () => {
  const { next } = reduce(anAccepted(), { is: 'observed', observed: seen('Running') }, NOW, timing);
  expect('paid' in next).toBe(false);
});

describe('a look that is due before the end', () => {
  const at = UNTIL - 14 * DAY;

  test('tells the owner once, with what a month costs, and the next reminder is for the next time', () => {
    const { next, messages, events } = reduce(running(), looked(), at, timing);
    const ending = { instanceId: 'r-1-1', until: UNTIL, renews: false, more: MORE, short: null };
    expect(messages).toEqual([{ kind: 'dm', requestId: 'r-1', user: 'U1', about: 'expiry', ends: [ending] }]);
    expect(next.expiry).toEqual({ ...PAID, renewal: OFF, lookAt: UNTIL - 7 * DAY });
    expect(events.map(({ kind, data }) => [kind, data])).toEqual([
      ['instance.renewalReminded', { until: UNTIL, renews: false, short: false }],
    ]);
  });

  test.each<[string, Partial<Extract<Observation, { is: 'expirySeen' }>>, Partial<Expiry>]>([
    [
      'was renewed meanwhile',
      { seen: there({ expiresAt: UNTIL + 31 * DAY }) },
      { until: UNTIL + 31 * DAY, lookAt: UNTIL + 17 * DAY, renewal: OFF },
    ],
    ['renews itself', { renewal: ON }, { renewal: ON, lookAt: UNTIL - 7 * DAY, renewalPrice: MORE }],
    [
      'renews itself for nobody knows how much',
      { renewal: ON, cost: { more: { ...MORE, price: null }, short: null } },
      { renewal: ON, lookAt: UNTIL - 7 * DAY },
    ],
    ['renews itself, and was not priced', { renewal: ON, cost: null }, { renewal: ON, lookAt: UNTIL - 7 * DAY }],
    ['is not found', { seen: 'missing', renewal: null, cost: null }, { misses: 1, lookAt: at + 60_000 }],
    [
      'is paid for by the hour by now',
      { seen: seen('Running'), renewal: null, cost: null },
      { until: null, lookAt: null },
    ],
  ])('tells nothing of one that %s', (_name, over, expected) => {
    const { next, messages } = reduce(running(), looked(over), at, timing);
    expect(messages).toEqual([]);
    expect(next.expiry).toEqual({ ...PAID, ...expected });
  });

  test('an instance that renews itself is reported when the account has too little', () => {
    const short = { balance: { minor: 1, currency: 'CNY' }, needed: { minor: 10_000, currency: 'CNY' } };
    const { messages } = reduce(running(), looked({ renewal: ON, cost: { more: MORE, short } }), at, timing);
    expect(messages).toMatchObject([{ about: 'expiry', ends: [{ renews: true, short }] }]);
  });

  test('that cannot be made is made again, and the reminder is not lost', () => {
    const failed = reduce(running(), { is: 'expiryUnseen', failure: aFailure('throttled') }, at, timing);
    expect(failed.messages).toEqual([]);
    expect(failed.next.expiry).toEqual({ ...PAID, misses: 1, lookAt: at + 60_000 });
    const { messages } = reduce(failed.next, looked(), at + 60_000, timing);
    expect(messages).toHaveLength(1);
  });

  test('without a word about its auto-renewal is repeated for a while, and then reported as that', () => {
    let row = running();
    let now = at;
    let tries = 0;
    for (; tries < 20; tries++) {
      const { next, messages } = reduce(row, looked({ renewal: aFailure('throttled') }), now, timing);
      row = next;
      if (messages.length > 0) {
        expect(messages).toMatchObject([{ ends: [{ renews: null }] }]);
        break;
      }
      now = row.expiry?.lookAt ?? 0;
    }
    expect(tries).toBeGreaterThan(3);
    expect(now - at).toBeLessThan(3 * HOUR);
    // What no repetition heals is not repeated.
    const final = reduce(running(), looked({ renewal: aFailure('permission') }), at, timing);
    expect(final.messages).toMatchObject([{ ends: [{ renews: null }] }]);
  });
});

test('when an end is seen for the first time its owner is told at once if it is high time, and else it is only learned', () => {
  const late = looked({ seen: there({ expiresAt: NOW + 2 * DAY }) });
  expect(remindsNow(running(null), there({ expiresAt: NOW + 2 * DAY }), NOW)).toBe(true);
  const told = reduce(running(null), late, NOW, timing);
  expect(told.messages).toMatchObject([{ about: 'expiry', ends: [{ until: NOW + 2 * DAY }] }]);
  expect(told.next.expiry?.lookAt).toBe(Math.floor((NOW + DAY) / HOUR) * HOUR);
  const early = reduce(running(null), looked({ cost: null }), NOW, timing);
  expect(early.messages).toEqual([]);
  expect(early.next.expiry).toEqual({ ...PAID, renewal: OFF });
});

describe('after the end', () => {
  const at = UNTIL + HOUR;
  const ended = () => reduce(running({ ...PAID, lookAt: at }), looked({ cost: null }), at, timing);

  test('the thread is told once', () => {
    const { next, messages, events } = ended();
    expect(messages).toMatchObject([{ kind: 'thread', note: { milestone: 'expired', expiry: { until: UNTIL } } }]);
    expect(events.map(({ kind }) => kind)).toEqual(['instance.expired']);
    expect(next.expiry).toMatchObject({ ended: true, lookAt: at + DAY });
    const again = reduce(next, looked({ cost: null }), at + DAY, timing);
    expect(again.messages).toEqual([]);
    expect(again.next.expiry?.lookAt).toBe(at + 2 * DAY);
  });

  test('it is looked at as long as it can be renewed, and what was renewed is reminded of as ever', () => {
    const { next } = ended();
    const renewed = reduce(next, looked({ seen: there({ expiresAt: UNTIL + 31 * DAY }) }), at + DAY, timing).next;
    expect(renewed.expiry).toMatchObject({ until: UNTIL + 31 * DAY, ended: false, lookAt: UNTIL + 17 * DAY });
    const last = reduce(next, looked({ cost: null }), UNTIL + 17 * DAY, timing).next;
    expect(last.expiry?.lookAt).toBeNull();
  });

  test('nothing is said here about an instance that is gone', () => {
    let row = running({ ...PAID, lookAt: at });
    const gone = looked({ seen: 'missing', renewal: null, cost: null });
    for (let misses = 0; misses < 3; misses++) {
      const { next, messages } = reduce(row, gone, at + misses, timing);
      expect(messages).toEqual([]);
      row = next;
    }
    expect(row.expiry).toMatchObject({ misses: 0, lookAt: at + 2 + DAY });
    const released = reduce({ ...row, wanted: 'released' }, gone, at + DAY, timing);
    expect(released.next.expiry?.lookAt).toBeNull();
  });
});

test('reminders about one request to one owner are one message, and everything else stays as it was', () => {
  const ending = (instanceId: string): Ending => ({
    ...{ instanceId, until: UNTIL, renews: false, more: MORE, short: null },
  });
  const dm = (requestId: string, user: string, ...ids: string[]) =>
    ({ kind: 'dm', requestId, user, about: 'expiry', ends: ids.map(ending) }) as const;
  const card = { kind: 'card', requestId: 'r-1' } as const;
  const mixed = [dm('r-1', 'U1', 'a'), card, dm('r-2', 'U1', 'b'), dm('r-1', 'U1', 'c'), dm('r-1', 'U2', 'd')];
  expect(gathered(mixed)).toEqual([dm('r-1', 'U1', 'a', 'c'), card, dm('r-2', 'U1', 'b'), dm('r-1', 'U2', 'd')]);
});

test.each([
  ['nine days before at eight in the morning in China', '2026-12-31T16:00Z', '2026-12-01T00:00Z', '2026-12-23T00:00Z'],
  ['an end in the afternoon is of the same day', '2026-12-31T05:00Z', '2026-12-01T00:00Z', '2026-12-22T00:00Z'],
  ['the next morning when that has passed', '2026-12-31T16:00Z', '2026-12-25T07:00Z', '2026-12-26T00:00Z'],
  ['not after the end', '2026-12-31T16:00Z', '2026-12-31T10:00Z', '2026-12-31T16:00Z'],
])('the cloud first debits %s', (_name, until, now, expected) => {
  expect(new Date(firstDebitAt(Date.parse(until), Date.parse(now)) ?? 0).toISOString()).toBe(
    new Date(expected).toISOString(),
  );
  expect(firstDebitAt(Date.parse(until), Date.parse(until))).toBeNull();
});

test('reminders that spot instances are reclaimed are joined too, and never with those of prepaid ones', () => {
  const reclaim = (...instanceIds: string[]) =>
    ({ kind: 'dm', requestId: 'r-1', user: 'U1', about: 'reclaim', instanceIds }) as const;
  const ends = [{ instanceId: 'x', until: UNTIL, renews: false, more: MORE, short: null }];
  const expiry = { kind: 'dm', requestId: 'r-1', user: 'U1', about: 'expiry', ends } as const;
  const plain = { kind: 'dm', requestId: 'r-1', user: 'U1' } as const;
  expect(gathered([plain, reclaim('a'), expiry, plain, reclaim('b'), expiry])).toEqual([
    ...[plain, reclaim('a', 'b'), { ...expiry, ends: [...ends, ...ends] }, plain],
  ]);
});

describe('what a look shows of the prepaid time', () => {
  const at = UNTIL - 14 * DAY;
  const unseen = { is: 'expiryUnseen', failure: aFailure('throttled') } as const;

  test('and does not show is looked for after a minute, then after twice as long, up to an hour', () => {
    const waits = [0, 1, 2, 5, 6, 40].map((misses) => {
      const { expiry } = reduce(running({ ...PAID, misses }), unseen, at, timing).next;
      return [expiry?.misses, ((expiry?.lookAt ?? 0) - at) / 60_000];
    });
    expect(waits).toEqual([
      [1, 1],
      [2, 2],
      [3, 4],
      [6, 32],
      [7, 60],
      [41, 60],
    ]);
  });

  test('counts from the beginning where it is not known yet', () => {
    expect(reduce(running(null), unseen, at, timing).next.expiry).toEqual({
      ...{ until: null, renewal: null, lookAt: at + 60_000, ended: false, misses: 1 },
    });
    // What was never found is not looked for without end.
    const missing = looked({ seen: 'missing', renewal: null, cost: null });
    const lost = running({ ...PAID, until: null, misses: 2 });
    expect(reduce(lost, missing, at, timing).next.expiry).toMatchObject({ misses: 0, lookAt: null });
  });

  test('of one that is gone changes nothing', () => {
    const gone = running({ ...PAID, lookAt: null }, { wanted: 'released' });
    expect(reduce(gone, looked({ seen: there({ expiresAt: UNTIL + DAY }) }), at, timing).next.expiry).toEqual(
      gone.expiry,
    );
    const looks = running(PAID, { wanted: 'released' });
    expect(reduce(looks, unseen, at, timing).next.expiry).toEqual({ ...PAID, lookAt: null });
  });

  test('is its auto-renewal as it was, where that was not asked for or not answered', () => {
    const known = running({ ...PAID, renewal: ON });
    const short = { balance: { minor: 1, currency: 'CNY' }, needed: { minor: 10_000, currency: 'CNY' } };
    const cost = { more: MORE, short };
    const asked = (renewal: null | ReturnType<typeof aFailure>) => reduce(known, looked({ renewal, cost }), at, timing);
    for (const one of [null, aFailure('permission')]) {
      expect(asked(one).next.expiry).toMatchObject({ renewal: ON, renewalPrice: MORE });
      // But the owner is told that it is not known now.
      expect(asked(one).messages).toMatchObject([{ ends: [{ renews: null, short }] }]);
    }
    const { events } = asked(null);
    expect(events.map(({ kind, data }) => [kind, data])).toEqual([
      ['instance.renewalReminded', { until: UNTIL, renews: null, short: true }],
    ]);
  });

  test('is asked for six times, where the auto-renewal cannot be read', () => {
    const told = (misses: number) =>
      reduce(running({ ...PAID, misses }), looked({ renewal: aFailure('throttled') }), at, timing).messages.length;
    expect([5, 6].map(told)).toEqual([0, 1]);
    // Nothing is repeated for a reminder that is not due.
    const late = reduce(running(), looked({ renewal: aFailure('throttled') }), UNTIL + HOUR, timing);
    expect(late.next.expiry).toMatchObject({ misses: 0, ended: true });
  });

  test('of one that is due and was not priced reminds at the next time', () => {
    const { next, messages } = reduce(running(), looked({ cost: null }), at, timing);
    expect([next.expiry?.lookAt, messages]).toEqual([UNTIL - 7 * DAY, []]);
  });

  test('is its end, until sixteen days after it', () => {
    const lookAt = (now: number) =>
      reduce(running({ ...PAID, ended: true }), looked({ cost: null }), now, timing).next.expiry?.lookAt;
    expect(lookAt(UNTIL)).toBe(UNTIL + DAY);
    expect(lookAt(UNTIL + 16 * DAY - 1)).toBe(UNTIL + 17 * DAY - 1);
    expect(lookAt(UNTIL + 16 * DAY)).toBeNull();
    const { events } = reduce(running(), looked({ cost: null }), UNTIL, timing);
    expect(events.map(({ kind, data }) => [kind, data])).toEqual([['instance.expired', { until: UNTIL }]]);
  });
});

describe('while it is being created', () => {
  const begun = (over: Partial<Instance>, observed = there()) =>
    reduce(anAccepted(over), { is: 'observed', observed }, NOW, timing).next.expiry;
  const prepaid = (autoRenew: boolean) => ({ ...spec, charge: chargeOf(MONTH, autoRenew) });
  const order = { what: 'start', stoppedMode: null, by: 'U1', at: NOW, down: false, acted: null } as const;

  test('its auto-renewal is as ordered; once somebody may have changed it, it is not known', () => {
    expect(begun({ spec: prepaid(true) })?.renewal).toEqual(ON);
    expect(begun({ spec: prepaid(false) })?.renewal).toEqual(OFF);
    expect(begun({ spec: prepaid(true), order })?.renewal).toBeNull();
    expect(begun({ spec })?.renewal).toBeNull();
  });

  test('what is no longer prepaid forgets its end, and what never was keeps nothing', () => {
    const nothing = { until: null, renewal: null, lookAt: null, ended: false, misses: 0 };
    expect(begun({ spec: prepaid(true), expiry: { ...PAID, renewal: ON } }, seen('Running'))).toEqual(nothing);
    // So it is not looked at for that again.
    expect(begun({ spec: prepaid(true) }, seen('Running'))).toEqual(nothing);
    expect(begun({ spec, expiry: PAID }, seen('Running'))).toEqual(nothing);
    expect(begun({ spec }, seen('Running'))).toBeUndefined();
  });
});
