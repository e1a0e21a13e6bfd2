import { expect, onTestFinished, test } from 'vitest';
import type { AttributeOrder } from '../../src/core/attribute/attribute.ts';
import { silentLog } from '../../src/core/base/log.ts';
import { fail, ok } from '../../src/core/base/result.ts';
import type { Instance } from '../../src/core/instance/instance.ts';
import type { Renewal } from '../../src/core/renewal/renewal.ts';
import { untried } from '../../src/core/renewal/renewal-new.ts';
import { openMemoryDatabase } from '../support/memory-database.ts';
import { anInstance, aRequest, fixedClock, NOW } from './samples.ts';

async function about(instance: Partial<Instance>, renewal: Partial<Renewal> | null = null) {
  const store = (await openMemoryDatabase({ log: silentLog, clock: fixedClock })).open();
  onTestFinished(() => store.close());
  const renewed = { ...untried('r-1-1', 'i-1', NOW, 'token'), ...renewal };
  await store.commit({
    account: { was: null, next: 'a' },
    requests: [
      { next: aRequest('r-1') },
      ...(renewal === null ? [] : [{ next: aRequest('r-2', { renewal: renewed, dueAt: NOW }) }]),
    ],
    instances: [{ next: anInstance('r-1', 1, { dueAt: NOW, ...instance }) }],
    at: NOW,
  });
  const change = (was: string, next: string, at: number) => store.commit({ account: { was, next }, at });
  return { store, change };
}

const REFUSED = fail({ kind: 'conflict', id: 'account' });
const calls = (undone: number) => ({ sent: 2, undone, lastAt: NOW, mayRepeat: true });
const tried = { createTriedAt: NOW, cloudId: null, outcome: null } as const;
const disk = { category: 'cloud_essd', sizeGiB: 60 } as const;
const ordering = (buys: boolean): AttributeOrder => ({
  ...{ by: 'U1', at: NOW, done: [], missed: [], tryAt: NOW, attempts: 0 },
  left: buys
    ? [{ is: 'addDisk', which: 1, zone: 'z', disk, clientToken: 't', more: null }]
    : [{ is: 'untag', keys: ['a'] }],
});
const ended = { createTriedAt: NOW, acceptedAt: NOW, cloudId: 'i-1', outcome: 'reached', dueAt: null } as const;

test.each([
  ['one that may exist', { ...tried, creates: calls(1) }, null, false],
  ['one of which every call was refused for certain', { ...tried, creates: calls(2) }, null, true],
  ['one that was never tried', { ...tried, createTriedAt: null }, null, true],
  ['one on which an order is being carried out', { ...ended, outcome: null, dueAt: NOW }, null, false],
  ['one at rest', ended, null, true],
  ['one for which a disk was ordered', { ...ended, attributes: ordering(true) }, null, false],
  ['one whose tag was ordered away', { ...ended, attributes: ordering(false) }, null, true],
  ['a renewal that may have been paid', ended, { triedAt: NOW, attempts: 1 }, false],
  ['a renewal that was accepted', ended, { triedAt: NOW, attempts: 1, undone: 1, acceptedAt: NOW }, false],
  ['a renewal that was refused for certain', ended, { triedAt: NOW, attempts: 1, undone: 1 }, true],
] as const)('the account changes under %s: %s', async (_, instance, renewal, may) => {
  const { store, change } = await about(instance, renewal);
  expect((await store.metadata.underWay(5)).length).toBe(may ? 0 : 1);
  // Also by who has looked before it was there.
  expect(await change('a', 'b', NOW + 1)).toEqual(may ? ok(null) : REFUSED);
  expect(await store.metadata.account()).toBe(may ? 'b' : 'a');
});

test('what ends with the change itself does not bar it, and what else is under way does', async () => {
  const { store, change } = await about({ ...tried, creates: calls(1) });
  const over = { version: 2, outcome: 'failed', dueAt: null, createTriedAt: NOW, creates: calls(1) } as const;
  const giveUp = () =>
    store.commit({
      account: { was: 'a', next: 'b' },
      instances: [{ next: anInstance('r-1', 1, over) }],
      at: NOW + 1,
    });
  const more = anInstance('r-4', 1, { ...tried, dueAt: NOW, creates: calls(1) });
  await store.commit({ requests: [{ next: aRequest('r-4') }], instances: [{ next: more }], at: NOW });
  expect(await giveUp()).toEqual(REFUSED);
  expect((await store.instance('r-1-1'))?.outcome).toBeNull();
  await store.commit({ instances: [{ next: { ...more, version: 2, outcome: 'failed', dueAt: null } }], at: NOW });
  expect(await giveUp()).toEqual(ok(null));
  expect(await change('b', 'a', NOW + 2)).toEqual(ok(null));
});

test('an intent to buy that was decided on in another account is refused, also once the first one is back', async () => {
  const { store, change } = await about(ended);
  const intend = async (underAccount: string) => {
    const next = anInstance('r-3', 1, { ...tried, version: 1, dueAt: NOW });
    return store.commit({ requests: [{ next: aRequest('r-3') }], instances: [{ next }], underAccount, at: NOW + 2 });
  };
  await change('a', 'b', NOW + 1);
  expect(await intend('a')).toEqual(REFUSED);
  expect(await store.instance('r-3-1')).toBeNull();
  expect(await change('b', 'a', NOW + 3)).toEqual(ok(null));
  expect(await intend('a')).toEqual(ok(null));
});

test('what an old process still writes of an instance left behind does not bar the way back', async () => {
  const { store, change } = await about(ended);
  expect(await change('a', 'b', NOW + 1)).toEqual(ok(null));
  const row = await store.instance('r-1-1');
  if (row === null) throw new Error('it is not there');
  await store.commit({ instances: [{ next: { ...row, version: 2, outcome: null, dueAt: NOW } }], at: NOW + 2 });
  expect(await change('b', 'a', NOW + 3)).toEqual(ok(null));
});
