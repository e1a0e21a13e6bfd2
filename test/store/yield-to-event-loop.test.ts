import { expect, test } from 'vitest';
import { silentLog } from '../../src/core/base/log.ts';
import { openMemoryDatabase } from '../support/memory-database.ts';
import { anInstance, aRequest, fixedClock, NOW } from './samples.ts';

test('other things go on while a thousand rows are written, and nobody reads half of them', async () => {
  const store = (await openMemoryDatabase({ log: silentLog, clock: fixedClock })).open();
  await store.commit({ requests: [{ next: aRequest('r-a', { amount: 1000 }) }], at: NOW });
  const rows = Array.from({ length: 1000 }, (_, n) => ({ next: anInstance('r-a', n + 1) }));
  let turns = 0;
  let isWritten = false;
  const counts: Promise<number>[] = [];
  const turn = (): void => {
    turns += 1;
    if (turns === 3) counts.push(store.instancesOf('r-a').then(({ length }) => length));
    if (!isWritten) setImmediate(turn);
  };
  setImmediate(turn);
  expect((await store.commit({ instances: rows, at: NOW })).ok).toBe(true);
  isWritten = true;
  expect(turns).toBeGreaterThan(10);
  expect(await Promise.all(counts)).toEqual([1000]);
  await store.close();
});

test('timers go off while one query follows the other', async () => {
  const store = (await openMemoryDatabase({ log: silentLog, clock: fixedClock })).open();
  let isOver = false;
  setTimeout(() => {
    isOver = true;
  }, 1);
  let queries = 0;
  while (!isOver && queries < 20_000) {
    await store.request('r-a');
    queries += 1;
  }
  expect(queries).toBeLessThan(20_000);
  await store.close();
});
