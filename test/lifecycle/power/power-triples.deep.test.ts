import { expect, test } from 'vitest';
import { BY_HAND_NAMES, failuresOf, HAPPENS, WANTED } from './triples.ts';

/** A hundred runs each. */
const LONG_MS = 600_000;

test.each(WANTED)(
  '%s is brought about from every state and through everything, by legal calls alone',
  { timeout: LONG_MS },
  async (wanted) => {
    expect((await failuresOf(wanted, HAPPENS)).failed).toEqual([]);
  },
);

test.each(WANTED)(
  '%s is reached, or the thread says why not, also when somebody acts in the console',
  { timeout: LONG_MS },
  async (wanted) => {
    const { failed, interfered } = await failuresOf(wanted, BY_HAND_NAMES);
    expect(failed).toEqual([]);
    expect(interfered).toBeGreaterThan(6);
  },
);
