import { expect, test } from 'vitest';
import { forTime } from '../../../src/core/base/money.ts';
import { type DigestFacts, digestOf } from '../../../src/core/digest/digest.ts';
import type { Billed } from '../../../src/core/digest/digest-spend.ts';
import type { CloudInstance } from '../../../src/core/instance/cloud-instance.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { leaseFor, withEnd } from '../../../src/core/lease/lease.ts';
import type { Membership, People } from '../../../src/core/policy/people.ts';
import { untried } from '../../../src/core/renewal/renewal-new.ts';
import type { AuditEvent, EventKind } from '../../../src/core/request/event.ts';
import type { Request } from '../../../src/core/request/request.ts';
import { sampleCloud } from '../../../src/sandbox/gallery/instance/instances.ts';
import { sampleQuote, sampleRequest } from '../../../src/sandbox/gallery/samples.ts';
import { approvalOf } from '../../support/approvals.ts';
import { aFailure, anInstance, spec } from '../../support/instances.ts';

const NOW = Date.UTC(2026, 10, 23, 1);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const FROM = NOW - 7 * DAY;

const people = (memberships: Readonly<Record<string, Membership>> = {}): People => ({
  membersOf: () => null,
  membershipOf: (user) => memberships[user] ?? 'member',
});

const row = (ordinal: number, over: Partial<Instance> = {}): Instance =>
  anInstance({
    id: `r-1-${ordinal}`,
    ordinal,
    cloudId: `i-${ordinal}`,
    outcome: 'reached',
    dueAt: null,
    spec: { ...spec, name: `web-${ordinal}` },
    requester: 'U1',
    ...over,
  });

/** Rows, and how the cloud describes each; null for what it does not list. */
function told(rows: readonly (readonly [Instance, Partial<CloudInstance> | null])[], over: Partial<DigestFacts> = {}) {
  const seen = rows.flatMap(([{ cloudId }, cloud]) =>
    cloud === null || cloudId === null ? [] : [[cloudId, sampleCloud({ cloudId, ...cloud })] as const],
  );
  return digestOf({
    due: { week: '2026-W48', from: FROM, to: NOW },
    now: NOW,
    billed: [],
    renewals: [],
    uncounted: 0,
    rows: rows.map(([one]) => one),
    seen: new Map(seen),
    unread: [],
    people: people(),
    ...over,
  });
}

const ids = ({ items }: { readonly items: readonly { readonly id: string }[] }) => items.map(({ id }) => id);

test('an instance whose requester has left, or is unknown, is reported; one whose requester Slack cannot be asked about is counted', () => {
  const notice = told(
    [
      [row(1), {}],
      [row(2, { requester: 'UGONE' }), {}],
      [row(3, { requester: 'bot' }), {}],
      [row(4, { requester: 'UDARK' }), {}],
      [row(5, { requester: 'UDARK' }), {}],
      [row(8, { requester: 'UDIM' }), {}],
      // What is not there any more is nobody's.
      [row(6, { requester: 'UGONE' }), null],
      [row(7, { requester: 'UGONE', failure: aFailure('vanished'), outcome: 'failed' }), {}],
    ],
    { people: people({ UGONE: 'deactivated', UDARK: 'unknown', UDIM: 'unknown' }) },
  );
  expect(ids(notice.ownerless)).toEqual(['r-1-2', 'r-1-3']);
  expect(notice.peopleUnknown).toBe(2);
  expect(notice.existing).toBe(6);
});

test('what is prepaid and over within fourteen days is reported, the soonest first', () => {
  const until = (days: number) => ({ chargeKind: 'prepaid', expiresAt: NOW + days * DAY }) as const;
  const notice = told([
    [row(1), until(13)],
    [row(2), until(14)],
    [row(3), until(-1)],
    [row(4), { chargeKind: 'payAsYouGo', expiresAt: null }],
    [row(5), until(2)],
  ]);
  expect(ids(notice.expiring)).toEqual(['r-1-3', 'r-1-5', 'r-1-1']);
  expect(notice.expiring.items[1]?.at).toBe(NOW + 2 * DAY);
});

test('an instance that renews itself, as was last read, is not reported as ending, unless its time is over', () => {
  const until = (days: number) => ({ chargeKind: 'prepaid', expiresAt: NOW + days * DAY }) as const;
  const renewing = (on: boolean | null) => ({
    expiry: { until: NOW, renewal: on === null ? null : { on, term: null }, lookAt: null, ended: false, misses: 0 },
  });
  const notice = told([
    [row(1, renewing(true)), until(5)],
    [row(2, renewing(false)), until(6)],
    [row(3, renewing(null)), until(7)],
    [row(4, renewing(true)), until(-1)],
  ]);
  expect(ids(notice.expiring)).toEqual(['r-1-4', 'r-1-2', 'r-1-3']);
});

test('what is stopped and charged for in full is reported, and what costs nothing or is paid for is not', () => {
  const notice = told([
    [row(1), { status: 'Stopped', stoppedMode: 'KeepCharging' }],
    [row(2), { status: 'Stopped', stoppedMode: 'StopCharging' }],
    [row(3), { status: 'Stopped', stoppedMode: 'KeepCharging', chargeKind: 'prepaid', expiresAt: NOW + 99 * DAY }],
    [row(4), { status: 'Running' }],
  ]);
  expect(ids(notice.stopped)).toEqual(['r-1-1']);
});

test('leases that end within a week are reported, by the earlier end that the cloud still holds', () => {
  const leased = (days: number) => ({ lease: withEnd(leaseFor(DAY), NOW + days * DAY, NOW) });
  const extended = { lease: { ...withEnd(leaseFor(DAY), NOW + 30 * DAY, NOW), inCloud: NOW + DAY } };
  const notice = told([
    [row(1, leased(6)), {}],
    [row(2, leased(7)), {}],
    [row(3, leased(-1)), {}],
    [row(4, extended), {}],
    [row(5), {}],
  ]);
  expect(ids(notice.leases)).toEqual(['r-1-4', 'r-1-1']);
});

test('five are named and all are counted', () => {
  const rows = Array.from({ length: 9 }, (_, n) => [row(n + 1, { requester: 'UGONE' }), {}] as const);
  const { ownerless } = told(rows, { people: people({ UGONE: 'deactivated' }) });
  expect([ownerless.items.length, ownerless.total]).toEqual([5, 9]);
});

test('of a region that could not be read the store alone is asked', () => {
  const notice = told(
    [
      [row(1, { requester: 'UGONE' }), null],
      [row(2, { lease: withEnd(leaseFor(DAY), NOW + DAY, NOW) }), null],
    ],
    { unread: [spec.region], people: people({ UGONE: 'deactivated' }) },
  );
  expect([ids(notice.ownerless), ids(notice.leases), notice.existing]).toEqual([['r-1-1'], ['r-1-2'], 2]);
  expect(notice.unread).toEqual([spec.region]);
});

/** One instance with what happened to it, in hours after the beginning of the week. */
function billed(
  events: readonly (readonly [hours: number, kind: EventKind, data?: AuditEvent['data']])[],
  request: Request = sampleRequest(2),
): Billed {
  return {
    instance: row(1, { spec: request.spec }),
    request,
    events: events.map(([hours, kind, data = {}]) => ({
      at: FROM + hours * HOUR,
      kind,
      actor: 'bot',
      requestId: 'r-1',
      instanceId: 'r-1-1',
      data,
    })),
  };
}

const spentOn = (...all: readonly Billed[]) => {
  const { spend, unpriced } = told([], { billed: all });
  return { spend, unpriced };
};

// CNY 0.627333 an hour each.
const perHours = (hours: number): number => forTime({ micros: 627_333, currency: 'CNY' }, hours * HOUR).minor;

test('what is billed by the hour costs as long as it exists within the week, and nothing while it is stopped without charge', () => {
  const all: readonly [Billed, number][] = [
    [
      billed([
        [-500, 'instance.accepted'],
        [-499, 'instance.running'],
      ]),
      168,
    ],
    [billed([[160, 'instance.accepted']]), 8],
    [
      billed([
        [10, 'instance.accepted'],
        [30, 'instance.released'],
      ]),
      20,
    ],
    [
      billed([
        [10, 'instance.accepted'],
        [12, 'instance.leaseEnded'],
      ]),
      2,
    ],
    [
      billed([
        [-9, 'instance.accepted'],
        [3, 'instance.vanished'],
      ]),
      3,
    ],
    [
      billed([
        [-9, 'instance.accepted'],
        [3, 'instance.failed', { kind: 'vanished' }],
      ]),
      3,
    ],
    [
      billed([
        [-9, 'instance.accepted'],
        [3, 'instance.failed', { kind: 'deadline' }],
      ]),
      168,
    ],
    [
      billed([
        [0, 'instance.accepted'],
        [10, 'instance.stopped', { stoppedMode: 'StopCharging' }],
        [100, 'instance.starting'],
        [101, 'instance.running'],
        [110, 'instance.stopped', { stoppedMode: 'KeepCharging' }],
      ]),
      10 + 68,
    ],
  ];
  for (const [one, hours] of all)
    expect(spentOn(one)).toEqual({
      spend: [
        {
          currency: 'CNY',
          prepaid: 0,
          bought: 0,
          renewals: 0,
          renewed: 0,
          disks: 0,
          grown: 0,
          hourly: perHours(hours),
          ran: 1,
        },
      ],
      unpriced: 0,
    });
  const before = [
    [-50, 'instance.accepted'],
    [-1, 'instance.released'],
  ] as const;
  expect(spentOn(billed(before), billed([[168, 'instance.accepted']]))).toEqual({ spend: [], unpriced: 0 });
});

test('what is prepaid costs its share of the approved price in the week in which it was bought', () => {
  const charge = { kind: 'prepaid', term: { unit: 'Month', period: 1 }, autoRenew: false } as const;
  const price = { minor: 10_001, currency: 'CNY' };
  const quote = { kind: 'term', price, listPrice: price, amount: 2, at: 1 } as const;
  const request = sampleRequest(2, { spec: { ...spec, charge }, quote });
  const bought = {
    currency: 'CNY',
    prepaid: 5001,
    bought: 1,
    renewals: 0,
    renewed: 0,
    disks: 0,
    grown: 0,
    hourly: 0,
    ran: 0,
  };
  expect(spentOn(billed([[5, 'instance.accepted']], request)).spend).toEqual([bought]);
  expect(spentOn(billed([[-5, 'instance.accepted']], request))).toEqual({ spend: [], unpriced: 0 });
  expect(spentOn(billed([[5, 'instance.accepted']], { ...request, quote: null }))).toEqual({ spend: [], unpriced: 1 });
  const boughtBy = (...events: Parameters<typeof billed>[0]) => spentOn(billed(events, request)).spend;
  expect(boughtBy([0, 'instance.accepted'], [1, 'instance.running'])).toEqual([bought]);
  expect(boughtBy([168, 'instance.accepted'])).toEqual([]);
  expect(boughtBy([-5, 'instance.accepted'], [5, 'instance.running'])).toEqual([]);
});

test('what was renewed costs the approved price in the week in which it was debited', () => {
  const price = { minor: 10_001, currency: 'CNY' };
  const quote = { kind: 'term', price, listPrice: price, amount: 1, at: 1 } as const;
  const renewal = { ...untried('r-1-1', 'i-1', 1, 'token'), end: { is: 'renewed', until: 2 } } as const;
  const approval = approvalOf('U1', spec, quote);
  const renewed = (hours: number | null, seenHours = hours ?? 0): Request => ({
    ...sampleRequest(1),
    approval,
    renewal: { ...renewal, acceptedAt: hours === null ? null : FROM + hours * HOUR },
    finishedAt: FROM + seenHours * HOUR,
  });
  const spent = (...renewals: readonly Request[]) => told([], { renewals }).spend;
  const both = {
    currency: 'CNY',
    prepaid: 0,
    bought: 0,
    renewals: 20_002,
    renewed: 2,
    disks: 0,
    grown: 0,
    hourly: 0,
    ran: 0,
  };
  expect(spent(renewed(5), renewed(null, 6))).toEqual([both]);
  const disk = {
    which: 'system',
    diskId: 'd-1',
    from: 40,
    to: 100,
    category: 'cloud_essd',
    instanceType: 'x',
  } as const;
  const grown = { ...renewal, end: { is: 'grown' }, disk, acceptedAt: FROM } as const;
  expect(spent({ ...renewed(0), renewal: grown })).toMatchObject([{ renewed: 0, disks: 10_001, grown: 1 }]);
  expect(told([], { renewals: [{ ...renewed(5), approval: null }] })).toMatchObject({ spend: [], unpriced: 1 });
  expect(spent(renewed(-1, 1), renewed(168), { ...renewed(5), renewal: untried('r-1-1', 'i-1', 1, 'token') })).toEqual(
    [],
  );
});

test('currencies are not added up, and what has no known price is counted', () => {
  const usd = { ...sampleQuote(2), price: { micros: 100_000, currency: 'USD' } };
  const accepted = [[158, 'instance.accepted']] as const;
  expect(
    spentOn(
      billed(accepted, sampleRequest(2, { quote: usd })),
      billed(accepted),
      billed(accepted),
      billed(accepted, sampleRequest(2, { quote: null })),
      billed([[158, 'instance.adopted']], sampleRequest(1, { quote: null })),
    ),
  ).toEqual({
    spend: [
      {
        currency: 'CNY',
        prepaid: 0,
        bought: 0,
        renewals: 0,
        renewed: 0,
        disks: 0,
        grown: 0,
        hourly: 2 * perHours(10),
        ran: 2,
      },
      { currency: 'USD', prepaid: 0, bought: 0, renewals: 0, renewed: 0, disks: 0, grown: 0, hourly: 50, ran: 1 },
    ],
    unpriced: 2,
  });
});
