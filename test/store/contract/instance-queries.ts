import { expect, test } from 'vitest';
import { adoption } from '../../../src/core/instance/adopt.ts';
import { newRequest } from '../../../src/core/request/request-new.ts';
import { sampleCloud } from '../../../src/sandbox/gallery/instance/instances.ts';
import { sampleAsked, sampleRequirement } from '../../../src/sandbox/gallery/request/approval-samples.ts';
import { anInstance, aRequest, aSpec, NOW } from '../samples.ts';
import type { OpenStore } from './contract.ts';

/** What the store knows of instances, for showing them. */
export function instanceQueriesContract(open: OpenStore): void {
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
    const { queries } = store;
    expect(await queries.regionsOf('U1')).toEqual([]);
    expect(await queries.newestOf('U1', 10)).toEqual([]);
    await submit('r-2', 'U1', 'cn-hangzhou', 2);
    await submit('r-1', 'U1', 'cn-beijing', 1);
    await submit('r-3', 'U2', 'cn-shanghai', 1);
    expect(await queries.regionsOf('U1')).toEqual(['cn-beijing', 'cn-hangzhou']);
    const ids = (of: readonly { readonly id: string }[]) => of.map(({ id }) => id);
    expect(ids(await queries.newestOf('U1', 10))).toEqual(['r-1-1', 'r-2-1', 'r-2-2']);
    expect(ids(await queries.newestOf('U1', 1))).toEqual(['r-1-1']);

    expect((await queries.withId('r-2-2'))?.id).toBe('r-2-2');
    expect((await queries.withId('i-r-2-2'))?.id).toBe('r-2-2');
    expect(await queries.withId('i-unknown')).toBeNull();
    expect([...(await queries.byCloudIds(['i-r-3-1', 'i-unknown'])).keys()]).toEqual(['i-r-3-1']);
    expect((await queries.byCloudIds([])).size).toBe(0);
    expect([...(await queries.requests(['r-1', 'r-1', 'r-9'])).keys()]).toEqual(['r-1']);
    expect((await queries.requests([])).size).toBe(0);
    await store.close();
  });

  test('what waits for approval is found oldest first, and nothing that was decided', async () => {
    const store = await open();
    const waits = (id: string, createdAt: number, over: object = {}) => ({
      next: aRequest(id, { state: 'pending', createdAt, ...over }),
    });
    await store.commit({
      requests: [
        waits('r-b', NOW + 2),
        waits('r-c', NOW + 1),
        waits('r-a', NOW + 3),
        waits('r-d', NOW, { state: 'denied' }),
      ],
      at: NOW,
    });
    const ids = async (limit: number) => (await store.queries.waiting(limit)).map(({ id }) => id);
    expect(await ids(10)).toEqual(['r-c', 'r-b', 'r-a']);
    expect(await ids(2)).toEqual(['r-c', 'r-b']);
    await store.close();
  });

  test('somebody’s requests and the instances of theirs that may exist are found newest first, and counted', async () => {
    const store = await open();
    for (const [id, requester, createdAt] of [
      ['r-1', 'U1', NOW],
      ['r-2', 'U1', NOW + 1],
      ['r-3', 'U2', NOW + 2],
    ] as const) {
      const rows = [
        anInstance(id, 1, { requester, cloudId: `i-${id}-1` }),
        anInstance(id, 2, { requester, cloudId: null, outcome: 'failed' }),
        anInstance(id, 3, { requester, cloudId: null, outcome: null }),
      ];
      const submitted = {
        at: NOW,
        kind: 'request.submitted' as const,
        actor: requester,
        requestId: id,
        instanceId: null,
        data: {},
      };
      const written = await store.commit({
        requests: [{ next: aRequest(id, { requester, createdAt }) }],
        instances: rows.map((next) => ({ next })),
        events: [submitted],
        at: NOW,
      });
      expect(written.ok).toBe(true);
    }
    const { queries } = store;
    expect((await queries.newestRequestsOf('U1', 9)).map(({ id }) => id)).toEqual(['r-2', 'r-1']);
    expect((await queries.newestRequestsOf('U1', 1)).map(({ id }) => id)).toEqual(['r-2']);
    expect(await queries.newestRequestsOf('U9', 9)).toEqual([]);
    const { instances, total } = await queries.existingOf('U1', 3);
    expect(instances.map(({ id }) => id)).toEqual(['r-2-1', 'r-2-3', 'r-1-1']);
    expect(total).toBe(4);
    expect(await queries.existingOf('U9', 3)).toEqual({ instances: [], total: 0 });
    await store.close();
  });

  test('an instance that somebody took over is found under their name, newest first, as long as it exists, and under no other', async () => {
    const store = await open();
    const take = async (n: number, by: string) => {
      const cloud = sampleCloud({ cloudId: `i-${n}` });
      const at = NOW + n;
      const made = adoption({ cloud, requestId: `r-${n}`, by, team: 'T1', channel: 'C1', at });
      const { request, instance, events, messages } = made;
      const written = await store.commit({
        requests: [{ next: request }],
        instances: [{ next: instance }],
        events,
        messages,
        at,
      });
      expect(written.ok).toBe(true);
      return instance;
    };
    const first = await take(1, 'U1');
    await take(2, 'U1');
    await take(3, 'U2');
    const rows = [{ next: anInstance('r-created', 1, { requester: 'U1', cloudId: 'i-created' }) }];
    await store.commit({ requests: [{ next: aRequest('r-created', { requester: 'U1' }) }], instances: rows, at: NOW });
    const ids = async (by: string, limit = 9) => (await store.queries.takenOverBy(by, limit)).map(({ id }) => id);
    expect(await ids('U1')).toEqual(['r-2-1', 'r-1-1']);
    expect(await ids('U1', 1)).toEqual(['r-2-1']);
    expect(await ids('U2')).toEqual(['r-3-1']);
    expect(await ids('U9')).toEqual([]);
    expect((await store.queries.existingOf('U1', 9)).total).toBe(3);
    // Nobody asked for it: it is no request of theirs, and costs them nothing.
    expect(await store.queries.newestRequestsOf('U1', 9)).toEqual([]);
    expect(await store.lastRequestOf('U1')).toBeNull();
    expect((await store.month(NOW)).spending.filter(({ requester }) => requester === 'U2')).toEqual([]);
    const released = { ...first, version: 2, wanted: 'released' as const };
    expect((await store.commit({ instances: [{ next: released }], at: NOW })).ok).toBe(true);
    expect(await ids('U1')).toEqual(['r-2-1']);
    await store.close();
  });

  test('auto-renewing instances of every owner and region are found', async () => {
    const store = await open();
    const expiry = (on: boolean) => {
      const renewal = { on, term: on ? { unit: 'Month' as const, period: 1 } : null };
      return { expiry: { until: NOW + 9, renewal, lookAt: NOW + 9, ended: false, misses: 0 }, dueAt: null };
    };
    const rows = [
      anInstance('r-1', 1, expiry(true)),
      anInstance('r-1', 2, expiry(false)),
      anInstance('r-1', 3, { ...expiry(true), requester: 'U2', spec: aSpec({ region: 'cn-hangzhou' }) }),
      anInstance('r-1', 4),
    ];
    await store.commit({
      requests: [{ next: aRequest('r-1', { amount: 4 }) }],
      instances: rows.map((next) => ({ next })),
      at: NOW,
    });
    expect((await store.queries.autoRenewing()).map(({ id }) => id).toSorted()).toEqual(['r-1-1', 'r-1-3']);
    await store.close();
  });

  test('a commit tells whom it concerns: who asked, who may decide and who was told', async () => {
    const store = await open();
    const heard: (readonly string[] | null)[] = [];
    store.onCommit((touched) => heard.push(touched));
    const { approval, ...plain } = sampleAsked({
      approval: { told: ['U7', 'C1'], requirements: [sampleRequirement({ users: ['U5', 'U6'] })] },
    });
    const asked = { ...plain, approval, requester: 'U1', version: 1 };
    await store.commit({ requests: [{ next: asked }], at: NOW });
    await store.commit({ instances: [{ next: anInstance(asked.id, 1, { requester: 'U1' }) }], at: NOW });
    expect(heard.filter((each) => each !== null)).toEqual([['U1', 'U5', 'U6', 'U7', 'C1'], ['U1']]);
    await store.close();
  });
}
