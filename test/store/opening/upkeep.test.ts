import { expect, test } from 'vitest';
import { openingSentence } from '../../../src/store/opening/open-embedded.ts';
import { unlessBusy } from '../../../src/store/opening/unless-busy.ts';
import { ChildProcessEnded } from '../../../src/store/opening/upkeep.ts';

const clock = {
  after: (_ms: number, run: () => void) => {
    queueMicrotask(run);
    return () => {};
  },
};

/** Fails so many times with a code, then succeeds. */
function failing(times: number, code: string) {
  let calls = 0;
  return async () => {
    calls += 1;
    if (calls <= times) throw Object.assign(new Error(), { code });
    return calls;
  };
}

test.each([
  ['SQLITE_BUSY', 3, 4],
  ['SQLITE_BUSY_SNAPSHOT', 1, 2],
  ['SQLITE_LOCKED', 1, 2],
])('a database that another process still writes (%s) is waited for', async (code, times, calls) => {
  expect(await unlessBusy(clock, failing(times, code))).toBe(calls);
});

test('it is not waited for without end, and no other error is waited for', async () => {
  await expect(unlessBusy(clock, failing(1_000, 'SQLITE_BUSY'))).rejects.toMatchObject({ code: 'SQLITE_BUSY' });
  await expect(unlessBusy(clock, failing(1, 'SQLITE_FULL'))).rejects.toMatchObject({ code: 'SQLITE_FULL' });
});

test('a process that was ended while it checked the database is no error of the database', () => {
  const sentence = openingSentence(new ChildProcessEnded(), '/data');
  expect(sentence).toContain('was ended before it was done');
  expect(sentence).not.toMatch(/SQLITE|refuses|no right/u);
});
