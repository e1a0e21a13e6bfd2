import { describe, expect, test } from 'vitest';
import { chunkFor, chunkIndex, chunksIn } from '../../../src/core/chunk/chunk.ts';
import {
  areInStep,
  foundAmong,
  placed,
  requestTagOf,
  seated,
  taggedBy,
  unseatedIds,
} from '../../../src/core/chunk/chunk-rows.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { nextAction } from '../../../src/core/instance/next-action.ts';
import { reduce } from '../../../src/core/instance/reduce.ts';
import { instanceName, namePattern } from '../../../src/core/spec/spec.ts';
import { anInstance, NOW, seen, spec, timing } from '../../support/instances.ts';

const rows = (amount: number, change: Partial<Instance> = {}): Instance[] =>
  Array.from({ length: amount }, (_, index) => {
    const ordinal = index + 1;
    const chunk = chunkFor(ordinal, amount, 'keep');
    return anInstance({
      ...{ id: `r-1-${ordinal}`, ordinal, spec: { ...spec, name: instanceName('web', ordinal, amount) } },
      ...(chunk && { chunk }),
      ...change,
    });
  });

const asNamed = (cloudId: string, name: string) => seen('Pending', { cloudId, name });
const NONE: ReadonlySet<string> = new Set();

describe('which call buys what', () => {
  test.each([
    [1, 1, null],
    [1, 2, { first: 1, amount: 2, least: 1 }],
    [100, 100, { first: 1, amount: 100, least: 1 }],
    [100, 250, { first: 1, amount: 100, least: 1 }],
    [101, 250, { first: 101, amount: 100, least: 1 }],
    [250, 250, { first: 201, amount: 50, least: 1 }],
    [101, 101, null],
  ])('number %i of %i: %o', (ordinal, of, chunk) => {
    expect(chunkFor(ordinal, of, 'keep')).toEqual(chunk);
    const whole = chunkFor(ordinal, of, 'refuse');
    expect(whole?.least).toBe(whole?.amount);
  });

  test('one token for each call', () => {
    for (const amount of [1, 2, 100, 101, 250, 1000])
      expect(new Set(Array.from({ length: amount }, (_, n) => chunkIndex(n + 1))).size).toBe(chunksIn(amount));
  });
});

describe('the tag of the request', () => {
  test('names one row, or all of a chunk, and is read back', () => {
    const [first, second] = rows(3);
    expect(requestTagOf(anInstance({ id: 'r-1-7' }))).toBe('r-1-7');
    expect(requestTagOf(second as Instance)).toBe('r-1-1..3');
    expect(taggedBy(requestTagOf(first as Instance))).toEqual({ requestId: 'r-1', ids: ['r-1-1', 'r-1-2', 'r-1-3'] });
    expect(taggedBy('r-7k3mz9q2xa-1')).toEqual({ requestId: 'r-7k3mz9q2xa', ids: ['r-7k3mz9q2xa-1'] });
  });

  test.each(['', 'r-1', 'nobody', 'r-1-3..1', 'r-1-1..101', 'r-1-1..999999999', '-1', 'r-1-1..', 'r-1-1...3'])(
    'of others says nothing: %j',
    (value) => expect(taggedBy(value)?.ids.length ?? 0).toBeLessThanOrEqual(value === 'r-1' ? 1 : 0),
  );
});

test.each([
  [9, 'web-[1,1]'],
  [10, 'web-[1,2]'],
  [100, 'web-[1,3]'],
])('the names of %i come from the pattern %s', (amount, pattern) => {
  expect(namePattern((rows(amount)[0] as Instance).spec.name)).toBe(pattern);
});

test('the pattern of a later chunk begins with its own number, and a name with digits of its own is kept', () => {
  expect(namePattern('web-0101')).toBe('web-[101,4]');
  expect(namePattern('db-2024-01')).toBe('db-2024-[1,2]');
});

describe('an answer', () => {
  test('gives each row one of the ids, whosever it is, and null to those that were not placed', () => {
    const [first, ...more] = placed(rows(3), ['i-b', 'i-a']);
    expect(first).toEqual({ is: 'placed', given: 'i-b', cloudIds: ['i-b', 'i-a'] });
    expect(more).toEqual([
      { is: 'placed', given: 'i-a' },
      { is: 'placed', given: null },
    ]);
  });

  test('leaves alone what a look has found meanwhile', () => {
    const [first, second, third] = rows(3) as [Instance, Instance, Instance];
    const answers = placed([{ ...first, cloudId: 'i-a' }, second, third], ['i-b', 'i-a']);
    expect(answers.map((answer) => 'given' in answer && answer.given)).toEqual([null, 'i-b', null]);
  });

  test('that comes after a row has ended is kept all the same', () => {
    const [row] = rows(2, { outcome: 'failed', failure: null, dueAt: null }) as [Instance];
    const { next } = reduce(row, { is: 'placed', given: 'i-1' }, NOW, timing);
    expect(next).toMatchObject({ cloudId: 'i-1', outcome: 'failed' });
  });
});

describe('a look at the given ids', () => {
  const given = ['i-c', 'i-a', 'i-b'];
  const answered = placed(rows(3), given).map(
    (observation, index) => reduce(rows(3)[index] as Instance, observation, NOW, timing).next,
  );
  const look = (found: ReturnType<typeof seen>[], isLast = false) =>
    seated(answered, {
      given: unseatedIds(answered),
      seen: new Map(found.map((one) => [one.cloudId, one])),
      lookedAt: NOW,
      isLast,
    }).map((one) => (one.is === 'foundByTag' ? one.found[0]?.cloudId : one.is === 'created' ? one.cloudId : one.is));

  test('is what comes next', () => {
    for (const row of answered) expect(nextAction(row, null, NOW, timing)).toEqual({ do: 'seat' });
  });

  test.each<readonly [string, ReturnType<typeof seen>[], boolean, readonly unknown[]]>([
    ['all', [asNamed('i-a', 'web-1'), asNamed('i-b', 'web-2'), asNamed('i-c', 'web-3')], false, ['i-a', 'i-b', 'i-c']],
    ['one', [asNamed('i-b', 'web-2')], false, ['missing', 'i-b', 'missing']],
    ['one, the last time', [asNamed('i-b', 'web-2')], true, ['i-c', 'i-b', 'i-a']],
    [
      'a renamed one',
      [asNamed('i-a', 'web-1'), asNamed('i-b', 'mine'), asNamed('i-c', 'web-3')],
      false,
      ['i-a', 'i-b', 'i-c'],
    ],
    ['none', [], false, ['missing', 'missing', 'missing']],
  ])('that shows %s', (_what, found, isLast, expected) => expect(look(found, isLast)).toEqual(expected));

  test('ends those that have none once all ids are known', () => {
    const short = placed(rows(3), ['i-a']).map(
      (observation, index) => reduce(rows(3)[index] as Instance, observation, NOW, timing).next,
    );
    const about = { given: unseatedIds(short), lookedAt: NOW, isLast: false };
    const unseen = seated(short, { ...about, seen: new Map() });
    expect(unseen.map(({ is }) => is)).toEqual(['missing', 'missing', 'missing']);
    const all = seated(short, { ...about, seen: new Map([['i-a', asNamed('i-a', 'web-1')]]) });
    expect(all.map(({ is }) => is)).toEqual(['foundByTag', 'unplaced', 'unplaced']);
    const { next } = reduce(short[1] as Instance, { is: 'unplaced' }, NOW, timing);
    expect(next).toMatchObject({ outcome: 'failed', cloudId: null, failure: { kind: 'noStock', code: 'NotPlaced' } });
  });

  test('one that has its id by the order alone takes the name that a look shows', () => {
    const { next } = reduce(answered[0] as Instance, { is: 'created', cloudId: 'i-c' }, NOW, timing);
    expect(next).toMatchObject({ cloudId: 'i-c', chunk: { unnamed: true }, told: [] });
    const named = reduce(next, { is: 'observed', observed: asNamed('i-c', 'web-3') }, NOW, timing).next;
    expect(named).toMatchObject({ spec: { name: 'web-3' }, told: ['pending'] });
    expect(named.chunk).not.toHaveProperty('unnamed');
  });
});

describe('a look by tag', () => {
  const tried = rows(2, { createTriedAt: NOW, creates: { sent: 1, undone: 0, lastAt: NOW, mayRepeat: true } });

  test('that finds some keeps the call from being sent again for the others', () => {
    const found = foundAmong(tried, [asNamed('i-b', 'web-2')], { known: NONE, lookedAt: NOW });
    const [first, second] = found.map((one, index) => reduce(tried[index] as Instance, one, NOW, timing).next);
    expect(second).toMatchObject({ cloudId: 'i-b' });
    expect(first).toMatchObject({ cloudId: null, creates: { mayRepeat: false } });
    expect(nextAction(first as Instance, null, NOW, timing)).toEqual({ do: 'lookUpByTag' });
  });

  test('that finds what others of the chunk have does so too', () => {
    const [first] = foundAmong(tried.slice(0, 1), [asNamed('i-b', 'web-2')], {
      known: new Set(['i-b']),
      lookedAt: NOW,
    });
    expect(first).toMatchObject({ found: [], tookEffect: true });
  });

  test('that finds nothing says nothing of the call', () => {
    const found = foundAmong(tried, [], { known: NONE, lookedAt: NOW });
    expect(found).toEqual([1, 2].map(() => ({ is: 'foundByTag', found: [], lookedAt: NOW })));
  });
});

test('rows are in step as long as the same is known of the calls for each', () => {
  const same = rows(3);
  expect(areInStep(same)).toBe(true);
  const [first, ...more] = same as [Instance, ...Instance[]];
  for (const change of [
    { clientToken: 'other' },
    { createTriedAt: NOW },
    { creates: { sent: 1, undone: 0, lastAt: 0, mayRepeat: true } },
  ])
    expect(areInStep([{ ...first, ...change }, ...more])).toBe(false);
});
