import { expect, test } from 'vitest';
import { BY_HAND_NAMES, failuresOf, WANTED } from './triples.ts';

test.each(WANTED)(
  '%s is brought about, or its end is told, while somebody else acts in the console',
  { timeout: 120_000 },
  async (wanted) => {
    const { failed, interfered } = await failuresOf(wanted, BY_HAND_NAMES);
    expect(failed).toEqual([]);
    expect(interfered).toBeGreaterThan(8);
  },
);
