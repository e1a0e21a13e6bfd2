import { expect, test } from 'vitest';
import { fail, ok } from '../../../src/core/base/result.ts';
import { anInstance, aRequest, NOW } from '../samples.ts';
import type { OpenStore } from './contract.ts';

/** What one person has asked for lately. */
export function askedContract(open: OpenStore): void {
  test('counts what of one person waits, and the instances that were asked for lately and may exist', async () => {
    const store = await open();
    const requests = [
      aRequest('r-waits', { state: 'pending', amount: 3 }),
      aRequest('r-waits-long', { state: 'pending', amount: 3, createdAt: NOW - 1 }),
      aRequest('r-creating', { amount: 4 }),
      aRequest('r-finished', { state: 'finished', amount: 3 }),
      aRequest('r-before', { amount: 9, createdAt: NOW - 1 }),
      aRequest('r-denied', { state: 'denied', amount: 9 }),
      aRequest('r-adopted', { state: 'finished', origin: 'cloud:i-9' }),
      aRequest('r-other', { requester: 'U2', amount: 9 }),
    ];
    const failed = { outcome: 'failed', dueAt: null } as const;
    const failure = {
      ...{
        kind: 'doubtful' as const,
        code: null,
        detail: '',
        requestId: null,
        retryAfterMs: null,
        api: null,
        missing: null,
      },
    } as const;
    const instances = [
      anInstance('r-finished', 1, { outcome: 'reached', cloudId: 'i-1', dueAt: null }),
      anInstance('r-finished', 2, failed),
      anInstance('r-finished', 3, { ...failed, failure }),
      anInstance('r-adopted', 1, { outcome: 'reached', cloudId: 'i-9', dueAt: null }),
    ];
    await store.commit({
      requests: requests.map((next) => ({ next })),
      instances: instances.map((next) => ({ next })),
      at: NOW,
    });
    expect(await store.askedBy('U1', NOW)).toEqual({ version: 0, pending: 2, instances: 3 + 4 + 2 });
    expect(await store.askedBy('U3', NOW)).toEqual({ version: 0, pending: 0, instances: 0 });
    await store.close();
  });

  test('of changes that were judged on what the same person had asked for one is written', async () => {
    const store = await open();
    for (let round = 0; round < 3; round += 1) {
      const { version } = await store.askedBy('U1', NOW);
      expect(version).toBe(round);
      const write = (requester: string, n: number) =>
        store.commit({
          requests: [{ next: aRequest(`r-${requester}-${round}-${n}`, { requester }) }],
          underAsked: { requester, version },
          at: NOW,
        });
      const own = await Promise.all([write('U1', 1), write('U1', 2), write('U1', 3)]);
      expect(own.filter((answer) => answer.ok)).toHaveLength(1);
      expect(own.filter((answer) => !answer.ok)).toEqual(Array(2).fill(fail({ kind: 'conflict', id: 'U1' })));
      expect(await write('U2', 1)).toEqual(ok(null));
    }
    await store.close();
  });
}
