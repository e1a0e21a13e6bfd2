import { expect, test } from 'vitest';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { anInstance, aRequest, aSpec, NOW } from '../samples.ts';
import type { OpenStore } from './contract.ts';

/** Whom somebody means by a word. */
export function namesContract(open: OpenStore): void {
  test('what was asked for in a channel is read page by page, with what has ended since a moment', async () => {
    const store = await open();
    const one = (requestId: string, ordinal: number, over: Partial<Instance> = {}) =>
      anInstance(requestId, ordinal, { cloudId: `i-${requestId}-${ordinal}`, ...over });
    await store.commit({
      requests: ['r-1', 'r-2', 'r-3'].map((id) => ({ next: aRequest(id, { channel: id === 'r-2' ? 'C2' : 'C1' }) })),
      instances: [
        one('r-1', 1, { outcome: 'reached', wanted: 'released' }),
        one('r-1', 2, { cloudId: null }),
        one('r-2', 1),
        one('r-3', 1),
      ].map((next) => ({ next })),
      at: NOW,
    });
    const page = async (after: string, since = NOW) =>
      (await store.queries.ofChannel('C1', since, after, 1)).map(({ id }) => id);
    expect([await page(''), await page('r-1-1'), await page('r-3-1')]).toEqual([['r-1-1'], ['r-3-1'], []]);
    expect(await page('', NOW + 1)).toEqual(['r-3-1']);
    await store.close();
  });

  test('what exists and rests is read region by region, page by page', async () => {
    const store = await open();
    const order = { what: 'release', stoppedMode: null, by: 'U1', at: NOW, down: false, acted: null } as const;
    const one = (ordinal: number, over: Partial<Instance> = {}, region = 'cn-beijing') =>
      anInstance('r-1', ordinal, {
        spec: aSpec({ region }),
        cloudId: `i-${ordinal}`,
        outcome: 'reached',
        dueAt: null,
        ...over,
      });
    const rows = [
      one(1),
      one(2, {}, 'cn-hangzhou'),
      one(3),
      one(4, { wanted: 'released', order }),
      one(5, { outcome: null, dueAt: NOW }),
      one(6, { cloudId: null, outcome: 'failed' }, 'ap-southeast-1'),
    ];
    await store.commit({
      requests: [{ next: aRequest('r-1', { amount: 6 }) }],
      instances: rows.map((next) => ({ next })),
      at: NOW,
    });
    expect(await store.queries.regionsAtRest()).toEqual(['cn-beijing', 'cn-hangzhou']);
    expect(await store.queries.regions()).toEqual(['ap-southeast-1', 'cn-beijing', 'cn-hangzhou']);
    const page = async (after: string) => (await store.queries.atRest('cn-beijing', after, 1)).map(({ id }) => id);
    expect([await page(''), await page('r-1-1'), await page('r-1-3')]).toEqual([['r-1-1'], ['r-1-3'], []]);
    await store.close();
  });

  test('an instance is found by its own id, the cloud’s and its name, and by its name only while it may exist', async () => {
    const store = await open();
    const one = (ordinal: number, over: Partial<Instance>) =>
      anInstance('r-1', ordinal, { spec: aSpec({ name: 'Web-1' }), acceptedAt: NOW + ordinal, ...over });
    const order = { what: 'release', stoppedMode: null, by: 'U1', at: NOW, down: false, acted: null } as const;
    const alive = one(1, { cloudId: 'i-1' });
    const newer = one(2, { cloudId: 'i-2', outcome: 'failed' });
    const released = one(3, { cloudId: 'i-3', wanted: 'released', outcome: 'reached', order });
    const never = one(4, { cloudId: null, outcome: 'failed' });
    const other = one(5, { cloudId: 'i-5', spec: aSpec({ name: 'web-10' }) });
    const instances = [alive, newer, released, never, other].map((next) => ({ next }));
    await store.commit({ requests: [{ next: aRequest('r-1', { amount: 5 }) }], instances, at: NOW });
    const ids = async (word: string, limit = 20) => (await store.instancesCalled(word, limit)).map(({ id }) => id);
    expect(await ids('web-1')).toEqual(['r-1-2', 'r-1-1']);
    expect(await ids('web-1', 1)).toHaveLength(1);
    expect(await ids('r-1-3')).toEqual(['r-1-3']);
    expect(await ids('i-3')).toEqual(['r-1-3']);
    expect(await ids('r-1-4')).toEqual(['r-1-4']);
    expect(await ids('web')).toEqual([]);
    // Once it has gone nobody can mean it by its name any more.
    const gone: Instance = { ...newer, version: newer.version + 1, wanted: 'released', outcome: 'reached', order };
    await store.commit({ instances: [{ next: gone }], at: NOW });
    expect(await ids('web-1')).toEqual(['r-1-1']);
    expect(await store.instance('r-1-2')).toEqual(gone);
    await store.close();
  });
}
