import { describe, expect, test } from 'vitest';
import type { Lane } from '../../../src/ecs/apis.ts';
import { isFull, type Line, makeLine, mostInTheWay } from '../../../src/ecs/limiter/line.ts';

interface One {
  readonly name: string;
  readonly person: string | null;
  readonly lane: Lane;
}

const own = (name: string, lane: Lane = 'polling'): One => ({ name, person: null, lane });
const of = (person: string, name: string): One => ({ name, person, lane: 'people' });

function lineOf(...all: readonly One[]): Line<One> {
  const line = makeLine<One>();
  for (const one of all) line.join(one);
  return line;
}

const order = (line: Line<One>): readonly string[] =>
  Array.from({ length: line.size }, () => line.next()?.name ?? 'nobody');

describe('whose turn it is', () => {
  test('the people take turns, however many calls one of them has waiting', () => {
    const line = lineOf(of('lena', 'l1'), of('lena', 'l2'), of('lena', 'l3'), of('marco', 'm1'), of('tom', 't1'));
    expect(order(line)).toEqual(['l1', 'm1', 't1', 'l2', 'l3']);
  });

  test('the own work gets every other turn while people wait', () => {
    const line = lineOf(of('lena', 'l1'), of('marco', 'm1'), of('tom', 't1'), own('p1'), own('p2'));
    expect(order(line)).toEqual(['p1', 'l1', 'p2', 'm1', 't1']);
  });

  test('of the own work, what changes something goes before looks', () => {
    expect(order(lineOf(own('look'), own('start', 'people')))).toEqual(['start', 'look']);
  });

  test('a caller who has left has no turn, and joins again at the end', () => {
    const first = of('lena', 'l1');
    const line = lineOf(first, of('lena', 'l2'), own('p1'));
    line.leave(first);
    line.leave(first);
    expect([line.size, line.people, line.countOf('lena'), line.ownIn('polling')]).toEqual([2, 1, 1, 1]);
    expect(order(line)).toEqual(['p1', 'l2']);
    expect([line.next(), line.size, line.people]).toEqual([undefined, 0, 0]);
  });
});

describe('how long it may become', () => {
  const many = (person: string | null, count: number, lane: Lane = 'people'): readonly One[] =>
    Array.from({ length: count }, (_, n) => ({ name: `${n}`, person, lane }));

  test('people never fill the half that is left to the own work, and polling never the other', () => {
    const crowd = lineOf(...Array.from({ length: 10 }, (_, n) => of(`person-${n}`, 'x')));
    expect(isFull(crowd, of('one more', 'x'), 10)).toBe(true);
    expect(isFull(crowd, own('look'), 10)).toBe(false);
    expect(isFull(crowd, own('start', 'people'), 10)).toBe(false);
    const polls = lineOf(...many(null, 5, 'polling'));
    expect(isFull(polls, own('look'), 10)).toBe(true);
    expect(isFull(polls, of('lena', 'x'), 10)).toBe(false);
  });

  test('what somebody asked first makes room for what they ask last, and nobody else has to', () => {
    const line = lineOf(...many('lena', 20), ...many('marco', 3));
    expect(mostInTheWay(line, 'lena', 40)?.name).toBe('0');
    expect(mostInTheWay(line, 'marco', 40)).toBeUndefined();
    expect(mostInTheWay(line, null, 40)).toBeUndefined();
  });
});
