import { expect, test } from 'vitest';
import { newRequest } from '../../../src/core/request/request-new.ts';
import { aSpec, NOW } from '../samples.ts';
import type { OpenStore } from './contract.ts';

/** What somebody asked for last. */
export function lastRequestContract(open: OpenStore): void {
  test('the last request of somebody is the one they submitted last, and nobody else’s', async () => {
    const store = await open();
    const submit = async (requestId: string, requester: string, at: number) => {
      const order = { spec: aSpec(), amount: 1, requestId, clientTokens: [`t-${requestId}`], origin: requestId };
      const { request, instances, events, messages } = newRequest({
        ...order,
        approval: null,
        requester,
        team: 'T1',
        channel: 'C1',
        at,
      });
      const rows = { requests: [{ next: request }], instances: instances.map((next) => ({ next })) };
      expect(await store.commit({ ...rows, events, messages, at })).toEqual({ ok: true, value: null });
    };
    expect(await store.lastRequestOf('U1')).toBeNull();
    // Clocks of two replicas may differ: what counts is which was written down last.
    await submit('r-1', 'U1', NOW + 5);
    await submit('r-2', 'U1', NOW);
    await submit('r-3', 'U2', NOW + 9);
    expect((await store.lastRequestOf('U1'))?.id).toBe('r-2');
    expect((await store.lastRequestOf('U2'))?.id).toBe('r-3');
    await store.close();
  });
}
