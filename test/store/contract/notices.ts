import { expect, test } from 'vitest';
import type { Message } from '../../../src/core/request/message.ts';
import type { Store } from '../../../src/store/store.ts';
import { aRequest, dm, line, NOW } from '../samples.ts';
import type { OpenStore } from './contract.ts';
import { PLACE, say, takeAll, takeOne } from './outbox.ts';

const notice = (scope: string, to: string, total = 1): Message => ({
  kind: 'notice',
  requestId: scope,
  to,
  notice: { about: 'orphans', orphans: [], total },
});

export function noticesContract(open: OpenStore): void {
  test('a message of a request that is not there is not taken', async () => {
    const store = await open();
    await expect(say(store, [line('r-none', 1)])).rejects.toThrow();
    expect(await store.outbox.depth()).toMatchObject({ waiting: 0 });
    await store.close();
  });

  test('what is about no request is delivered to each in its order, one at a time, and then forgotten', async () => {
    const store = await open();
    await say(store, [notice('sweep', 'U1', 1), notice('sweep', 'C2', 2)]);
    await say(store, [notice('sweep', 'U1', 3)]);
    const told: [string, Message | undefined][] = [];
    for (let n = 0; n < 3; n++) {
      const delivery = await takeOne(store);
      // While one is in hand nobody has another.
      expect(await takeAll(store, { owner: 'B' })).toEqual([]);
      expect(delivery).toMatchObject({ kind: 'notice', requestId: 'sweep', card: null, existing: null });
      told.push([delivery.channel, delivery.messages[0]]);
      await store.outbox.delivered(delivery, { ...PLACE, channel: delivery.channel }, NOW);
    }
    expect(told).toEqual([
      ['U1', notice('sweep', 'U1', 1)],
      ['C2', notice('sweep', 'C2', 2)],
      ['U1', notice('sweep', 'U1', 3)],
    ]);
    expect(await store.outbox.depth()).toEqual({ waiting: 0, oldestDueAt: null });
    expect(await takeAll(store)).toEqual([]);
    await store.close();
  });

  test('a full place holds up neither the others of its scope nor other scopes', async () => {
    const store = await open();
    await store.commit({ requests: [{ next: aRequest('r-a') }], messages: [dm('r-a', 'U1')], at: NOW });
    await say(store, [notice('sweep', 'U1'), notice('sweep', 'U2'), notice('digest:C2', 'C2')]);
    const taken = await takeAll(store, { skipChannels: ['U1'] });
    expect(taken.map(({ requestId, channel }) => [requestId, channel])).toEqual([
      ['sweep', 'U2'],
      ['digest:C2', 'C2'],
    ]);
    await store.close();
  });

  test('a delivery that a dead process had in progress is known to have perhaps been sent, and by its id', async () => {
    const store = await open();
    await say(store, [notice('sweep', 'U1')]);
    const first = await takeOne(store, { claimUntil: NOW + 10 });
    const second = await takeOne(store, { owner: 'B', now: NOW + 10, claimUntil: NOW + 60 });
    expect(second).toMatchObject({ id: first.id, attempts: 1, firstTriedAt: NOW, mayHaveBeenSent: true });
    await store.outbox.delivered(first, PLACE, NOW + 11);
    expect((await store.outbox.depth()).waiting).toBe(1);
    await store.outbox.postpone(second, NOW + 99, false);
    expect(await takeAll(store, { now: NOW + 98 })).toEqual([]);
    expect(await takeOne(store, { now: NOW + 99 })).toMatchObject({ id: first.id, attempts: 2, mayHaveBeenSent: true });
    await store.close();
  });

  test('one that Slack refuses for good is written down under its scope, and those behind it go on', async () => {
    const store = await open();
    await say(store, [notice('sweep', 'U1'), notice('sweep', 'U2')]);
    const refused = await takeOne(store);
    await store.outbox.abandon(refused, 'user_not_found', NOW + 5);
    const data = { delivery: refused.id, message: 'notice', to: 'U1', lines: 0, reason: 'user_not_found' };
    expect(await store.eventsOf('sweep')).toMatchObject([{ kind: 'message.abandoned', actor: 'bot', data }]);
    expect(await takeOne(store)).toMatchObject({ channel: 'U2' });
    await store.close();
  });

  test('what is marked is done once by all replicas together, and again after the mark was cleared', async () => {
    const store = await open();
    const tell = (on: Store, ...set: string[]) =>
      on.commit({ marks: { set }, messages: [notice('sweep', 'U1')], at: NOW });
    const both = await Promise.all([tell(store, 'b', 'a'), tell(store, 'a', 'b')]);
    expect(both.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await tell(store, 'c', 'b')).toEqual({ ok: false, error: { kind: 'conflict', id: 'b' } });
    expect(await store.marks.among(['a', 'b', 'c'])).toEqual(new Set(['a', 'b']));
    expect((await store.outbox.depth()).waiting).toBe(1);
    await store.commit({ marks: { clear: ['b', 'never set'] }, at: NOW });
    expect(await store.marks.among(['b'])).toEqual(new Set());
    expect(await tell(store, 'b')).toMatchObject({ ok: true });
    expect(await store.marks.among([])).toEqual(new Set());
    await store.close();
  });

  test('of those who try at once one gets the turn, and the next comes when it is time', async () => {
    const store = await open();
    const take = (now: number, name = 'sweep') => store.marks.takeTurn(name, now, 1000);
    const taken = await Promise.all([take(NOW), take(NOW), take(NOW)]);
    expect(taken.filter((one) => one)).toHaveLength(1);
    expect(await take(NOW + 1, 'another')).toBe(true);
    expect([await take(NOW + 999), await take(NOW + 1000), await take(NOW + 1500)]).toEqual([false, true, false]);
    await store.close();
  });

  test('a clock that was far ahead does not keep the turn from those whose clocks are right', async () => {
    const store = await open();
    const take = (now: number) => store.marks.takeTurn('sweep', now, 1000);
    expect(await take(NOW + 31_536_000_000)).toBe(true);
    expect(await take(NOW)).toBe(true);
    // A replica that is a little behind is no reason for another turn.
    expect([await take(NOW - 999), await take(NOW + 1)]).toEqual([false, false]);
    await store.close();
  });
}
