import { expect, test } from 'vitest';
import { STATUSES, type Status } from '../../src/core/instance.ts';
import { failuresOf, HAPPENS, OBSERVED, WANTED } from './triples.ts';

test.each(WANTED)(
  '%s is brought about from every state and through everything, by legal calls alone',
  { timeout: 120_000 },
  async (wanted) => {
    expect((await failuresOf(wanted, HAPPENS)).failed).toEqual([]);
  },
);

test('every status of the cloud is among the states', () => {
  const missing = STATUSES.filter((status: Status) => !OBSERVED.includes(status));
  expect(missing).toEqual([]);
});
