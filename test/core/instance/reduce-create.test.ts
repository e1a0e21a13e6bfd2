import { expect, test } from 'vitest';
import type { Freeze } from '../../../src/core/freeze.ts';
import { firstToken, mayExist, needsToken, nextToken } from '../../../src/core/instance/create-calls.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { chosen, idIn, type Observation } from '../../../src/core/instance/observation.ts';
import { reduce } from '../../../src/core/instance/reduce.ts';
import { changesCallParameters } from '../../../src/core/instance/reduce-create.ts';
import { initialReleaseTime, leaseFor } from '../../../src/core/lease/lease.ts';
import { aFailure, anAccepted, anInstance, NOW, seen, timing } from '../../support/instances.ts';

const HOUR = 3_600_000;
const TAGS = [{ key: 'cost', value: '42' }];
const chunk = { first: 1, amount: 2, least: 1 };
const undone = { sent: 1, undone: 1, lastAt: NOW, mayRepeat: true };
const lost = { sent: 1, undone: 0, lastAt: NOW, mayRepeat: true };
const tried = (fields: Partial<Instance> = {}): Instance =>
  anInstance({ createTriedAt: NOW, deadlineAt: NOW + timing.deadlineMs, attempts: 1, creates: undone, ...fields });
const creating = (row: Instance, over: object = {}, now = NOW + 5_000) =>
  reduce(row, { is: 'creating', account: '111', ...over }, now, timing);
const after = (row: Instance, observation: Observation, now = NOW + 5_000) =>
  reduce(row, observation, now, timing).next;

test('every token for one purchase is derived from the first, and each only once', () => {
  const second = nextToken('a.b-1');
  expect([second, nextToken(second), nextToken('token.9')]).toEqual(['a.b-1.2', 'a.b-1.3', 'token.10']);
  expect([firstToken('a.b-1.3'), firstToken('a.b-1')]).toEqual(['a.b-1', 'a.b-1']);
});

test('the event of the first call says with what it was sent; later ones add none while nothing has changed', () => {
  const first = creating(anInstance({ chunk }), { policyTags: TAGS });
  expect(first.next).toMatchObject({ account: '111', policyTags: TAGS, creates: { sent: 1, lastAt: NOW + 5_000 } });
  expect(first.events).toMatchObject([
    {
      kind: 'instance.creating',
      data: { clientToken: 'token-1', region: 'cn-beijing', account: '111', together: 2, policyTags: TAGS },
    },
  ]);
  expect(creating(anInstance()).events[0]?.data).toEqual({
    clientToken: 'token-1',
    region: 'cn-beijing',
    account: '111',
  });
  expect(creating(first.next, { policyTags: TAGS }).events).toEqual([]);
});

test('failed checks before the first call are no tries of it', () => {
  const { next } = creating(anInstance({ attempts: 7, failure: aFailure('throttled', { api: 'DescribePrice' }) }));
  expect(next).toMatchObject({ attempts: 1, failure: null });
});

test.each<[what: string, row: Instance, looked: boolean, token: string]>([
  ['with another token after a look that found nothing', tried(), true, 'token-1.2'],
  ['not before that look', tried(), false, 'token-1'],
  ['never while an earlier call may have created something', tried({ creates: lost }), true, 'token-1'],
  ['and with the first token where none was sent', anInstance(), false, 'token-1'],
])('a call with other tags is sent %s', (_, row, looked, token) => {
  const { next, events } = creating(row, { policyTags: TAGS, looked });
  const isTaken = token !== 'token-1' || row.creates === undefined;
  expect([next.clientToken, next.policyTags]).toEqual([token, isTaken ? TAGS : undefined]);
  const told = events.find(({ kind }) => kind === 'instance.newToken');
  if (token === 'token-1') expect(told).toBeUndefined();
  else expect(told?.data).toEqual({ clientToken: token, was: 'token-1', after: null, policyTags: TAGS });
});

test('a chunk is bought with a release time, and with a later one once that would be too early', () => {
  const leased = anInstance({ chunk, lease: leaseFor(2 * HOUR) });
  const first = creating(leased, {}, NOW).next;
  expect(first.chunk?.releaseAt).toBe(initialReleaseTime(2 * HOUR, NOW));
  const refused = { ...first, creates: undone };
  const [soon, late] = [NOW + HOUR, NOW + HOUR + 1];
  expect([changesCallParameters(refused, [], soon), changesCallParameters(refused, [], late)]).toEqual([false, true]);
  const again = creating(refused, { looked: true }, late);
  expect(again.next.chunk?.releaseAt).toBe(initialReleaseTime(2 * HOUR, late));
  expect(again.events).toMatchObject([{ kind: 'instance.newToken', data: { releaseAt: again.next.chunk?.releaseAt } }]);
  // What is bought alone is told its end once it runs, and what has no end is told none.
  expect(creating(anInstance({ lease: leaseFor(2 * HOUR) })).next.chunk).toBeUndefined();
  expect(creating(anInstance({ chunk })).next.chunk).toEqual(chunk);
});

test('whether a call would have other parameters than those before it', () => {
  expect(changesCallParameters(tried(), TAGS, NOW)).toBe(true);
  expect(changesCallParameters(tried({ policyTags: TAGS }), TAGS, NOW)).toBe(false);
  expect(changesCallParameters(tried(), [], NOW)).toBe(false);
  expect(changesCallParameters(anInstance(), TAGS, NOW)).toBe(false);
  expect(changesCallParameters(tried({ creates: lost }), TAGS, NOW)).toBe(false);
});

test('two limits of the rate wear a token out, or one refusal for certain; a call that was not sent does not', () => {
  const worn = (...kinds: readonly ('throttled' | 'notSent' | 'noStock' | 'queued')[]) => {
    let row = anInstance();
    for (const kind of kinds) {
      row = creating(row).next;
      row = { ...after(row, { is: 'refused', what: 'create', failure: aFailure(kind) }), outcome: null };
    }
    return [needsToken(row), mayExist(row)];
  };
  expect([worn('throttled'), worn('notSent', 'notSent'), worn('queued', 'queued')]).toEqual([
    [false, false],
    [false, false],
    [false, false],
  ]);
  expect([worn('throttled', 'throttled'), worn('noStock')]).toEqual([
    [true, false],
    [true, false],
  ]);
});

test('a worn token is replaced once a look has found nothing, and the trail says by which and why', () => {
  const row = tried({ creates: { ...undone, refusals: 2 }, failure: aFailure('noStock') });
  const { next, events } = reduce(row, { is: 'foundByTag', found: [] }, NOW + 5_000, timing);
  expect(next.clientToken).toBe('token-1.2');
  expect(events.find(({ kind }) => kind === 'instance.newToken')?.data).toEqual({
    ...{ clientToken: 'token-1.2', was: 'token-1', after: 'noStock' },
  });
});

test('a call that was held back at the last moment counts neither as sent nor as a try, and is due at once', () => {
  const row = creating(anInstance(), {}, NOW).next;
  expect(after(row, { is: 'unsent', what: 'create' })).toMatchObject({
    ...{ attempts: 0, dueAt: NOW + 5_000, creates: { sent: 1, undone: 1 } },
  });
  expect(after({ ...row, attempts: 4 }, { is: 'unsent', what: 'create' }).attempts).toBe(3);
  const given = { ...row, chunk: { ...chunk, given: 'i-1' } };
  expect(after(given, { is: 'unsent', what: 'create' })).toMatchObject({ attempts: 1, creates: { undone: 0 } });
  expect(after(anAccepted({ attempts: 1 }), { is: 'unsent', what: 'create' }).attempts).toBe(1);
});

test('an id that comes begins a new deadline and clears the trouble; the same once more changes neither', () => {
  const trouble = { failure: aFailure('ambiguous'), misses: 3, attempts: 4 };
  const { next: got, events } = reduce(tried(trouble), { is: 'created', cloudId: 'i-1' }, NOW + 5_000, timing);
  expect(events[0]).toMatchObject({ kind: 'instance.accepted', data: { cloudId: 'i-1' } });
  expect(got).toMatchObject({ cloudId: 'i-1', acceptedAt: NOW + 5_000, failure: null, misses: 0, attempts: 0 });
  expect(got.deadlineAt).toBe(NOW + 5_000 + timing.deadlineMs);
  const again = after(got, { is: 'created', cloudId: 'i-2' }, NOW + 9_000);
  expect(again).toMatchObject({ cloudId: 'i-1', acceptedAt: NOW + 5_000, deadlineAt: got.deadlineAt });
});

test('of several instances with its tag the same one is its own every time', () => {
  const found = ['i-3', 'i-1', 'i-2'].map((cloudId) => seen('Pending', { cloudId }));
  expect([chosen(found)?.cloudId, chosen(found.toReversed())?.cloudId, chosen([])]).toEqual(['i-1', 'i-1', undefined]);
  expect(idIn({ is: 'foundByTag', found })).toBe('i-1');
  expect(idIn({ is: 'created', cloudId: 'i-7' })).toBe('i-7');
  expect(idIn({ is: 'placed', given: 'i-8' })).toBe('i-8');
  expect([idIn({ is: 'foundByTag', found: [] }), idIn({ is: 'missing' })]).toEqual([null, null]);
});

test('an id that comes to a row with another one after its end is not taken', () => {
  const ended = anAccepted({ outcome: 'failed', failure: aFailure('deadline'), dueAt: NOW });
  expect(after(ended, { is: 'created', cloudId: 'i-2' })).toMatchObject({ cloudId: 'i-1', dueAt: null });
  expect(after(ended, observedNothing).cloudId).toBe('i-1');
});

const observedNothing: Observation = { is: 'foundByTag', found: [] };
const freeze: Freeze = { version: 3, reason: 'audit', by: 'U9', at: NOW, until: null };

test.each<[what: string, row: Instance, until: number | null, next: object]>([
  [
    'what was never sent starts over',
    tried(),
    null,
    { createTriedAt: null, deadlineAt: null, attempts: 0, dueAt: 65_000 },
  ],
  ['it is due at the freeze’s own end', anInstance(), NOW + 9_000, { dueAt: 9_000 }],
  [
    'what exists has no deadline meanwhile',
    anAccepted({ attempts: 2 }),
    null,
    { deadlineAt: null, dueAt: 65_000, attempts: 2 },
  ],
  [
    'what may exist keeps the time of its first call',
    tried({ creates: lost }),
    null,
    { createTriedAt: NOW, deadlineAt: NOW + timing.deadlineMs, dueAt: 65_000 },
  ],
  [
    'and is looked up as soon as its call is not repeated any more',
    tried({ creates: lost, createTriedAt: NOW + 15_000 - timing.doubtAfterMs }),
    null,
    { dueAt: 15_000 },
  ],
  [
    'but not in the very same pass',
    tried({ creates: lost, createTriedAt: NOW - timing.doubtAfterMs }),
    null,
    { dueAt: 6_000 },
  ],
])('while a freeze holds it: %s', (_, row, until, expected) => {
  const { next, events } = reduce(row, { is: 'held', freeze: { ...freeze, until } }, NOW + 5_000, timing);
  expect({ ...next, dueAt: (next.dueAt ?? 0) - NOW }).toMatchObject({ heldBy: { version: 3 }, ...expected });
  expect(events.find(({ kind }) => kind === 'instance.held')?.data).toEqual({ by: 'U9', reason: 'audit', until });
});

test('a call that a freeze stopped at the last moment is taken back', () => {
  const row = creating(anInstance(), {}, NOW).next;
  const { next, events } = reduce(row, { is: 'held', freeze, unsent: true }, NOW + 5_000, timing);
  expect(next).toMatchObject({ createTriedAt: null, attempts: 0, creates: { sent: 0, undone: 0 } });
  expect(events.map(({ kind }) => kind)).toEqual(['instance.held', 'instance.goingOn']);
  expect(events[1]?.data).toEqual({ trouble: null, held: false, ordered: false });
  // The end of its trouble says the same.
  const troubled = reduce({ ...row, creates: undone, failure: aFailure('busy') }, { is: 'held', freeze }, NOW, timing);
  expect(troubled.events.map(({ data }) => data).at(-1)).toEqual({ trouble: 'busy', held: false, ordered: false });
  expect(troubled.events).toHaveLength(2);
});

test('only what is to be started goes on after a freeze by a refusal', () => {
  const held = anAccepted({ heldBy: freeze, deadlineAt: null });
  const busy = aFailure('busy');
  expect(after(held, { is: 'refused', what: 'allocateAddress', failure: busy }).heldBy).toEqual(freeze);
  expect(after(held, { is: 'refused', what: 'start', failure: busy }).heldBy).toBeNull();
});

test('an id that comes after the end is kept without a name only where nothing matched one', () => {
  const ended = tried({ chunk, outcome: 'failed', failure: aFailure('doubtful'), dueAt: null });
  const found = [seen('Running', { cloudId: 'i-9' })];
  const late = (observation: Observation) => {
    const { cloudId, chunk: of } = after(ended, observation);
    return [cloudId, of?.unnamed ?? false];
  };
  expect(late({ is: 'foundByTag', found })).toEqual(['i-9', false]);
  expect(late({ is: 'foundByTag', found, unnamed: true })).toEqual(['i-9', true]);
  expect(late({ is: 'created', cloudId: 'i-9' })).toEqual(['i-9', true]);
  expect(late({ is: 'foundByTag', found: [], unnamed: true })).toEqual([null, false]);
});
