import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { AuditEvent } from '../../../src/core/request/event.ts';
import { type ChainedEvent, chained, EMPTY_CHAIN, exportLine, NO_HASH } from '../../../src/core/request/hash-chain.ts';
import { checkChain } from '../../../src/core/request/hash-chain-check.ts';

const event = (n: number, over: Partial<AuditEvent> = {}): AuditEvent => ({
  at: 1_800_000_000_000 + n,
  kind: 'instance.observed',
  actor: 'bot',
  requestId: 'r-1',
  instanceId: 'r-1-1',
  data: { status: 'Running', n },
  ...over,
});
const trail = (length: number): readonly ChainedEvent[] =>
  chained(
    EMPTY_CHAIN,
    Array.from({ length }, (_, index) => event(index)),
  );

/** What is wrong with these, whose end is known or not. */
function breakIn(events: readonly ChainedEvent[], known?: { seq: number; hash: string }) {
  const check = checkChain();
  for (const [index, one] of events.entries()) check.next(one, index + 1);
  return check.finish(known);
}

const at = (events: readonly ChainedEvent[], index: number): ChainedEvent => events[index] as ChainedEvent;

test('a hash is the SHA-256 of the hash before it and the line without its own', () => {
  const [first, second] = trail(2);
  const line =
    '{"seq":1,"at":1800000000000,"kind":"instance.observed","actor":"bot","requestId":"r-1","instanceId":"r-1-1","data":{"n":0,"status":"Running"}}';
  const hash = createHash('sha256').update(`${NO_HASH}${line}`).digest('hex');
  expect(first?.hash).toBe(hash);
  expect(exportLine(first as ChainedEvent)).toBe(`${line.slice(0, -1)},"hash":"${hash}"}`);
  expect(second?.hash).not.toBe(first?.hash);
});

test('the order of keys and what JSON does not hold make no difference, the order of a list does', () => {
  const hashOf = (data: AuditEvent['data']) => chained(EMPTY_CHAIN, [event(0, { data })])[0]?.hash;
  const hash = hashOf({ b: [1, { y: 1, x: 2 }], a: '中', 2: 0, 10: 0 });
  expect(hashOf({ 10: 0, a: '中', gone: undefined, 2: 0, b: [1, { x: 2, y: 1 }] })).toBe(hash);
  expect(hashOf({ b: [{ y: 1, x: 2 }, 1], a: '中', 2: 0, 10: 0 })).not.toBe(hash);
});

test('an unbroken chain has nothing wrong with it, an empty one neither', () => {
  const events = trail(20);
  expect(breakIn(events)).toBeNull();
  expect(breakIn(events, at(events, 19))).toBeNull();
  expect(breakIn([], EMPTY_CHAIN)).toBeNull();
});

const CHANGES: readonly Partial<ChainedEvent>[] = [
  { at: 1 },
  { kind: 'instance.running' },
  { actor: 'U1' },
  { requestId: 'r-2' },
  { instanceId: null },
  { data: { status: 'Running', n: 4, more: 1 } },
  { hash: NO_HASH },
];

test.each(CHANGES)('a change of %o is found at its place', (change) => {
  const events = trail(9).map((one) => (one.seq === 5 ? { ...one, ...change } : one));
  expect(breakIn(events)).toMatchObject({ is: 'changed', place: 5 });
});

test('a change with a recomputed hash is found at the next event', () => {
  const events = trail(9);
  const forged = chained(at(events, 3), [event(99)]);
  expect(breakIn([...events.slice(0, 4), ...forged, ...events.slice(5)])).toMatchObject({ is: 'changed', place: 6 });
});

test('events that are missing, moved, repeated or put in are told apart', () => {
  const events = trail(9);
  expect(breakIn(events.toSpliced(3, 1))).toEqual({ is: 'missing', place: 4, seq: 4, found: 5 });
  expect(breakIn(events.toSpliced(0, 3))).toEqual({ is: 'missing', place: 1, seq: 1, found: 4 });
  const swapped = events.with(3, at(events, 6)).with(6, at(events, 3));
  expect(breakIn(swapped)).toEqual({ is: 'moved', place: 4, seq: 4, found: 7, later: 7 });
  expect(breakIn(events.toSpliced(5, 0, at(events, 2)))).toEqual({ is: 'repeated', place: 6, seq: 3 });
  const [put] = chained(at(events, 2), [event(99)]);
  expect(breakIn(events.toSpliced(3, 0, put as ChainedEvent))).toMatchObject({ is: 'repeated', place: 5, seq: 4 });
});

test('a cut end and an end that was added to are found where the end is known', () => {
  const events = trail(9);
  expect(breakIn(events.slice(0, 7))).toBeNull();
  expect(breakIn(events.slice(0, 7), at(events, 8))).toEqual({ is: 'cutOff', seq: 7, until: 9 });
  expect(breakIn([], at(events, 8))).toEqual({ is: 'cutOff', seq: 0, until: 9 });
  expect(breakIn(events, at(events, 7))).toEqual({ is: 'otherEnd', seq: 9, until: 8 });
  const other = chained(at(events, 7), [event(99)]);
  expect(breakIn([...events.slice(0, 8), ...other], at(events, 8))).toEqual({ is: 'otherEnd', seq: 9, until: 9 });
});

test('a chain that begins later counts as whole only if one of its events records the hash of the last one archived', () => {
  const [archived, kept] = [trail(4), trail(9).slice(4)];
  const data = { seq: 4, hash: at(archived, 3).hash };
  const recorded = (over: Partial<AuditEvent> = {}) => [
    ...kept,
    ...chained(at(kept, 4), [event(99, { kind: 'trail.archived', data, ...over })]),
  ];
  expect(breakIn(recorded())).toBeNull();
  const missing = { is: 'missing', place: 1, seq: 1, found: 5 };
  expect(breakIn(kept)).toEqual(missing);
  expect(breakIn(recorded({ kind: 'policy.changed' }))).toEqual(missing);
  expect(breakIn(recorded({ data: { ...data, seq: 3 } }))).toEqual(missing);
  expect(breakIn(recorded({ data: { seq: 4, hash: 7 } }))).toEqual(missing);
  expect(breakIn(recorded({ data: { seq: 4, hash: NO_HASH } }))).toMatchObject({ is: 'changed', place: 1 });
  expect(breakIn([...kept, at(archived, 0)])).toEqual({ is: 'moved', place: 1, seq: 1, found: 5, later: 6 });
  expect(breakIn(recorded(), at(recorded(), 5))).toBeNull();
  expect(breakIn(recorded(), { seq: 11, hash: NO_HASH })).toEqual({ is: 'cutOff', seq: 10, until: 11 });
});

test('while a chain is read it tells where it began, how far it is right, and whether it still is', () => {
  const check = checkChain();
  expect([check.begin(), check.end(), check.isBroken()]).toEqual([1, EMPTY_CHAIN, false]);
  const events = trail(9).slice(4);
  for (const [index, one] of events.slice(0, 3).entries()) check.next(one, index + 1);
  const right = { seq: 7, hash: at(events, 2).hash };
  expect([check.begin(), check.end(), check.isBroken()]).toEqual([5, right, false]);
  check.next(at(events, 4), 4);
  expect([check.end(), check.isBroken()]).toEqual([right, true]);
});
