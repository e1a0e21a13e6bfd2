import { expect, test } from 'vitest';
import { added, brokenLines, figuresLine, NO_FIGURES } from './figures.ts';
import { read, written } from './parts.ts';
import { shrink } from './shrink.ts';
import { tryWorld } from './try-world.ts';

const PARTS = Array.from({ length: 40 }, (_, n) => `fault.${n}`);

/** A world that breaks a promise while it has certain parts, and another one without them. */
const world =
  (...needed: readonly string[]) =>
  async (without: ReadonlySet<string>): Promise<string | null> =>
    needed.some((part) => without.has(part))
      ? 'broken promises:\n3.100s something else'
      : `broken promises:\n${without.size}.250s r-world${without.size} was bought twice`;

test('a world that breaks something is made as small as it can be while it breaks the same', async () => {
  const small = world('fault.7', 'fault.31');
  const shrunk = await shrink((await small(new Set())) ?? '', PARTS, () => false, small);
  expect(shrunk.left).toEqual(['fault.7', 'fault.31']);
  expect(new Set(shrunk.without).size).toBe(38);
  expect(shrunk.broken).toContain('r-world38 was bought twice');
});

test('it is left as it is when its time is up', async () => {
  const small = world('fault.7');
  const shrunk = await shrink((await small(new Set())) ?? '', PARTS, () => true, small);
  expect(shrunk).toMatchObject({ without: [], left: PARTS });
});

test('the parts of a world are written in one word and read again', () => {
  const names = ['restore', 'click.0', 'click.1', 'click.2', 'click.9', 'crash0.3'];
  expect(written(names)).toBe('restore,click.0-2,click.9,crash0.3');
  expect([...read(written(names))]).toEqual(names);
  expect([...read('')]).toEqual([]);
});

test('a broken world is told with the line that runs it again, and all of them in one line', () => {
  const broken = { seed: 17, broken: 'bought twice', without: ['click.0', 'click.1'], left: ['fault.2'] };
  expect(brokenLines(broken).at(-1)).toBe('  npm run world -- --seed 17 --without click.0-1');
  const one = { worlds: 1, counts: { act: 3, call: 1_200, 'fault death': 2, 'fault timeout': 5 }, broken: [broken] };
  expect(figuresLine(added(one, added(one, NO_FIGURES)))).toBe(
    '2 worlds, 6 acts, 2,400 calls, 0 messages, 14 faults (timeout 10, death 4), 2 violations',
  );
});

test('a world runs again as it was, and without what is left out of it', async () => {
  const once = await tryWorld(2);
  const again = await tryWorld(2);
  expect(once.broken).toBeNull();
  expect(again.recording).toEqual(once.recording);
  const { parts } = once.recording;
  const bare = await tryWorld(2, new Set(parts));
  expect(bare.broken).toBeNull();
  expect(bare.recording.parts).toEqual(parts);
  const { counts } = bare.recording;
  expect([...counts].filter(([what, times]) => /^act|^fault/u.test(what) && times > 0)).toEqual([]);
});
