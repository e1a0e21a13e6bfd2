import { expect, test } from 'vitest';
import { fail, ok } from '../../../src/core/base/result.ts';
import { anEvent, anInstance, aRequest, card, line, NOW, randomRows, seeded } from '../samples.ts';
import type { OpenStore } from './contract.ts';

const claim = (owner: string, over: object = {}) => ({
  owner,
  now: NOW,
  claimUntil: NOW + 60_000,
  limit: 100,
  ...over,
});

export function commitContract(open: OpenStore): void {
  test('gives every row back exactly as it was written, whatever it holds', async () => {
    const store = await open();
    const make = randomRows(seeded(20261123));
    for (let n = 0; n < 30; n += 1) {
      const id = `r-${n}`;
      const request = make.request(id);
      const instances = [make.instance(id, 2), make.instance(id, 1)];
      const events = [make.event(id), make.event(id)];
      const change = { requests: [{ next: request }], instances: instances.map((next) => ({ next })), events, at: NOW };
      expect(await store.commit(change)).toEqual(ok(null));
      expect(await store.request(id)).toStrictEqual(request);
      expect(await store.requestByOrigin(`view:${id}`)).toStrictEqual(request);
      expect(await store.instancesOf(id)).toStrictEqual([instances[1], instances[0]]);
      expect(await store.instancesOf(id, { first: 2, amount: 100 })).toStrictEqual([instances[0]]);
      expect(await store.instancesOf(id, { first: 1, amount: 1 })).toStrictEqual([instances[1]]);
      expect(await store.instance(`${id}-2`)).toStrictEqual(instances[0]);
      const read = await store.eventsOf(id);
      expect(read.map(({ seq: _, hash: __, ...event }) => event)).toStrictEqual(events);
      const later = { ...make.request(id), version: 2 };
      const moved = { ...make.instance(id, 1), version: 2 };
      expect(await store.commit({ requests: [{ next: later }], instances: [{ next: moved }], at: NOW })).toEqual(
        ok(null),
      );
      expect(await store.request(id)).toStrictEqual(later);
      expect(await store.instance(`${id}-1`)).toStrictEqual(moved);
    }
    await store.close();
  });

  test('knows nothing of what was never written', async () => {
    const store = await open();
    expect(await store.request('r-none')).toBeNull();
    expect(await store.requestByOrigin('view:none')).toBeNull();
    expect(await store.instance('r-none-1')).toBeNull();
    expect(await store.instancesOf('r-none')).toEqual([]);
    expect(await store.eventsOf('r-none')).toEqual([]);
    expect(await store.nextDueAt()).toBeNull();
    await store.close();
  });

  test('refuses a write over another version and writes nothing of that change', async () => {
    const store = await open();
    await store.commit({ requests: [{ next: aRequest('r-a') }], instances: [{ next: anInstance('r-a', 1) }], at: NOW });
    const refusal = await store.commit({
      requests: [{ next: aRequest('r-a', { version: 2, state: 'finished' }) }, { next: aRequest('r-new') }],
      instances: [{ next: anInstance('r-a', 1, { version: 3, dueAt: null }) }],
      events: [anEvent('r-a')],
      messages: [card('r-a'), line('r-a', 1)],
      nudge: { requestIds: ['r-a'], at: NOW },
      at: NOW,
    });
    expect(refusal).toEqual(fail({ kind: 'conflict', id: 'r-a-1' }));
    expect(await store.request('r-a')).toStrictEqual(aRequest('r-a'));
    expect(await store.request('r-new')).toBeNull();
    expect(await store.instance('r-a-1')).toStrictEqual(anInstance('r-a', 1));
    expect(await store.eventsOf('r-a')).toEqual([]);
    expect(await store.outbox.depth()).toEqual({ waiting: 0, oldestDueAt: null });
    await store.close();
  });

  test('writes rows that were seen as before as one, whatever text they hold, and refuses all when one was written', async () => {
    const store = await open();
    const said = (at: number) => ({ status: 'Pending' as const, at });
    const name = `"observed":${JSON.stringify(said(NOW))} \\"observed\\":`;
    const rows = [1, 2, 3].map((n) =>
      anInstance('r-a', n, { dueAt: NOW, observed: said(NOW), spec: { ...anInstance('r-a', n).spec, name } }),
    );
    const instances = rows.map((next) => ({ next }));
    await store.commit({ requests: [{ next: aRequest('r-a') }], instances, at: NOW });
    await store.claimInstances(claim('A'));
    const seenAt = (at: number, version: number) =>
      rows.map((row) => ({
        next: { ...row, version, dueAt: at, observed: said(at) },
        claim: 'A',
        seenBefore: said(NOW),
      }));
    expect(await store.commit({ instances: seenAt(NOW + 1, 2), at: NOW })).toEqual(ok(null));
    expect(await store.instancesOf('r-a')).toStrictEqual(seenAt(NOW + 1, 2).map(({ next }) => next));
    expect(await store.claimInstances(claim('B', { now: NOW + 1 }))).toHaveLength(3);

    const now = await store.instancesOf('r-a');
    const again = seenAt(NOW + 2, 3).map((one) => ({ ...one, claim: 'B', seenBefore: said(NOW + 1) }));
    await store.commit({ instances: [{ next: { ...rows[2], version: 3 } as (typeof rows)[0] }], at: NOW });
    const refused = await store.commit({ instances: again, at: NOW });
    expect(refused).toMatchObject({ ok: false, error: { kind: 'conflict' } });
    expect((await store.instancesOf('r-a')).slice(0, 2)).toStrictEqual(now.slice(0, 2));
    const late = again.slice(0, 2).map((one) => ({ ...one, claim: 'A' }));
    expect(await store.commit({ instances: late, at: NOW })).toMatchObject({ ok: false });
    expect(await store.commit({ instances: again.slice(0, 2), at: NOW })).toEqual(ok(null));
    await store.close();
  });

  test('refuses an older version, a repeated one and one of a row that does not exist', async () => {
    const store = await open();
    await store.commit({ requests: [{ next: aRequest('r-a') }], at: NOW });
    await store.commit({ requests: [{ next: aRequest('r-a', { version: 2 }) }], at: NOW });
    const conflict = fail({ kind: 'conflict', id: 'r-a' });
    expect(await store.commit({ requests: [{ next: aRequest('r-a', { version: 2 }) }], at: NOW })).toEqual(conflict);
    expect(await store.commit({ requests: [{ next: aRequest('r-a', { origin: 'view:x' }) }], at: NOW })).toEqual(
      conflict,
    );
    const missing = await store.commit({ instances: [{ next: anInstance('r-a', 7, { version: 2 }) }], at: NOW });
    expect(missing).toEqual(fail({ kind: 'conflict', id: 'r-a-7' }));
    await store.close();
  });

  test('makes one request of one origin, however often it is submitted and however close together', async () => {
    const store = await open();
    const submissions = ['r-1', 'r-2', 'r-3', 'r-4'].map((id) =>
      store.commit({
        requests: [{ next: aRequest(id, { origin: 'view:same' }) }],
        instances: [{ next: anInstance(id, 1) }],
        at: NOW,
      }),
    );
    const results = await Promise.all(submissions);
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    for (const result of results.filter((each) => !each.ok)) {
      expect(result).toEqual(fail({ kind: 'duplicate', origin: 'view:same' }));
    }
    expect(await store.claimInstances(claim('A'))).toHaveLength(1);
    await store.close();
  });

  test('lets exactly one of many simultaneous writes of the same version win', async () => {
    const store = await open();
    await store.commit({ requests: [{ next: aRequest('r-a') }], at: NOW });
    const writes = Array.from({ length: 8 }, (_, n) =>
      store.commit({
        requests: [{ next: aRequest('r-a', { version: 2, channel: `C${n}` }) }],
        events: [anEvent('r-a', { actor: `U${n}` })],
        at: NOW,
      }),
    );
    const results = await Promise.all(writes);
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    const events = await store.eventsOf('r-a');
    expect(events.map((event) => event.actor)).toEqual([`U${results.findIndex((result) => result.ok)}`]);
    await store.close();
  });

  test('a nudge makes a request due at once, raises its version and frees it from a stale reader', async () => {
    const store = await open();
    await store.commit({ requests: [{ next: aRequest('r-a', { dueAt: NOW }) }], at: NOW });
    await store.claimRequests(claim('A'));
    await store.commit({ nudge: { requestIds: ['r-a', 'r-unknown'], at: NOW + 5 }, at: NOW });
    expect(await store.request('r-a')).toStrictEqual(aRequest('r-a', { version: 2, dueAt: NOW + 5 }));
    const stale = await store.commit({ requests: [{ next: aRequest('r-a', { version: 2 }), claim: 'A' }], at: NOW });
    expect(stale).toEqual(fail({ kind: 'conflict', id: 'r-a' }));
    expect(await store.claimRequests(claim('B', { now: NOW + 5 }))).toHaveLength(1);
    await store.close();
  });

  test('numbers the audit trail in the order in which it was written', async () => {
    const store = await open();
    await store.commit({ requests: [{ next: aRequest('r-a') }], events: [anEvent('r-a'), anEvent('r-a')], at: NOW });
    await store.commit({ events: [anEvent('r-b'), anEvent('r-a', { kind: 'request.finished' })], at: NOW });
    const events = await store.eventsOf('r-a');
    expect(events.map((event) => event.kind)).toEqual(['request.submitted', 'request.submitted', 'request.finished']);
    expect(events.map((event) => event.seq)).toEqual(events.map((event) => event.seq).toSorted((a, b) => a - b));
    await store.close();
  });

  test('tells its listeners of each commit that came true, and of no other', async () => {
    const store = await open();
    let heard = 0;
    const stop = store.onCommit(() => {
      heard += 1;
      throw new Error('a listener that fails');
    });
    const before = heard;
    await store.commit({ requests: [{ next: aRequest('r-a') }], at: NOW });
    expect(heard - before).toBe(1);
    await store.commit({ requests: [{ next: aRequest('r-a', { version: 9 }) }], at: NOW });
    expect(heard - before).toBe(1);
    stop();
    await store.commit({ events: [anEvent('r-a')], at: NOW });
    expect(heard - before).toBe(1);
    await store.close();
  });

  test('finishes what is under way when it is closed, and afterwards says that it is closed', async () => {
    const store = await open();
    const underWay = Array.from({ length: 30 }, (_, n) =>
      store.commit({ requests: [{ next: aRequest(`r-${n}`) }], events: [anEvent(`r-${n}`)], at: NOW }),
    );
    await Promise.all([store.close(), store.close()]);
    expect(await Promise.all(underWay)).toEqual(underWay.map(() => ok(null)));
    await expect(store.request('r-a')).rejects.toMatchObject({ name: 'StoreUnavailable', message: /closed/ });
    await expect(store.check()).rejects.toMatchObject({ name: 'StoreUnavailable' });
    await store.close();
  });

  test('can be checked without changing anything that anybody reads', async () => {
    const store = await open();
    await store.check();
    await store.check();
    expect(await store.nextDueAt()).toBeNull();
    await store.close();
  });
}
