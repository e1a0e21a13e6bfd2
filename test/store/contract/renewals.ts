import { expect, test } from 'vitest';
import { allOf } from '../../../src/core/approval/budget.ts';
import type { Freeze } from '../../../src/core/freeze.ts';
import type { RenewalEnd } from '../../../src/core/renewal/renewal.ts';
import { untried } from '../../../src/core/renewal/renewal-new.ts';
import type { Request } from '../../../src/core/request/request.ts';
import { anEvent, anInstance, aRequest, aSpec, NOW } from '../samples.ts';
import type { OpenStore } from './contract.ts';

const cny = (minor: number) => ({ minor, currency: 'CNY' });
const spec = aSpec({ charge: { kind: 'prepaid', term: { unit: 'Month', period: 1 }, autoRenew: false } });
const quote = { kind: 'term', price: cny(100), listPrice: cny(100), amount: 1, at: NOW } as const;
const renewal = untried('r-1-1', 'i-1', NOW + 9, 'token');
const growing = {
  ...renewal,
  disk: { which: 'system', diskId: 'd-1', from: 40, to: 100, category: 'cloud_essd', instanceType: 'ecs.g7.large' },
} as const;

/** Requests that prolong an instance's time. */
export function renewalsContract(open: OpenStore): void {
  test('a renewal comes back as it was written, and is not what somebody asked for last', async () => {
    const store = await open();
    const request = aRequest('r-2', { spec, quote, renewal, state: 'pending' });
    await store.commit({ requests: [{ next: aRequest('r-1') }], events: [anEvent('r-1')], at: NOW });
    await store.commit({ requests: [{ next: request }], events: [anEvent('r-2')], at: NOW });
    expect(await store.request('r-2')).toStrictEqual(request);
    expect((await store.lastRequestOf('U1'))?.id).toBe('r-1');
    expect((await store.queries.newestRequestsOf('U1', 9)).map(({ id }) => id)).toEqual(['r-2', 'r-1']);
    await store.close();
  });

  test('lifting a freeze makes exactly those due that wait for its end', async () => {
    const store = await open();
    await store.commit({ freeze: { was: null, next: { reason: 'x', by: 'U9', at: NOW, until: null } }, at: NOW });
    const freeze = (await store.freeze()) as Freeze;
    const held = aRequest('r-2', { spec, dueAt: NOW + 60_000, renewal: { ...renewal, heldBy: freeze } });
    const others = [aRequest('r-3', { spec, dueAt: NOW + 60_000, renewal }), aRequest('r-4', { dueAt: null })];
    await store.commit({ requests: [held, ...others].map((next) => ({ next })), underFreeze: freeze, at: NOW });
    const claim = { owner: 'o', now: NOW + 5, claimUntil: NOW + 9, limit: 10 };
    expect(await store.claimRequests(claim)).toEqual([]);
    await store.commit({ freeze: { was: freeze, next: null }, at: NOW + 5 });
    expect(await store.nextDueAt()).toBe(NOW + 5);
    expect((await store.claimRequests(claim)).map(({ id }) => id)).toEqual(['r-2']);
    await store.close();
  });

  test('it counts as spent while it may be debited and when it was, and not when it ended with nothing', async () => {
    const failure = { code: null, detail: '', requestId: null, retryAfterMs: null, api: null, missing: null };
    const ends: readonly (readonly [id: string, state: Request['state'], end: RenewalEnd | null, counts: boolean])[] = [
      ['r-2', 'pending', null, true],
      ['r-3', 'creating', null, true],
      ['r-4', 'finished', { is: 'renewed', until: NOW }, true],
      ['r-9', 'finished', { is: 'grown' }, true],
      ['r-5', 'finished', { is: 'failed', failure: { ...failure, kind: 'doubtful' } }, true],
      ['r-6', 'finished', { is: 'failed', failure: { ...failure, kind: 'money' } }, false],
      ['r-7', 'finished', { is: 'barred', why: 'moved', until: NOW }, false],
      ['r-8', 'denied', null, false],
    ];
    const store = await open();
    const requests = ends.map(([id, state, end]) => ({
      next: aRequest(id, { requester: id, spec, quote, state, renewal: { ...renewal, end } }),
    }));
    await store.commit({ requests, at: NOW });
    const counted = (await store.month(NOW)).spending.filter((one) => allOf(one) > 0).map(({ requester }) => requester);
    expect(counted.toSorted()).toEqual(
      ends
        .filter(([, , , counts]) => counts)
        .map(([id]) => id)
        .toSorted(),
    );
    await store.close();
  });

  test('what was renewed is found by the channel in which it was asked for, and by when that had ended', async () => {
    const store = await open();
    const renewed = { ...renewal, end: { is: 'renewed', until: NOW } } as const;
    const end = { spec, quote, state: 'finished', renewal: renewed } as const;
    const requests = [
      aRequest('r-2', { ...end, finishedAt: NOW }),
      aRequest('r-3', { ...end, finishedAt: NOW - 1 }),
      aRequest('r-4', { ...end, finishedAt: NOW, channel: 'C2' }),
      aRequest('r-5', {
        ...end,
        finishedAt: NOW,
        renewal: { ...renewal, end: { is: 'barred', why: 'gone', until: null } },
      }),
      aRequest('r-6', { spec, quote, renewal }),
      aRequest('r-8', { ...end, finishedAt: NOW, renewal: { ...growing, end: { is: 'grown' } } }),
      aRequest('r-7', { state: 'finished', finishedAt: NOW }),
    ];
    await store.commit({ requests: requests.map((next) => ({ next })), at: NOW });
    const { channel } = aRequest('r-2');
    expect((await store.queries.renewalsOf(channel, NOW)).map(({ id }) => id).toSorted()).toEqual(['r-2', 'r-8']);
    await store.close();
  });

  test('one in doubt is counted as what it is: a renewal, or a disk', async () => {
    const store = await open();
    const sent = { triedAt: NOW, attempts: 1 };
    const requests = [
      aRequest('r-2', { spec, dueAt: NOW, renewal: { ...renewal, ...sent } }),
      aRequest('r-3', { spec, dueAt: NOW, renewal: { ...growing, ...sent } }),
      aRequest('r-4', { spec, dueAt: NOW, renewal: { ...growing, ...sent, acceptedAt: NOW } }),
      aRequest('r-5', { spec, dueAt: NOW, renewal: growing }),
    ];
    await store.commit({ requests: requests.map((next) => ({ next })), at: NOW });
    expect((await store.workload(9)).doubtful).toEqual({ renewals: 1, disks: 1 });
    await store.close();
  });

  test('of two who ask for one of an instance at once only one is written', async () => {
    const store = await open();
    const instance = anInstance('r-1', 1, { cloudId: 'i-1', outcome: 'reached', dueAt: null });
    await store.commit({ requests: [{ next: aRequest('r-1') }], instances: [{ next: instance }], at: NOW });
    const asks = ['r-2', 'r-3'].map((id) =>
      store.commit({
        requests: [{ next: aRequest(id, { spec, quote, renewal }) }],
        instances: [{ next: { ...instance, version: 2, renewedBy: id } }],
        at: NOW,
      }),
    );
    expect((await Promise.all(asks)).map(({ ok }) => ok).toSorted()).toEqual([false, true]);
    const by = (await store.instance('r-1-1'))?.renewedBy;
    expect([await store.request('r-2'), await store.request('r-3')].flatMap((one) => one?.id ?? [])).toEqual([by]);
    await store.close();
  });
}
