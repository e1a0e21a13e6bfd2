import { expect, test } from 'vitest';
import { checkChain } from '../../../src/core/request/hash-chain-check.ts';
import type { Store } from '../../../src/store/store.ts';
import { anEvent, anInstance, aRequest, card, NOW } from '../samples.ts';
import type { OpenStore } from './contract.ts';

/** The numbers of all events, when they are an unbroken chain; else what is wrong with it. */
export async function chainOf(store: Store, requestIds: readonly string[]): Promise<unknown> {
  const events = (await Promise.all(requestIds.map((id) => store.eventsOf(id)))).flat();
  const check = checkChain();
  for (const event of events.toSorted((a, b) => a.seq - b.seq)) check.next(event, event.seq);
  return check.finish() ?? check.end().seq;
}

/** A request of two instances, the second with a cloud id, and six events about them. */
async function withHistory(store: Store): Promise<void> {
  const instances = [anInstance('r-a', 1), anInstance('r-a', 2, { cloudId: 'i-2' })];
  await store.commit({
    requests: [{ next: aRequest('r-a', { amount: 2 }) }, { next: aRequest('r-b') }],
    instances: instances.map((next) => ({ next })),
    events: [
      anEvent('r-a', { data: { n: 1 } }),
      anEvent('r-b', { data: { n: 2 } }),
      anEvent('r-a', { instanceId: 'r-a-1', kind: 'instance.creating', data: { n: 3 } }),
      anEvent('r-a', { instanceId: 'r-a-2', kind: 'instance.creating', data: { n: 4 } }),
      anEvent('r-a', { instanceId: 'r-a-2', kind: 'instance.accepted', data: { n: 5 } }),
      anEvent('r-a', { kind: 'request.finished', data: { n: 6 } }),
    ],
    at: NOW,
  });
}

const numbers = (history: Awaited<ReturnType<Store['history']>>): unknown[] | undefined =>
  history?.events.map(({ data }) => data.n);

export function trailContract(open: OpenStore): void {
  test('the events of all requests are one chain without gaps, which a refused change does not touch', async () => {
    const store = await open();
    await store.commit({ requests: [{ next: aRequest('r-a') }], events: [anEvent('r-a'), anEvent('r-a')], at: NOW });
    const refused = { requests: [{ next: aRequest('r-a', { version: 9 }) }], events: [anEvent('r-a')], at: NOW };
    expect((await store.commit(refused)).ok).toBe(false);
    await store.commit({ events: [anEvent('r-b', { data: { deep: { z: 1, a: [null, '"\\中👩‍💻'] } } })], at: NOW });
    await store.commit({ at: NOW });
    expect(await chainOf(store, ['r-a', 'r-b'])).toBe(3);
    expect((await store.eventsOf('r-b')).map(({ seq }) => seq)).toEqual([3]);
    await store.close();
  });

  test('writers at the same moment add to one chain', async () => {
    const store = await open();
    const ids = Array.from({ length: 40 }, (_, n) => `r-${n}`);
    await Promise.all(
      ids.map((id) =>
        store.commit({ requests: [{ next: aRequest(id) }], events: [anEvent(id), anEvent(id)], at: NOW }),
      ),
    );
    expect(await chainOf(store, ids)).toBe(80);
    await store.close();
  });

  test('a message that is given up is part of the chain', async () => {
    const store = await open();
    await store.commit({
      requests: [{ next: aRequest('r-a') }],
      events: [anEvent('r-a')],
      messages: [card('r-a')],
      at: NOW,
    });
    const [delivery] = await store.outbox.claim({
      owner: 'A',
      now: NOW,
      claimUntil: NOW + 1,
      limit: 1,
      skipChannels: [],
    });
    if (delivery !== undefined) await store.outbox.abandon(delivery, 'is_archived', NOW);
    expect((await store.eventsOf('r-a')).map(({ kind }) => kind)).toEqual(['request.submitted', 'message.abandoned']);
    expect(await chainOf(store, ['r-a'])).toBe(2);
    await store.close();
  });

  test('the history of a request is found by its id, that of an instance by its own and by the cloud’s', async () => {
    const store = await open();
    await withHistory(store);
    const ofRequest = await store.history('r-a', 99);
    expect(numbers(ofRequest)).toEqual([1, 3, 4, 5, 6]);
    expect(ofRequest).toMatchObject({ request: { id: 'r-a' }, instance: null, earlier: 0 });
    for (const id of ['r-a-2', 'i-2']) {
      const ofInstance = await store.history(id, 99);
      expect(numbers(ofInstance)).toEqual([1, 4, 5, 6]);
      expect(ofInstance).toMatchObject({ request: { id: 'r-a' }, instance: { id: 'r-a-2' }, earlier: 0 });
    }
    expect(numbers(await store.history('r-a-1', 99))).toEqual([1, 3, 6]);
    for (const id of ['r-c', 'r-a-3', 'i-9', '']) expect(await store.history(id, 99)).toBeNull();
    await store.close();
  });

  test('a long history ends with the newest and says how many came before', async () => {
    const store = await open();
    await withHistory(store);
    const newest = await store.history('r-a', 2);
    expect(numbers(newest)).toEqual([5, 6]);
    expect(newest?.earlier).toBe(3);
    const ofInstance = await store.history('i-2', 3);
    expect(numbers(ofInstance)).toEqual([4, 5, 6]);
    expect(ofInstance?.earlier).toBe(1);
    await store.commit({ requests: [{ next: aRequest('r-quiet') }], at: NOW });
    expect(await store.history('r-quiet', 2)).toMatchObject({ events: [], earlier: 0 });
    await store.close();
  });
}
