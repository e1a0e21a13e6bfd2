import { expect, test } from 'vitest';
import { FAILURE_KINDS, type FailureKind } from '../../../src/core/failure/failure.ts';
import type { Attempt } from '../../../src/core/failure/failure-treatment.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import type { Observation } from '../../../src/core/instance/observation.ts';
import { reduce } from '../../../src/core/instance/reduce.ts';
import { aFailure, anAccepted, anInstance, NOW, seen, spec, timing } from '../../support/instances.ts';

const told = (row: Instance, observation: Observation, now = NOW): readonly string[] =>
  reduce(row, observation, now, timing).messages.flatMap((message) =>
    message.kind === 'thread' ? [message.note.milestone] : [],
  );

/** Absorbs one fact after the other, a second apart, and collects what the thread is told. */
function live(
  row: Instance,
  facts: readonly Observation[],
): { readonly row: Instance; readonly told: readonly string[] } {
  const lines: string[] = [];
  let current = row;
  let now = NOW;
  for (const observation of facts) {
    now += 1_000;
    lines.push(...told(current, observation, now));
    current = reduce(current, observation, now, timing).next;
  }
  return { row: current, told: lines };
}

const observed = (...args: Parameters<typeof seen>): Observation => ({ is: 'observed', observed: seen(...args) });
const refused = (what: Attempt, kind: FailureKind, retryAfterMs: number | null = null): Observation => ({
  is: 'refused',
  what,
  failure: aFailure(kind, { retryAfterMs }),
});

test('every row moves one version on and keeps its token', () => {
  const facts: readonly Observation[] = [
    { is: 'creating', account: '111' },
    { is: 'created', cloudId: 'i-1' },
    { is: 'foundByTag', found: [] },
    { is: 'missing' },
    observed('Stopped'),
    { is: 'addressed', ip: '1.2.3.4' },
    { is: 'accepted', what: 'start' },
    refused('start', 'busy'),
  ];
  for (const observation of facts)
    for (const row of [anInstance(), anAccepted(), anAccepted({ outcome: 'failed', dueAt: null })]) {
      const { next } = reduce(row, observation, NOW, timing);
      expect(next.version).toBe(row.version + 1);
      expect(next.clientToken).toBe(row.clientToken);
      // Whatever has not ended is due some time; what has ended is not.
      expect(next.dueAt === null).toBe(next.outcome !== null);
    }
});

test('the intent to create is stored with the time of the first try and a deadline, and both stay', () => {
  const first = reduce(anInstance(), { is: 'creating', account: '111' }, NOW, timing);
  expect(first.next).toMatchObject({ createTriedAt: NOW, deadlineAt: NOW + timing.deadlineMs, attempts: 1 });
  expect(first.events.map(({ kind }) => kind)).toEqual(['instance.creating']);
  const second = reduce(first.next, { is: 'creating', account: '111' }, NOW + 5_000, timing);
  expect(second.next).toMatchObject({ createTriedAt: NOW, deadlineAt: NOW + timing.deadlineMs, attempts: 2 });
  expect(second.events).toEqual([]);
});

test('the thread is complete and in order even when looks skip states', () => {
  const created: Observation = { is: 'created', cloudId: 'i-1' };
  const way = ['pending', 'stopped', 'starting', 'running'];
  expect(live(anInstance(), [{ is: 'creating', account: '111' }, created, observed('Running')]).told).toEqual(way);
  expect(
    live(anInstance(), [{ is: 'creating', account: '111' }, created, observed('Starting'), observed('Running')]).told,
  ).toEqual(way);
  const found: Observation = { is: 'foundByTag', found: [seen('Running')] };
  expect(live(anInstance(), [{ is: 'creating', account: '111' }, found]).told).toEqual(way);
});

test('each milestone is reported once, however often its state is seen', () => {
  const start: Observation = { is: 'accepted', what: 'start' };
  const steps = ['Pending', 'Pending', 'Stopped', 'Stopped'] as const;
  const facts = [...steps.map((status) => observed(status)), start, observed('Stopped'), start, observed('Starting')];
  const { told: lines } = live(anAccepted({ told: [] }), [...facts, observed('Starting'), observed('Running')]);
  expect(lines).toEqual(['pending', 'stopped', 'starting', 'running']);
});

test('the address is reported before the start, once, and stays although the cloud does not show it yet', () => {
  const asked = anAccepted({ spec: { ...spec, internetMaxBandwidthOut: 5 } });
  const { row, told: lines } = live(asked, [
    observed('Stopped'),
    { is: 'addressed', ip: '47.1.2.3' },
    observed('Stopped'),
    { is: 'accepted', what: 'start' },
    observed('Running', { publicIp: '47.1.2.3' }),
  ]);
  expect(lines).toEqual(['stopped', 'address', 'starting', 'running']);
  expect(row).toMatchObject({ publicIp: '47.1.2.3', privateIp: '10.0.0.1', outcome: 'reached' });
});

test('an address that was allocated already is not asked for again, and is reported when a look shows it', () => {
  const asked = anAccepted({ spec: { ...spec, internetMaxBandwidthOut: 5 } });
  const { row, told: lines } = live(asked, [observed('Stopped'), refused('allocateAddress', 'alreadyDone')]);
  expect(row).toMatchObject({ failure: null, outcome: null });
  expect(row.addressedAt).not.toBeNull();
  expect(lines).toEqual(['stopped']);
  expect(told(row, observed('Running', { publicIp: '47.1.2.3' }))).toEqual(['address', 'starting', 'running']);
});

/** What each kind does to each attempt, by hand: r(etry), g(ive up), l(ook again), o(n it goes). */
const TREATMENTS: Readonly<Record<FailureKind, string>> = {
  // create allocateAddress start
  throttled: 'rrr',
  queued: 'ooo', // no trouble at all
  transient: 'rrr',
  ambiguous: 'rrr',
  notSent: 'rrr',
  inFlight: 'rrr',
  busy: 'rrr',
  wrongState: 'gll',
  alreadyDone: 'gol',
  gone: 'gll',
  tokenMismatch: 'rrr', // somebody has used it: looked up before anything is said
  noStock: 'gog', // what has no address is started without one
  underMarket: 'gog',
  vSwitchFull: 'gog',
  money: 'gog',
  quota: 'gog',
  permission: 'gog',
  account: 'gog',
  locked: 'gog',
  credentials: 'grr', // what exists is brought to its end when they are there again
  unreadable: 'grr', // as is what the cloud shows in a way that nobody knows
  badInput: 'grr', // as is what nobody knows how to repair
  vanished: 'gog',
  reclaimed: 'gog',
  deadline: 'gog',
  doubtful: 'gog',
  priceChanged: 'gog',
  lapsed: 'gog',
  scriptChanged: 'rrr', // a policy may be on its way to this replica
  notAllowed: 'rrr', // likewise
  unknown: 'rrr', // a create is looked up
};

test.each(FAILURE_KINDS)('%s is treated as the table says, by every attempt', (kind) => {
  const firstCreate = anInstance({ createTriedAt: NOW, deadlineAt: NOW + timing.deadlineMs, attempts: 1 });
  const after = (row: Instance, what: Attempt): string => {
    const { next } = reduce(row, refused(what, kind), NOW, timing);
    if (next.outcome === 'failed') return next.failure?.kind === kind ? 'g' : '?';
    if (next.failure === null) return 'o';
    return 'r';
  };
  const treatments =
    after(firstCreate, 'create') + after(anAccepted(), 'allocateAddress') + after(anAccepted(), 'start');
  expect(treatments).toBe(TREATMENTS[kind].replaceAll('l', 'r'));
  // A look that is refused never ends what exists before its deadline.
  expect(after(anAccepted(), 'look')).toBe(kind === 'queued' ? 'o' : 'r');
});

test('a refusal for good ends a create only when no earlier call can have taken effect', () => {
  const again = anInstance({
    createTriedAt: NOW - 9_000,
    deadlineAt: NOW,
    attempts: 2,
    creates: { sent: 2, undone: 0, lastAt: NOW, mayRepeat: true },
    failure: aFailure('ambiguous'),
  });
  const { next } = reduce(again, refused('create', 'noStock'), NOW, timing);
  expect(next).toMatchObject({ outcome: null, creates: { mayRepeat: false }, failure: { kind: 'noStock' } });
  // A look by tag that is refused meanwhile does not make it forget why.
  const lookedUp = reduce(next, refused('lookUpByTag', 'throttled'), NOW + 1_500, timing).next;
  expect(lookedUp.failure?.kind).toBe('noStock');
  const ended = reduce(lookedUp, { is: 'foundByTag', found: [] }, NOW + timing.graceMs, timing);
  expect(ended.next).toMatchObject({ outcome: 'failed', failure: { kind: 'noStock' } });
  // Without an answer nobody knows, whatever it was refused with.
  const late = NOW + timing.graceMs + timing.deadlineMs;
  const unlooked = reduce({ ...lookedUp, dueAt: late }, refused('lookUpByTag', 'credentials'), late, timing);
  expect(unlooked.next).toMatchObject({ outcome: 'failed', failure: { kind: 'doubtful' } });
});

test('after a refusal for certain, a look that finds nothing lets the next create leave at once, with another token', () => {
  const creates = { sent: 2, undone: 2, refusals: 2, lastAt: NOW, mayRepeat: true };
  const row = anInstance({ createTriedAt: NOW, creates, attempts: 5, failure: aFailure('busy'), dueAt: NOW + 1_000 });
  const { next } = reduce(row, { is: 'foundByTag', found: [] }, NOW + 1_000, timing);
  expect(next).toMatchObject({ dueAt: NOW + 1_000, attempts: 5, creates: { refusals: 0 } });
  expect(next.clientToken).not.toBe(row.clientToken);
});

test('a late answer without certainty is looked for longer than the refusal that came before it', () => {
  const creates = { sent: 3, undone: 1, lastAt: NOW, mayRepeat: false };
  const row = anInstance({ createTriedAt: NOW, creates, failure: aFailure('noStock') });
  const later = reduce(row, refused('create', 'ambiguous'), NOW + 50_000, timing).next;
  const empty: Observation = { is: 'foundByTag', found: [] };
  expect(reduce(later, empty, NOW + timing.graceMs, timing).next.outcome).toBeNull();
  expect(reduce(later, empty, NOW + 50_000 + timing.graceMs, timing).next.failure?.kind).toBe('noStock');
});

test('looks that are refused are no looks without it', () => {
  const row = anAccepted({ observed: { status: 'Running', at: NOW }, wanted: 'released' });
  const late = NOW + timing.graceMs + 5_000;
  let next = row;
  for (const kind of ['throttled', 'ambiguous', 'credentials'] as const)
    next = reduce(next, refused('look', kind), late, timing).next;
  expect(reduce(next, { is: 'missing' }, late, timing).next.outcome).toBeNull();
});

test('a passing trouble is reported once per kind, and quiet ones never', () => {
  const facts = (['busy', 'busy', 'throttled', 'busy', 'wrongState', 'gone'] as const).map((kind) =>
    refused('start', kind),
  );
  expect(live(anAccepted(), facts).told).toEqual(['troubled', 'troubled']);
});

test('the back-off of an act doubles although the looks between succeed, up to half a minute', () => {
  let row = anAccepted({ observed: { status: 'Stopped', at: NOW } });
  const waits: number[] = [];
  for (let now = NOW; waits.length < 8; now = row.dueAt ?? Number.NaN) {
    row = reduce(row, observed('Stopped'), now, timing).next;
    row = reduce(row, refused('start', 'busy'), now, timing).next;
    waits.push((row.dueAt ?? Number.NaN) - now);
  }
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
});

test('it waits as long as the cloud asks, but is there when its time is up', () => {
  const wait = (retryAfterMs: number, fields: Partial<Instance> = {}): number =>
    (reduce(anAccepted(fields), refused('start', 'throttled', retryAfterMs), NOW, timing).next.dueAt ?? 0) - NOW;
  expect(wait(45_000)).toBe(45_000);
  expect(wait(3_600_000, { deadlineAt: NOW + 60_000 })).toBe(60_000);
});

test('looks come not before the cloud can have done it, on common ticks, and slow down with age', () => {
  const lookAfter = (ageMs: number): number =>
    (reduce(anAccepted({ dueAt: NOW + ageMs }), observed('Pending'), NOW + ageMs, timing).next.dueAt ?? 0) -
    NOW -
    ageMs;
  const created = reduce(anInstance({ createTriedAt: NOW }), { is: 'created', cloudId: 'i-1' }, NOW, timing).next;
  expect(created.dueAt).toBe(NOW + 3_000);
  expect(lookAfter(3_000)).toBe(2_000);
  expect(lookAfter(3_020)).toBe(1_980); // back on the tick
  expect(lookAfter(40_000)).toBe(2_000);
  expect(lookAfter(240_000)).toBe(12_000);
  expect(lookAfter(800_000)).toBe(30_000);
});

test('the card is written whenever what it shows changes, and only then', () => {
  const cards = (row: Instance, observation: Observation): number =>
    reduce(row, observation, NOW + 5_000, timing).messages.filter(({ kind }) => kind === 'card').length;
  const pending = anAccepted({ observed: { status: 'Pending', at: NOW }, privateIp: '10.0.0.1' });
  expect(cards(pending, observed('Pending'))).toBe(0);
  expect(cards(pending, { is: 'missing' })).toBe(0);
  expect(cards(pending, observed('Stopped'))).toBe(1);
  expect(cards(pending, refused('look', 'throttled'))).toBe(1);
  expect(cards(anInstance(), { is: 'creating', account: '111' })).toBe(1);
});

test('it is told that it takes long, once, also while the create is still in doubt', () => {
  const late = NOW + timing.slowAfterMs;
  expect(told(anAccepted(), observed('Pending'), late - 1)).toEqual([]);
  expect(told(anAccepted(), observed('Pending'), late)).toEqual(['slow']);
  expect(told(anAccepted({ slowTold: true }), observed('Pending'), late)).toEqual([]);
  const doubtful = anInstance({ createTriedAt: NOW, deadlineAt: NOW + timing.deadlineMs, attempts: 9 });
  expect(told(doubtful, refused('create', 'inFlight'), late)).toEqual(['slow']);
});

const BRINGS_ID: readonly Observation[] = [
  { is: 'created', cloudId: 'i-9' },
  { is: 'foundByTag', found: [{ ...seen('Pending'), cloudId: 'i-9' }] },
];

test.each(BRINGS_ID)('an id that comes after the end is kept and told: $is', (observation) => {
  const ended = anInstance({
    createTriedAt: NOW,
    outcome: 'failed',
    failure: aFailure('doubtful'),
    told: ['failed'],
    dueAt: null,
  });
  const { next, ended: endedAgain } = reduce(ended, observation, NOW, timing);
  expect(next).toMatchObject({ cloudId: 'i-9', outcome: 'failed', dueAt: null });
  expect(endedAgain).toBe(false);
  expect(told(ended, observation)).toEqual(['pending']);
});

test('looks that are refused until the deadline end as what stood in the way', () => {
  const over = NOW + timing.deadlineMs;
  const row = anAccepted({ dueAt: over });
  expect(reduce(row, refused('look', 'throttled'), over, timing).next.failure?.kind).toBe('deadline');
  expect(reduce(row, refused('look', 'permission'), over, timing).next.failure?.kind).toBe('permission');
});

test('the time in which nobody was there to look is not held against what waits to be started', () => {
  const absentMs = 10 * timing.deadlineMs;
  const back = NOW + absentMs;
  const found = reduce(anAccepted({ dueAt: NOW }), observed('Stopped'), back, timing).next;
  expect(found).toMatchObject({ outcome: null, dueAt: back, deadlineAt: back + timing.deadlineMs, slowTold: false });
  expect(reduce(anAccepted(), refused('look', 'throttled'), back, timing).next.outcome).toBeNull();
  // Once there are looks again the deadline holds again.
  const over = back + timing.deadlineMs;
  expect(reduce({ ...found, dueAt: over }, observed('Stopped'), over, timing).next.failure?.kind).toBe('deadline');
  // A look that is a little late moves nothing.
  const late = reduce(anAccepted({ dueAt: NOW }), observed('Pending'), NOW + timing.slowAfterMs, timing).next;
  expect(late.deadlineAt).toBe(NOW + timing.deadlineMs);
});

test('the request is to be looked at exactly when the instance ends', () => {
  expect(reduce(anAccepted(), observed('Running'), NOW, timing).ended).toBe(true);
  expect(reduce(anAccepted(), observed('Stopped', { locks: ['security'] }), NOW, timing).ended).toBe(true);
  expect(reduce(anAccepted(), observed('Stopped'), NOW, timing).ended).toBe(false);
  const again = anAccepted({ outcome: 'reached', dueAt: null });
  expect(reduce(again, observed('Running'), NOW, timing).ended).toBe(false);
});

test.each(FAILURE_KINDS.filter((kind) => kind !== 'queued'))(
  'a look before a purchase that is refused with %s is waited for, and told as what it is',
  (kind) => {
    const { next } = reduce(anInstance(), refused('lookFirst', kind), NOW, timing);
    expect([next.outcome, next.failure?.kind, next.dueAt !== null]).toEqual([null, kind, true]);
    const late = (next.deadlineAt ?? 0) + 1;
    const ended = reduce({ ...next, dueAt: late }, refused('lookFirst', kind), late, timing).next;
    expect([ended.outcome, ended.failure?.kind, ended.failure?.api]).toEqual(['failed', kind, 'DescribeInstances']);
  },
);

test('what could not be ordered in time, and was looked up and not found, is said not to exist', () => {
  const creates = { sent: 1, undone: 1, lastAt: NOW, mayRepeat: true };
  const row = anInstance({ createTriedAt: NOW, creates, deadlineAt: NOW + timing.deadlineMs });
  const at = NOW + timing.doubtAfterMs + timing.graceMs + 1;
  const { next } = reduce({ ...row, dueAt: at }, { is: 'foundByTag', found: [] }, at, timing);
  expect(next.outcome).toBe('failed');
  expect(next.failure).toMatchObject({ kind: 'deadline', code: 'NeverOrdered' });
});
