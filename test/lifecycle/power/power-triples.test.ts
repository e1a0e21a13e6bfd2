import { expect, test } from 'vitest';
import { STATUSES, type Status } from '../../../src/core/instance/instance.ts';
import { BY_HAND_NAMES, failuresOf, HAPPENS, OBSERVED, WANTED } from './triples.ts';

// Every order in every state, and every happening once, but only one triple of sixty. The deep tests try them all.
const SIXTIETH = 60;

test.each(WANTED)(
  '%s is brought about from the states and through what may come between, by legal calls alone',
  { timeout: 120_000 },
  async (wanted) => {
    expect((await failuresOf(wanted, [...HAPPENS, ...BY_HAND_NAMES], SIXTIETH)).failed).toEqual([]);
  },
);

test('every status of the cloud is among the states', () => {
  const missing = STATUSES.filter((status: Status) => !OBSERVED.includes(status));
  expect(missing).toEqual([]);
});
