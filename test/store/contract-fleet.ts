import { expect, test } from 'vitest';
import { newRequest } from '../../src/core/request-new.ts';
import type { OpenStore } from './contract.ts';
import { aSpec, NOW } from './samples.ts';

/** What the store knows of instances, for showing them. */
export function fleetContract(open: OpenStore): void {
  test('somebody’s instances are found by who asked, newest request first, and nobody else’s', async () => {
    const store = await open();
    const submit = async (requestId: string, requester: string, region: string, amount: number) => {
      const { request, instances, events, messages } = newRequest({
        spec: aSpec({ region, name: 'web' }),
        amount,
        requestId,
        clientTokens: Array.from({ length: amount }, (_, n) => `t-${requestId}-${n}`),
        origin: requestId,
        approval: null,
        requester,
        team: 'T1',
        channel: 'C1',
        at: NOW,
      });
      const rows = instances.map((next) => ({ next: { ...next, cloudId: `i-${next.id}` } }));
      await store.commit({ requests: [{ next: request }], instances: rows, events, messages, at: NOW });
    };
    const { fleet } = store;
    expect(await fleet.regionsOf('U1')).toEqual([]);
    expect(await fleet.newestOf('U1', 10)).toEqual([]);
    await submit('r-2', 'U1', 'cn-hangzhou', 2);
    await submit('r-1', 'U1', 'cn-beijing', 1);
    await submit('r-3', 'U2', 'cn-shanghai', 1);
    expect(await fleet.regionsOf('U1')).toEqual(['cn-beijing', 'cn-hangzhou']);
    const ids = (of: readonly { readonly id: string }[]) => of.map(({ id }) => id);
    expect(ids(await fleet.newestOf('U1', 10))).toEqual(['r-1-1', 'r-2-1', 'r-2-2']);
    expect(ids(await fleet.newestOf('U1', 1))).toEqual(['r-1-1']);

    expect((await fleet.withId('r-2-2'))?.id).toBe('r-2-2');
    expect((await fleet.withId('i-r-2-2'))?.id).toBe('r-2-2');
    expect(await fleet.withId('i-unknown')).toBeNull();
    expect([...(await fleet.byCloudIds(['i-r-3-1', 'i-unknown'])).keys()]).toEqual(['i-r-3-1']);
    expect((await fleet.byCloudIds([])).size).toBe(0);
    expect([...(await fleet.requests(['r-1', 'r-1', 'r-9'])).keys()]).toEqual(['r-1']);
    expect((await fleet.requests([])).size).toBe(0);
    await store.close();
  });
}
