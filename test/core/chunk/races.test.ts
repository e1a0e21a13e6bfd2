import { describe, expect, test } from 'vitest';
import { chunkFor } from '../../../src/core/chunk/chunk.ts';
import { placed, seated } from '../../../src/core/chunk/chunk-rows.ts';
import { failureOf } from '../../../src/core/failure/failure.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { nextAction } from '../../../src/core/instance/next-action.ts';
import { reduce } from '../../../src/core/instance/reduce.ts';
import { instanceName } from '../../../src/core/spec/spec.ts';
import { anInstance, NOW, seen, spec, timing } from '../../support/instances.ts';

/** Some that RunInstances was answered for, with these ids. */
function answered(amount: number, cloudIds: readonly string[]): readonly Instance[] {
  const sent = { createTriedAt: NOW, creates: { sent: 1, undone: 0, lastAt: NOW, mayRepeat: true } };
  const rows = Array.from({ length: amount }, (_, index) => {
    const ordinal = index + 1;
    const chunk = chunkFor(ordinal, amount, 'keep');
    const named = { ...spec, name: instanceName('web', ordinal, amount) };
    return anInstance({ id: `r-1-${ordinal}`, ordinal, spec: named, ...(chunk && { chunk }), ...sent });
  });
  return placed(rows, cloudIds).map((one, index) => reduce(rows[index] as Instance, one, NOW, timing).next);
}

const asNamed = (cloudId: string, name: string) => seen('Pending', { cloudId, name });

describe('a row whose call was answered', () => {
  const [row] = answered(2, ['i-1', 'i-2']) as [Instance];
  const limit = NOW + timing.deadlineMs;

  test('is not given up by a look that was refused after its deadline: something of it exists', () => {
    for (const at of [limit, limit + 60_000]) {
      const due = { ...row, dueAt: at };
      const { next } = reduce(due, { is: 'refused', what: 'look', failure: failureOf('transient') }, at, timing);
      expect(next.outcome).toBeNull();
      expect(next.dueAt).toBeGreaterThan(at);
      expect(nextAction(next, null, at, timing)).toEqual({ do: 'seat' });
    }
  });

  test.each([
    { is: 'refused', what: 'create', failure: failureOf('noStock') },
    { is: 'refused', what: 'create', failure: failureOf('ambiguous') },
    { is: 'refused', what: 'finalCheck', failure: failureOf('priceChanged') },
    { is: 'refused', what: 'lookFirst', failure: failureOf('transient') },
    { is: 'unsent', what: 'create' },
  ] as const)('takes no notice of what came of another call with its token: $is $what', (observation) => {
    const { next, events } = reduce(row, observation, NOW + 5_000, timing);
    expect({ ...next, version: row.version }).toEqual(row);
    expect(events).toEqual([]);
  });
});

/** From then on a look that finds nothing proves that a call of now, which nobody has refused, created nothing. */
const PROVEN = NOW + timing.doubtAfterMs + 2 * (timing.graceMs + 1_000);

test('what a later call was refused with is no word on a row whose siblings exist', () => {
  const [{ chunk: answeredChunk, ...row }] = answered(2, ['i-1', 'i-2']) as [Instance];
  const { given: _given, ...chunk } = answeredChunk as NonNullable<Instance['chunk']>;
  const creates = { sent: 2, undone: 1, lastAt: NOW, mayRepeat: false };
  const refused: Instance = { ...row, chunk, creates, failure: failureOf('money', { api: 'RunInstances' }) };
  const at = NOW + timing.graceMs + 1_000;
  const nothing = { is: 'foundByTag', found: [], lookedAt: at } as const;
  const alone = reduce({ ...refused, dueAt: at }, nothing, at, timing).next;
  expect(alone).toMatchObject({ outcome: 'failed', failure: { kind: 'money' } });
  const tookEffect = { ...nothing, tookEffect: true } as const;
  expect(reduce({ ...refused, dueAt: at }, tookEffect, at, timing).next.outcome).toBeNull();
  const { next, events } = reduce({ ...refused, dueAt: PROVEN }, { ...tookEffect, lookedAt: PROVEN }, PROVEN, timing);
  expect(next).toMatchObject({ outcome: 'failed', failure: { kind: 'doubtful' } });
  expect(events.map(({ kind }) => kind)).toContain('instance.failed');
});

test('a row that was waited for long is not given up by the first look that shows its siblings', () => {
  const [{ chunk: answeredChunk, ...row }] = answered(2, ['i-1', 'i-2']) as [Instance];
  const { given: _given, ...chunk } = answeredChunk as NonNullable<Instance['chunk']>;
  const creates = { sent: 1, undone: 0, lastAt: NOW, mayRepeat: false };
  const own = failureOf('priceChanged', { api: 'DescribePrice' });
  const at = NOW + timing.graceMs + 1_000;
  const looked = { is: 'foundByTag', found: [], tookEffect: true } as const;
  const held: Instance = { ...row, chunk, creates, failure: own, dueAt: at };
  const { next } = reduce(held, { ...looked, lookedAt: at }, at, timing);
  expect(next.outcome).toBeNull();
  expect(reduce({ ...next, dueAt: PROVEN }, { ...looked, lookedAt: PROVEN }, PROVEN, timing).next).toMatchObject({
    outcome: 'failed',
    failure: { kind: 'doubtful' },
  });
});

describe('ids are given out', () => {
  const look = (rows: readonly Instance[], given: readonly string[], found: ReturnType<typeof seen>[], isLast = true) =>
    seated(rows, { given, seen: new Map(found.map((one) => [one.cloudId, one])), lookedAt: NOW, isLast });

  test('only to rows that have none by now', () => {
    const [first, second] = answered(2, ['i-1', 'i-2']) as [Instance, Instance];
    const [, last] = look([{ ...first, cloudId: 'i-1' }, second], ['i-2'], []);
    expect(last).toEqual({ is: 'created', cloudId: 'i-2' });
    const [, other] = look([{ ...first, outcome: 'failed' }, second], ['i-2'], [asNamed('i-2', 'mine')]);
    expect(other).toMatchObject({ is: 'foundByTag', found: [{ cloudId: 'i-2' }] });
  });

  test('under the name that the cloud has, where none has the name of the row', () => {
    const [first] = answered(2, ['i-1', 'i-2']) as [Instance];
    const [told] = look([first], ['i-1'], [asNamed('i-1', 'mine')]);
    const { next, messages, events } = reduce(first, told as NonNullable<typeof told>, NOW, timing);
    expect(next).toMatchObject({ cloudId: 'i-1', spec: { name: 'mine' }, told: ['pending'] });
    expect(next.chunk).not.toHaveProperty('unnamed');
    const notes = messages.flatMap((message) => (message.kind === 'thread' ? [message.note] : []));
    expect(notes).toEqual([expect.objectContaining({ milestone: 'pending', name: 'mine', cloudId: 'i-1' })]);
    expect(events.find(({ kind }) => kind === 'instance.observed')?.data).toMatchObject({ name: 'mine' });
  });

  test('late, by the order alone: the next look tells the name', () => {
    const [row] = answered(2, ['i-1', 'i-2']) as [Instance];
    const { given: _given, ...chunk } = row.chunk as NonNullable<Instance['chunk']>;
    const over: Instance = { ...row, chunk, outcome: 'failed', failure: failureOf('doubtful'), dueAt: null };
    const { next, messages } = reduce(over, { is: 'placed', given: 'i-2' }, NOW, timing);
    expect(next).toMatchObject({ cloudId: 'i-2', chunk: { unnamed: true } });
    expect(messages.some((message) => message.kind === 'thread')).toBe(true);
  });
});
