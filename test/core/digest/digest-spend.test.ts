import { expect, test } from 'vitest';
import { spendOf } from '../../../src/core/digest/digest-spend.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import type { AuditEvent, EventKind } from '../../../src/core/request/event.ts';
import { sampleQuote, sampleRequest } from '../../../src/sandbox/gallery/samples.ts';
import { anInstance } from '../../support/instances.ts';

const HOUR = 3_600_000;
const FROM = Date.UTC(2026, 10, 16, 1);
const request = sampleRequest(1, { quote: sampleQuote(1) });

type Step = readonly [hour: number, kind: EventKind, data?: AuditEvent['data']];

/** For how many hours of the week an instance was charged for that was accepted so many hours after its beginning. */
function hoursOf(accepted: number | null, steps: readonly Step[], over: Partial<Instance> = {}): number {
  const acceptedAt = accepted === null ? null : FROM + accepted * HOUR;
  const instance = anInstance({ acceptedAt, outcome: 'reached', ...over });
  const events = steps.map(
    ([hour, kind, data = {}]): AuditEvent => ({
      ...{ at: FROM + hour * HOUR, kind, data, actor: 'bot' },
      ...{ requestId: instance.requestId, instanceId: instance.id },
    }),
  );
  const { spend } = spendOf([{ instance, request, events }], [], { from: FROM, to: FROM + 168 * HOUR });
  const perWeek = spendOf([{ instance: anInstance({ acceptedAt: FROM }), request, events: [] }], [], {
    from: FROM,
    to: FROM + 168 * HOUR,
  }).spend[0]?.hourly;
  return Math.round(((spend[0]?.hourly ?? 0) / (perWeek ?? Number.NaN)) * 168);
}

const STOP = { what: 'stop', by: 'U1', at: FROM, down: false, acted: null } as const;
const paused = { wanted: 'stopped', order: { ...STOP, stoppedMode: 'StopCharging' } } as Partial<Instance>;
const kept = { wanted: 'stopped', order: { ...STOP, stoppedMode: 'KeepCharging' } } as Partial<Instance>;

test.each<
  readonly [what: string, hours: number, accepted: number | null, steps: readonly Step[], over: Partial<Instance>]
>([
  ['it runs', 168, -10_000, [], {}],
  ['an event that says nothing of it is left', 168, -10_000, [[-20, 'instance.expirySeen']], {}],
  ['it was accepted within the week', 68, 100, [], {}],
  ['it was never accepted', 0, null, [], {}],
  ['it is released', 30, -10_000, [[30, 'instance.released']], {}],
  ['it is stopped without charge', 10, -10_000, [[10, 'instance.stopped', { stoppedMode: 'StopCharging' }]], {}],
  ['it was stopped without charge long ago', 0, -10_000, [], paused],
  ['it was to be stopped without charge, which has not come about', 168, -10_000, [], { ...paused, outcome: null }],
  ['it is reclaimed', 30, -10_000, [[30, 'instance.failed', { kind: 'reclaimed' }]], {}],
  ['it was stopped long ago and is charged for', 168, -10_000, [], kept],
  ['it is started from a stop long ago', 68, -10_000, [[100, 'instance.starting']], {}],
  [
    'it is started from a stop long ago, and an event that says nothing is left',
    68,
    -10_000,
    [
      [-20, 'instance.expirySeen'],
      [100, 'instance.starting'],
    ],
    {},
  ],
  [
    'it was stopped and is charged for, and is started',
    168,
    -10_000,
    [
      [10, 'instance.stopped', { stoppedMode: 'KeepCharging' }],
      [100, 'instance.starting'],
    ],
    {},
  ],
  [
    'it is restarted',
    168,
    -10_000,
    [
      [10, 'instance.restarting'],
      [11, 'instance.running'],
    ],
    {},
  ],
])(
  'the week is counted although the archive with the beginning was taken away: %s',
  (_what, hours, accepted, steps, over) => {
    expect(hoursOf(accepted, steps, over)).toBe(hours);
  },
);

test('a larger disk costs on top from when it has grown until its instance is gone, also while that is stopped', () => {
  const span = { from: FROM, to: FROM + 168 * HOUR };
  const growth = { by: 'U2', clientToken: 't', more: { micros: 1_000_000, currency: 'CNY' } } as const;
  const growths = [
    { ...growth, state: 'grown', at: FROM + 10 * HOUR },
    { ...growth, state: 'notGrown', at: FROM },
    { ...growth, state: 'ordered', at: FROM },
  ] as const;
  const cost = (events: readonly AuditEvent[], over: Partial<Instance> = {}): number =>
    spendOf(
      [{ instance: anInstance({ acceptedAt: FROM - HOUR, outcome: 'reached', ...over }), request, events }],
      [],
      span,
    ).spend[0]?.hourly ?? 0;
  const at = (hour: number, kind: EventKind, data = {}): AuditEvent => ({
    ...{ at: FROM + hour * HOUR, kind, data, actor: 'bot', requestId: 'r-1', instanceId: 'r-1-1' },
  });
  // Nothing of what grew after its end, or ended before the week; and no sum without one of its prices.
  const gone = (hour: number) =>
    cost([at(hour, 'instance.released')], { growths }) - cost([at(hour, 'instance.released')]);
  expect([gone(10), gone(5), gone(0), gone(-1)]).toEqual([0, 0, 0, 0]);
  const early = { ...growth, state: 'grown', at: FROM - 5 * HOUR } as const;
  expect(cost([at(-1, 'instance.released')], { growths: [early] })).toBe(0);
  expect(cost([], { growths, ...paused })).toBe(158 * 100);
  const unpriced = (...more: readonly (typeof growth.more | null)[]) =>
    spendOf(
      [
        {
          instance: anInstance({
            ...{ acceptedAt: FROM - HOUR, outcome: 'reached' },
            growths: more.map((one) => ({ ...growth, state: 'grown', at: FROM, more: one })),
          }),
          ...{ request, events: [] },
        },
      ],
      [],
      span,
    ).unpriced;
  expect([unpriced(growth.more), unpriced(growth.more, null), unpriced(null, growth.more)]).toEqual([0, 1, 1]);
  for (const [events, hours] of [
    [[], 158],
    [[at(20, 'instance.stopped', { stoppedMode: 'StopCharging' })], 158],
    [[at(30, 'instance.released')], 20],
  ] as const)
    expect(cost(events, { growths }) - cost(events)).toBe(hours * 100);
});
