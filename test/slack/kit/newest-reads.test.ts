import { expect, test } from 'vitest';
import { isCallAborted } from '../../../src/ecs/call-owner.ts';
import { makeNewestReads } from '../../../src/slack/kit/newest-reads.ts';

/** Reads of people that end when they are told to, and what each found out about itself. */
function stage() {
  const reads = makeNewestReads();
  const said: string[] = [];
  const ends = new Map<string, () => void>();
  const begin = (person: string, name: string) =>
    reads.run(person, async (isOvertaken) => {
      await new Promise<void>((resolve) => ends.set(name, resolve));
      said.push(`${name} ${isOvertaken() ? 'overtaken' : 'wanted'} ${isCallAborted() ? 'unwanted' : 'asks'}`);
    });
  return { begin, said, end: (name: string) => ends.get(name)?.() };
}

test('of what one person has read, the newest three go on and the oldest is given up at once', async () => {
  const { begin, said, end } = stage();
  const first = begin('lena', 'first');
  const others = ['second', 'third', 'fourth'].map((name) => begin('lena', name));
  expect(await first).toBe('overtaken');
  for (const name of ['first', 'second', 'third', 'fourth']) end(name);
  expect(await Promise.all(others)).toEqual(['done', 'done', 'done']);
  expect(said).toEqual(['first overtaken unwanted', 'second wanted asks', 'third wanted asks', 'fourth wanted asks']);
});

test('nobody overtakes somebody else, and what has ended makes room', async () => {
  const { begin, end } = stage();
  const lena = ['a', 'b', 'c'].map((name) => begin('lena', name));
  const marco = ['d', 'e', 'f'].map((name) => begin('marco', name));
  end('a');
  expect(await lena[0]).toBe('done');
  const late = begin('lena', 'g');
  for (const name of ['b', 'c', 'd', 'e', 'f', 'g']) end(name);
  expect(await Promise.all([...lena, ...marco, late])).toEqual(Array(7).fill('done'));
});

test('what goes wrong in one that was given up troubles nobody', async () => {
  const reads = makeNewestReads();
  let fail = (): void => undefined;
  const broken = reads.run('lena', () => new Promise((_, reject) => (fail = () => reject(new Error('broken')))));
  for (let n = 0; n < 3; n++) void reads.run('lena', () => new Promise(() => undefined));
  expect(await broken).toBe('overtaken');
  fail();
  await new Promise(setImmediate);
});
