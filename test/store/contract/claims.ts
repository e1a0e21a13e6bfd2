import { expect, test } from 'vitest';
import { fail, ok } from '../../../src/core/base/result.ts';
import { leaseFor } from '../../../src/core/lease/lease.ts';
import { untried } from '../../../src/core/renewal/renewal-new.ts';
import { nextSpotLook } from '../../../src/core/spot/spot-clock.ts';
import type { Store } from '../../../src/store/store.ts';
import { anInstance, aRequest, aSpec, card, dm, NOW } from '../samples.ts';
import type { OpenStore } from './contract.ts';

const claim = (owner: string, over: object = {}) => ({
  owner,
  now: NOW,
  claimUntil: NOW + 60_000,
  limit: 100,
  ...over,
});

const ids = (rows: readonly { readonly id: string }[]): string[] => rows.map((row) => row.id);

/** Instances of one request, one per given due time. */
async function withInstances(
  store: Store,
  requestId: string,
  dueAt: readonly (number | null)[],
  region = 'cn-beijing',
) {
  const instances = dueAt.map((due, n) => anInstance(requestId, n + 1, { dueAt: due, spec: aSpec({ region }) }));
  const next = aRequest(requestId, { spec: aSpec({ region }) });
  expect(
    await store.commit({ requests: [{ next }], instances: instances.map((each) => ({ next: each })), at: NOW }),
  ).toEqual(ok(null));
}

export function claimContract(open: OpenStore): void {
  test('claims what is due, the oldest first, and nothing twice', async () => {
    const store = await open();
    await withInstances(store, 'r-a', [NOW, NOW - 2, null, NOW + 1, NOW - 1]);
    expect(ids(await store.claimInstances(claim('A')))).toEqual(['r-a-2', 'r-a-5', 'r-a-1']);
    expect(await store.claimInstances(claim('B'))).toEqual([]);
    expect(await store.claimInstances(claim('A'))).toEqual([]);
    await store.close();
  });

  test('what was stored before the clock was set back is due now, and its claim is over; what people set stays', async () => {
    const store = await open();
    const HOUR = 3_600_000;
    await withInstances(store, 'r-a', [NOW + HOUR, NOW, NOW + 60_000, null]);
    const finished = aRequest('r-b', { dueAt: NOW + HOUR, state: 'creating' });
    const pending = aRequest('r-c', { dueAt: NOW + HOUR, state: 'pending' });
    const messages = [card('r-b')];
    await store.commit({ requests: [{ next: finished }, { next: pending }], messages, at: NOW + HOUR });
    const later = { now: NOW + HOUR, claimUntil: NOW + HOUR + 60_000, limit: 1 };
    expect(ids(await store.claimInstances(claim('A', later)))).toEqual(['r-a-2']);
    expect(await store.outbox.claim({ ...claim('A'), skipChannels: [] })).toEqual([]);

    await store.comeForward(NOW, 60_000);
    expect(ids(await store.claimInstances(claim('B')))).toEqual(['r-a-1', 'r-a-2']);
    expect(ids(await store.claimRequests(claim('B')))).toEqual(['r-b']);
    expect(await store.outbox.claim({ ...claim('B'), skipChannels: [] })).toHaveLength(1);
    await store.close();
  });

  // The store looks for moments by their first digit, which changes in May 2033.
  test.each([
    ['today', NOW],
    ['in 2040', Date.UTC(2040, 0, 1, 9, 30, 20)],
  ])(
    '%s, what the bot tries again for an instance or a key does not wait for the hour of before; the end of a lease does',
    async (_, now) => {
      const store = await open();
      const DAY = 86_400_000;
      const atRest = { cloudId: 'i-1', outcome: 'reached', dueAt: null } as const;
      const order = { by: 'U1', at: now, left: [], done: [], missed: [], attempts: 1 };
      const lease = { ...leaseFor(1), begun: true, endsAt: now + 10 * DAY, lookAt: now + 8 * DAY };
      const charge = { kind: 'spot', limitMicros: null } as const;
      const rows = [
        anInstance('r-a', 1, { ...atRest, attributes: { ...order, tryAt: now + DAY } }),
        anInstance('r-a', 2, { ...atRest, lease: { ...lease, tryAt: now + DAY } }),
        anInstance('r-a', 3, {
          ...atRest,
          lease,
          spec: aSpec({ charge }),
          spot: { reclaimingAt: null, lookAt: now + DAY, misses: 0 },
        }),
        anInstance('r-a', 4, { ...atRest, lease }),
        anInstance('r-a', 6, { ...atRest, lease: { ...lease, lookAt: now + 5 * DAY } }),
        anInstance('r-a', 5, { ...atRest, attributes: { ...order, tryAt: now + 60_000 } }),
      ];
      const key = { name: 'lena', owner: 'U1', version: 1, regions: [], removingAt: null } as const;
      const line = { line: 'ssh-rsa AAAA', kind: 'RSA', bits: 2048, fingerprint: '5e0f' } as const;
      const put = (name: string, dueAt: number) =>
        ({ kind: 'put', next: { ...key, ...line, name, unseen: { dueAt, tries: 1 } } }) as const;
      const ownKeys = [put('lena', now + DAY), put('tom', now + 2_880_000)];
      await store.commit({
        requests: [{ next: aRequest('r-a') }],
        instances: rows.map((next) => ({ next })),
        ...{ ownKeys, at: now },
      });
      await store.comeForward(now, 60_000);
      const claimed = await store.claimInstances(claim('B', { now, claimUntil: now + 60_000 }));
      expect(ids(claimed).toSorted()).toEqual(['r-a-1', 'r-a-2']);
      const [spot] = await store.claimInstances(claim('B', { now: now + 59_000, claimUntil: now + 119_000 }));
      const again = await store.claimInstances(claim('B', { now: now + 60_000, claimUntil: now + 119_000 }));
      expect(ids(again)).toContain('r-a-6');
      // Their steps read the moment in the row.
      const [changes, leased] = claimed.toSorted((a, b) => a.ordinal - b.ordinal);
      expect([changes?.attributes?.tryAt, leased?.lease?.tryAt]).toEqual([now, now]);
      expect([spot?.id, spot?.spot?.lookAt]).toEqual(['r-a-3', nextSpotLook({ reclaimingAt: null, misses: 0 }, now)]);
      expect(leased?.lease?.lookAt).toBe(now + 8 * DAY);
      expect((await store.ownKeys.due(now, 9)).map(({ name }) => name)).toEqual(['lena']);
      await store.close();
    },
  );

  test('limits a claim per region, so that one busy region does not starve another', async () => {
    const store = await open();
    await withInstances(store, 'r-a', [NOW - 9, NOW - 8, NOW - 7], 'cn-beijing');
    await withInstances(store, 'r-b', [NOW - 1, NOW], 'eu-central-1');
    const claimed = ids(await store.claimInstances(claim('A', { limit: 2 })));
    expect(claimed.toSorted()).toEqual(['r-a-1', 'r-a-2', 'r-b-1', 'r-b-2']);
    expect(ids(await store.claimInstances(claim('B', { limit: 2 })))).toEqual(['r-a-3']);
    await store.close();
  });

  test('takes nothing that exists in a full region, whatever it is due for, but what is to be created there', async () => {
    const store = await open();
    const full = { spec: aSpec({ region: 'cn-beijing' }) };
    const exists = { ...full, cloudId: 'i-1', dueAt: null };
    const lease = { ...leaseFor(1), begun: true, endsAt: NOW, lookAt: NOW };
    const rows = [
      anInstance('r-a', 1, { ...exists, dueAt: NOW - 2 }),
      anInstance('r-a', 2, { ...exists, lease, outcome: 'reached' }),
      anInstance('r-a', 3, { ...full, dueAt: NOW }),
      anInstance('r-a', 4, { cloudId: 'i-4', dueAt: NOW - 1, spec: aSpec({ region: 'eu-central-1' }) }),
    ];
    const next = aRequest('r-a');
    await store.commit({ requests: [{ next }], instances: rows.map((row) => ({ next: row })), at: NOW });
    const claimed = await store.claimInstances({ ...claim('A'), fullRegions: ['cn-beijing'] });
    expect(ids(claimed)).toEqual(['r-a-3', 'r-a-4']);
    expect(ids(await store.claimInstances(claim('A')))).toEqual(['r-a-1', 'r-a-2']);
    await store.close();
  });

  test('without the cloud, renewals that are to be made are left to others, and whatever else is due is taken', async () => {
    const store = await open();
    const renewal = untried('r-a-1', 'i-1', NOW, 'token');
    const due = { dueAt: NOW } as const;
    const requests = [
      aRequest('r-1', { ...due, state: 'creating' }),
      aRequest('r-2', { ...due, state: 'pending', renewal }),
      aRequest('r-3', { ...due, state: 'creating', renewal }),
    ];
    for (const next of requests) expect(await store.commit({ requests: [{ next }], at: NOW })).toEqual(ok(null));
    expect(ids(await store.claimRequests(claim('A', { withoutCloud: true })))).toEqual(['r-1', 'r-2']);
    expect(ids(await store.claimRequests(claim('B')))).toEqual(['r-3']);
    await store.close();
  });

  test('takes a row over only when its claim has ended, and the late owner then changes nothing', async () => {
    const store = await open();
    await withInstances(store, 'r-a', [NOW]);
    await store.claimInstances(claim('A', { claimUntil: NOW + 10 }));
    expect(await store.claimInstances(claim('B', { now: NOW + 9 }))).toEqual([]);
    expect(await store.claimInstances(claim('B', { now: NOW + 10, claimUntil: NOW + 20 }))).toHaveLength(1);
    const late = await store.commit({
      instances: [{ next: anInstance('r-a', 1, { version: 2 }), claim: 'A' }],
      at: NOW,
    });
    expect(late).toEqual(fail({ kind: 'conflict', id: 'r-a-1' }));
    const own = { next: anInstance('r-a', 1, { version: 2, dueAt: NOW + 12 }), claim: 'B' };
    expect(await store.commit({ instances: [own], at: NOW })).toEqual(ok(null));
    await store.close();
  });

  test('gives the claim back with the write made under it', async () => {
    const store = await open();
    await withInstances(store, 'r-a', [NOW]);
    await store.claimInstances(claim('A'));
    await store.commit({
      instances: [{ next: anInstance('r-a', 1, { version: 2, dueAt: NOW + 1 }), claim: 'A' }],
      at: NOW,
    });
    expect(await store.nextDueAt()).toBe(NOW + 1);
    expect(await store.claimInstances(claim('B', { now: NOW + 1 }))).toHaveLength(1);
    await store.close();
  });

  test("a person's write needs no claim, wins over the reconciler's and leaves its claim alone", async () => {
    const store = await open();
    await withInstances(store, 'r-a', [NOW]);
    await store.claimInstances(claim('A'));
    const command = { next: anInstance('r-a', 1, { version: 2, wanted: 'stopped' as const }) };
    expect(await store.commit({ instances: [command], at: NOW })).toEqual(ok(null));
    expect(await store.claimInstances(claim('B'))).toEqual([]);
    const late = await store.commit({
      instances: [{ next: anInstance('r-a', 1, { version: 2 }), claim: 'A' }],
      at: NOW,
    });
    expect(late).toMatchObject({ ok: false });
    expect((await store.instance('r-a-1'))?.wanted).toBe('stopped');
    await store.close();
  });

  test('claims requests alike, with their cards', async () => {
    const store = await open();
    for (const [n, dueAt] of [NOW, NOW - 1, null, NOW + 1].entries()) {
      await store.commit({ requests: [{ next: aRequest(`r-${n}`, { dueAt }) }], messages: [card(`r-${n}`)], at: NOW });
    }
    const [first] = await store.outbox.claim({ ...claim('S'), limit: 1, skipChannels: [] });
    if (first !== undefined) await store.outbox.delivered(first, { channel: 'C1', ts: '1.1' }, NOW);
    const claimed = await store.claimRequests(claim('A'));
    expect(ids(claimed)).toEqual(['r-1', 'r-0']);
    expect(claimed.map((request) => request.card)).toEqual([null, { channel: 'C1', ts: '1.1' }]);
    expect(await store.claimRequests(claim('B'))).toEqual([]);
    expect(await store.claimRequests(claim('B', { now: NOW + 1, limit: 1 }))).toHaveLength(1);
    await store.close();
  });

  test('refreshes the claims of one owner and of nobody else', async () => {
    const store = await open();
    await withInstances(store, 'r-a', [NOW, NOW]);
    await store.claimInstances(claim('A', { limit: 1, claimUntil: NOW + 10 }));
    await store.claimInstances(claim('B', { limit: 1, claimUntil: NOW + 10 }));
    await store.refreshClaims('A', NOW + 100);
    expect(ids(await store.claimInstances(claim('C', { now: NOW + 10 })))).toEqual(['r-a-2']);
    await store.close();
  });

  test('gives claims back, of one owner on every kind of row', async () => {
    const store = await open();
    await withInstances(store, 'r-a', [NOW]);
    await store.commit({ requests: [{ next: aRequest('r-b', { dueAt: NOW }) }], messages: [card('r-b')], at: NOW });
    const everything = async (owner: string) => [
      ...(await store.claimInstances(claim(owner))),
      ...(await store.claimRequests(claim(owner))),
      ...(await store.outbox.claim({ ...claim(owner), skipChannels: [] })),
    ];
    expect(await everything('A')).toHaveLength(3);
    await store.releaseClaims('B');
    expect(await everything('C')).toHaveLength(0);
    await store.releaseClaims('A');
    expect(await everything('C')).toHaveLength(3);
    await store.close();
  });

  test('says when an instance or a request is due next, and when their claims end', async () => {
    const store = await open();
    await withInstances(store, 'r-a', [NOW + 50, null]);
    expect(await store.nextDueAt()).toBe(NOW + 50);
    await store.commit({ requests: [{ next: aRequest('r-b', { dueAt: NOW + 40 }) }], at: NOW });
    expect(await store.nextDueAt()).toBe(NOW + 40);
    // A message is no work of the lifecycle.
    await store.commit({ messages: [dm('r-b')], at: NOW + 30 });
    expect(await store.nextDueAt()).toBe(NOW + 40);
    const later = { now: NOW + 50, limit: 9, owner: 'A' };
    await store.claimRequests({ ...later, claimUntil: NOW + 80 });
    expect(await store.nextDueAt()).toBe(NOW + 50);
    await store.claimInstances({ ...later, claimUntil: NOW + 70 });
    expect(await store.nextDueAt()).toBe(NOW + 70);
    await store.close();
  });
}
