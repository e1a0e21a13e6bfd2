import { describe, expect, test } from 'vitest';
import { type Chunk, chunkFor } from '../../../src/core/chunk/chunk.ts';
import { areInStep, foundAmong, placed, seated, taggedBy, unseatedIds } from '../../../src/core/chunk/chunk-rows.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { reduce } from '../../../src/core/instance/reduce.ts';
import { instanceName } from '../../../src/core/spec/spec.ts';
import { aFailure, anInstance, NOW, seen, spec, timing } from '../../support/instances.ts';

const FREEZE = { version: 1, reason: 'why', by: 'UADMIN', at: NOW, until: null };
const CREATES = { sent: 1, undone: 0, lastAt: NOW, mayRepeat: true };

/** Rows of one chunk that was sent. */
const rows = (amount: number): Instance[] =>
  Array.from({ length: amount }, (_, index) => {
    const ordinal = index + 1;
    const named = { ...spec, name: instanceName('web', ordinal, amount) };
    const chunk = chunkFor(ordinal, amount, 'keep');
    const sent = { createTriedAt: NOW, creates: CREATES };
    return anInstance({ id: `r-1-${ordinal}`, ordinal, spec: named, ...(chunk && { chunk }), ...sent });
  });

const asNamed = (cloudId: string, name: string) => seen('Pending', { cloudId, name });
const look = (of: readonly Instance[], found: readonly ReturnType<typeof seen>[], more = {}) =>
  foundAmong(of, found, { known: new Set(), lookedAt: NOW, ...more });
const ids = (told: ReturnType<typeof look>) =>
  told.map((one) => (one.is === 'foundByTag' ? (one.found[0]?.cloudId ?? null) : one.is));

describe('a look by tag', () => {
  const [first, second, third] = rows(3) as [Instance, Instance, Instance];

  test('gives renamed ones to the rows that are left, the lower id to the lower number, once there is one for each', () => {
    const found = [asNamed('i-c', 'mine'), asNamed('i-b', 'web-2'), asNamed('i-a', 'yours')];
    const told = look([first, second, third], found);
    expect(ids(told)).toEqual(['i-a', 'i-b', 'i-c']);
    expect(told.map((one) => 'unnamed' in one)).toEqual([true, false, true]);
    expect(told[0]).toEqual({ is: 'foundByTag', found: [found[2]], lookedAt: NOW, tookEffect: true, unnamed: true });
  });

  test('waits with renamed ones while others may still show under their names, until nothing more is waited for', () => {
    const found = [asNamed('i-b', 'mine')];
    expect(ids(look([first, second], found))).toEqual([null, null]);
    expect(ids(look([first, second], found, { isLast: true }))).toEqual(['i-b', null]);
  });

  test('gives nobody an id that another row of the chunk has', () => {
    const known = new Set(['i-a']);
    const told = look([first, second], [asNamed('i-a', 'web-1'), asNamed('i-b', 'mine')], { known, isLast: true });
    expect(ids(told)).toEqual(['i-b', null]);
  });

  test('gives nobody two, and tells a row that has its id nothing', () => {
    const has = { ...first, cloudId: 'i-a' };
    const told = look([has, second], [asNamed('i-b', 'web-1')], { known: new Set(['i-a']), isLast: true });
    expect(told[0]).toEqual({ is: 'placed', given: null });
    expect(reduce(has, told[0] as NonNullable<(typeof told)[0]>, NOW, timing).next.cloudId).toBe('i-a');
    expect(ids(told)[1]).toBe('i-b');
  });

  test('gives to rows under way before those that have ended', () => {
    const over: Instance = { ...first, outcome: 'failed' };
    expect(ids(look([over, second], [asNamed('i-z', 'mine')], { isLast: true }))).toEqual([null, 'i-z']);
    expect(ids(look([over, second], [asNamed('i-y', 'mine'), asNamed('i-z', 'my')]))).toEqual(['i-z', 'i-y']);
  });

  test('takes the same of two with one name, whatever their order', () => {
    const two = [asNamed('i-b', 'web-1'), asNamed('i-a', 'web-1')];
    for (const found of [two, two.toReversed()]) expect(ids(look([first, second], found))[0]).toBe('i-a');
  });

  test('knows from the id of a sibling alone that the call took effect', () => {
    const [told] = look([second], [], { known: new Set(['i-a']) });
    expect(told).toEqual({ is: 'foundByTag', found: [], lookedAt: NOW, tookEffect: true });
  });
});

describe('an answer for the chunk', () => {
  const [row] = rows(2) as [Instance];
  const answer = { is: 'placed', given: 'i-1', cloudIds: ['i-1', 'i-2'] } as const;

  test('is told once in the audit trail, with all ids and how many were asked for, and is looked after', () => {
    const later = NOW + 5_000;
    const { next, events } = reduce(row, answer, later, timing);
    expect(events.filter(({ kind }) => kind === 'instance.placed').map(({ data }) => data)).toEqual([
      { cloudIds: ['i-1', 'i-2'], asked: 2 },
    ]);
    expect(next).toMatchObject({ cloudId: null, acceptedAt: later, deadlineAt: later + timing.deadlineMs });
    expect(next.dueAt).toBe(later + timing.firstLookMs + 500);
    expect(reduce(row, { is: 'placed', given: 'i-2' }, later, timing).events).toEqual([]);
  });

  test.each([
    ['that was answered already', { chunk: { ...(row.chunk as Chunk), given: 'i-1' } }],
    ['that a look has found', { cloudId: 'i-1', acceptedAt: NOW }],
  ])('changes nothing of a row %s', (_which, change) => {
    const had = { ...row, ...change };
    const { next, events } = reduce(had, { ...answer, given: 'i-2' }, NOW + 5_000, timing);
    expect({ ...next, version: had.version }).toEqual(had);
    expect(events).toEqual([]);
  });

  test('without an id for a row ends it, and nothing more is waited for', () => {
    const { next } = reduce(
      { ...row, chunk: { ...(row.chunk as Chunk), given: null } },
      { is: 'unplaced' },
      NOW,
      timing,
    );
    expect(next).toMatchObject({ outcome: 'failed', creates: { sent: 1, undone: 1 } });
    expect(next.failure).toMatchObject({ kind: 'noStock', api: 'RunInstances', detail: '' });
    const has = { ...row, cloudId: 'i-1' };
    expect(reduce(has, { is: 'unplaced' }, NOW, timing).next).toMatchObject({ cloudId: 'i-1', outcome: null });
  });

  test('that says an id of which a sibling has it by now leaves the others', () => {
    const members = placed(rows(3), ['i-a', 'i-b']).map(
      (one, n) => reduce(rows(3)[n] as Instance, one, NOW, timing).next,
    );
    expect(unseatedIds(members)).toEqual(['i-a', 'i-b']);
    expect(unseatedIds(members.map((one, n) => (n === 2 ? { ...one, cloudId: 'i-a' } : one)))).toEqual(['i-b']);
    expect(unseatedIds([anInstance()])).toEqual([]);
  });

  test('tells a row that has its id nothing at a look at the given ids', () => {
    const [told] = seated([{ ...row, cloudId: 'i-1' }], { given: [], seen: new Map(), lookedAt: NOW, isLast: true });
    expect(told).toEqual({ is: 'placed', given: null });
  });
});

describe('a row whose siblings were found first', () => {
  const [row] = rows(2) as [Instance];
  const looked = { is: 'foundByTag', found: [], tookEffect: true } as const;

  test.each([
    ['waited for nothing', {}, { trouble: null, held: false }],
    ['was held by a freeze', { heldBy: FREEZE }, { trouble: null, held: true }],
    ['was in trouble', { failure: aFailure('throttled') }, { trouble: 'throttled', held: false }],
  ])(
    'and whose own call was never noted is in the audit trail once as one that may exist, if it %s',
    (_, was, said) => {
      const { creates: _creates, ...unsent } = { ...row, createTriedAt: null, ...was };
      const { next, events } = reduce(unsent, looked, NOW, timing);
      expect(next).toMatchObject({
        ...{ createTriedAt: NOW, heldBy: null, failure: null, outcome: null },
        creates: { sent: 1, undone: 0, lastAt: NOW, mayRepeat: false },
        deadlineAt: NOW + timing.graceMs + timing.deadlineMs,
      });
      const goingOn = events.filter(({ kind }) => kind === 'instance.goingOn').map(({ data }) => data);
      expect(goingOn).toEqual([{ ...said, ordered: true }]);
    },
  );

  test('keeps when its call was first sent, and counts as sent though all its calls were refused', () => {
    const later = NOW + 5_000;
    const refused = { ...row, creates: { ...CREATES, sent: 2, undone: 2 } };
    const { next, events } = reduce(refused, looked, later, timing);
    expect(next).toMatchObject({ createTriedAt: NOW, creates: { sent: 3, undone: 2, mayRepeat: false } });
    expect(events.filter(({ data }) => 'ordered' in data)).toEqual([]);
    const open = { ...row, creates: { ...CREATES, sent: 3, undone: 1 } };
    expect(reduce(open, looked, later, timing).next.creates).toMatchObject({ sent: 3, undone: 1 });
  });
});

test('what one row alone was told by the answer puts a chunk out of step', () => {
  const [first, second] = rows(2) as [Instance, Instance];
  expect(areInStep([first, second])).toBe(true);
  expect(areInStep([{ ...first, chunk: { ...(first.chunk as Chunk), given: null } }, second])).toBe(false);
  expect(areInStep([{ ...first, creates: { ...CREATES, mayRepeat: false } }, second])).toBe(false);
});

test('a tag stands for a hundred rows at most, and for none in the wrong order', () => {
  expect(taggedBy('r-1-1..100')?.ids).toHaveLength(100);
  expect(taggedBy('r-1-1..101')).toBeNull();
  expect(taggedBy('r-1-3..2')).toBeNull();
  expect(taggedBy('nobody')).toBeNull();
});
