import { expect, test } from 'vitest';
import { silentLog } from '../../src/core/log.ts';
import { ok } from '../../src/core/result.ts';
import { openMemoryDatabase } from '../../src/store/memory.ts';
import { storeContract } from './contract.ts';
import { aRequest, card, fixedClock, NOW } from './samples.ts';

const deps = { log: silentLog, clock: fixedClock };

storeContract('memory', async () => (await openMemoryDatabase(deps)).open());

test('a store that starts after a crash finds what was committed, and the dead one hears nothing more', async () => {
  const database = await openMemoryDatabase(deps);
  const first = database.open();
  let told = 0;
  first.onCommit(() => {
    told += 1;
  });
  await first.commit({ requests: [{ next: aRequest('r-a', { dueAt: NOW }) }], messages: [card('r-a')], at: NOW });
  const underWay = first.commit({ requests: [{ next: aRequest('r-b') }], at: NOW });
  first.crash();
  const afterwards = first.commit({ requests: [{ next: aRequest('r-c') }], at: NOW });
  const read = first.outbox.depth();

  const second = database.open();
  await second.releaseLeases('everyone');
  expect(await second.request('r-a')).toStrictEqual(aRequest('r-a', { dueAt: NOW }));
  const claim = { owner: 'B', now: NOW, leaseUntil: NOW + 1, limit: 9 };
  expect(await second.claimRequests(claim)).toHaveLength(1);
  expect(await second.outbox.claim({ ...claim, skipChannels: [] })).toHaveLength(1);
  expect(await second.request('r-c')).toBeNull();
  const silence = ok('silence');
  const heard = [underWay, afterwards, read].map((answer) => Promise.race([answer, Promise.resolve(silence)]));
  expect(await Promise.all(heard)).toEqual([silence, silence, silence]);
  expect(told).toBe(1);
  await second.close();
  await database.destroy();
});
