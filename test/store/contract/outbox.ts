import { expect, test } from 'vitest';
import type { Message } from '../../../src/core/request/message.ts';
import type { Delivery, Store } from '../../../src/store/store.ts';
import { aRequest, card, dm, line, NOW, ordinals } from '../samples.ts';
import type { OpenStore } from './contract.ts';

export const takeAll = (store: Store, over: object = {}): Promise<readonly Delivery[]> =>
  store.outbox.claim({ owner: 'A', now: NOW, claimUntil: NOW + 60_000, limit: 100, skipChannels: [], ...over });

export async function takeOne(store: Store, over: object = {}): Promise<Delivery> {
  const [delivery, ...rest] = await takeAll(store, over);
  expect(rest).toEqual([]);
  if (delivery === undefined) throw new Error('nothing to send');
  return delivery;
}

export const PLACE = { channel: 'C1', ts: '1795000000.000100' };

export const say = (store: Store, messages: readonly Message[], at = NOW) => store.commit({ messages, at });

/** A request whose card stands. */
export async function withCard(store: Store, id: string, channel = 'C1'): Promise<void> {
  await store.commit({ requests: [{ next: aRequest(id, { channel }) }], messages: [card(id)], at: NOW });
  await store.outbox.delivered(await takeOne(store), { ...PLACE, channel }, NOW);
}

export function outboxContract(open: OpenStore): void {
  test('stores where the card is without making a write of the lifecycle a conflict', async () => {
    const store = await open();
    await store.commit({ requests: [{ next: aRequest('r-a') }], messages: [card('r-a')], at: NOW });
    const delivery = await takeOne(store);
    expect(delivery).toMatchObject({
      kind: 'card',
      requestId: 'r-a',
      messages: [card('r-a')],
      channel: 'C1',
      card: null,
      attempts: 0,
      firstTriedAt: null,
      mayHaveBeenSent: false,
    });
    await store.outbox.delivered(delivery, PLACE, NOW);
    expect(await store.request('r-a')).toStrictEqual(aRequest('r-a', { card: PLACE }));
    const write = await store.commit({ requests: [{ next: aRequest('r-a', { version: 2 }) }], at: NOW });
    expect(write).toMatchObject({ ok: true });
    expect((await store.request('r-a'))?.card).toEqual(PLACE);
    expect(await takeAll(store)).toEqual([]);
    expect(await store.outbox.depth()).toEqual({ waiting: 0, oldestDueAt: null });
    await store.close();
  });

  test('shows many changes of a card as one edit, and again when it changes while it is being sent', async () => {
    const store = await open();
    await withCard(store, 'r-a');
    await say(store, [card('r-a'), card('r-a')]);
    await say(store, [card('r-a')]);
    const edit = await takeOne(store);
    expect(edit.card).toEqual(PLACE);
    expect(edit.messages).toEqual([card('r-a')]);
    await say(store, [card('r-a')], NOW + 1);
    expect(await takeAll(store)).toEqual([]);
    await store.outbox.delivered(edit, PLACE, NOW);
    const again = await takeOne(store);
    expect(again.revision).toBeGreaterThan(edit.revision);
    expect(again).toMatchObject({ id: edit.id, attempts: 0, mayHaveBeenSent: false });
    await store.outbox.delivered(again, PLACE, NOW);
    expect(await takeAll(store)).toEqual([]);
    await store.close();
  });

  test('a card that Slack asked to wait with keeps waiting when it changes', async () => {
    const store = await open();
    await withCard(store, 'r-a');
    await say(store, [card('r-a')]);
    await store.outbox.postpone(await takeOne(store), NOW + 30_000, false);
    await say(store, [card('r-a')], NOW + 1);
    expect(await takeAll(store, { now: NOW + 29_999 })).toEqual([]);
    expect(await takeAll(store, { now: NOW + 30_000 })).toHaveLength(1);
    await store.close();
  });

  test('tells a try that surely failed from one whose answer was lost, and from a crash', async () => {
    const store = await open();
    await withCard(store, 'r-a');
    await say(store, [line('r-a', 1)]);
    const first = await takeOne(store);
    expect(first).toMatchObject({ attempts: 0, firstTriedAt: null, mayHaveBeenSent: false });
    await store.outbox.postpone(first, NOW + 1, false);
    const second = await takeOne(store, { now: NOW + 1 });
    expect(second).toMatchObject({ id: first.id, attempts: 1, firstTriedAt: NOW, mayHaveBeenSent: false });
    await store.outbox.postpone(second, NOW + 2, true);
    const third = await takeOne(store, { now: NOW + 2, claimUntil: NOW + 10 });
    expect(third).toMatchObject({ id: first.id, attempts: 2, firstTriedAt: NOW, mayHaveBeenSent: true });
    await store.outbox.postpone(third, NOW + 3, false);
    expect(await takeOne(store, { now: NOW + 3 })).toMatchObject({ attempts: 3, mayHaveBeenSent: true });
    await store.close();
  });

  test('a message claimed by a process that died may have been sent', async () => {
    const store = await open();
    await store.commit({ requests: [{ next: aRequest('r-a') }], messages: [dm('r-a', 'U7')], at: NOW });
    const first = await takeOne(store, { claimUntil: NOW + 10 });
    expect(await takeAll(store, { owner: 'B', now: NOW + 9 })).toEqual([]);
    const second = await takeOne(store, { owner: 'B', now: NOW + 10 });
    expect(second).toMatchObject({ id: first.id, kind: 'dm', channel: 'U7', attempts: 1, mayHaveBeenSent: true });
    await store.close();
  });

  test('an owner that lost its claim changes nothing, even when it is the same owner', async () => {
    const store = await open();
    await store.commit({ requests: [{ next: aRequest('r-a') }], messages: [card('r-a')], at: NOW });
    const late = await takeOne(store, { claimUntil: NOW + 10 });
    const current = await takeOne(store, { now: NOW + 10 });
    await store.outbox.delivered(late, { channel: 'C1', ts: '9.9' }, NOW);
    expect((await store.request('r-a'))?.card).toBeNull();
    await store.outbox.postpone(late, NOW + 99, false);
    await store.outbox.abandon(late, 'too late', NOW);
    expect(await store.eventsOf('r-a')).toEqual([]);
    expect(await takeAll(store, { owner: 'B', now: NOW + 11 })).toEqual([]);
    await store.outbox.delivered(current, PLACE, NOW);
    expect((await store.request('r-a'))?.card).toEqual(PLACE);
    await store.close();
  });

  test('writes a message that Slack refuses for good into the audit trail and goes on', async () => {
    const store = await open();
    await withCard(store, 'r-a');
    await say(store, [line('r-a', 1), line('r-a', 2), dm('r-a')]);
    const lines = await takeOne(store);
    await store.outbox.abandon(lines, 'is_archived', NOW + 5);
    expect(await store.eventsOf('r-a')).toMatchObject([
      {
        at: NOW + 5,
        kind: 'message.abandoned',
        actor: 'bot',
        data: { delivery: lines.id, message: 'thread', lines: 2, reason: 'is_archived' },
      },
    ]);
    expect((await takeOne(store)).kind).toBe('dm');
    await store.close();
  });

  test('a card that can never be posted takes the lines of its thread with it, and nothing waits for ever', async () => {
    const store = await open();
    await store.commit({ requests: [{ next: aRequest('r-a') }], messages: [card('r-a'), line('r-a', 1)], at: NOW });
    await store.outbox.abandon(await takeOne(store), 'channel_not_found', NOW);
    expect(await store.outbox.depth()).toEqual({ waiting: 0, oldestDueAt: null });
    await say(store, [card('r-a'), line('r-a', 2)]);
    expect(await takeOne(store)).toMatchObject({ kind: 'card', attempts: 0, mayHaveBeenSent: false });
    await store.close();
  });

  test('counts what waits and since when', async () => {
    const store = await open();
    await withCard(store, 'r-a');
    await say(store, [line('r-a', 1)], NOW + 7);
    await say(store, [line('r-a', 2), card('r-a')], NOW + 8);
    expect(await store.outbox.depth()).toEqual({ waiting: 3, oldestDueAt: NOW + 7 });
    await store.outbox.delivered(await takeOne(store, { now: NOW + 9 }), PLACE, NOW + 9);
    const thread = await takeOne(store, { now: NOW + 9 });
    expect(ordinals(thread.messages)).toEqual([1, 2]);
    await store.outbox.delivered(thread, { channel: 'C1', ts: '2.2' }, NOW + 9);
    expect(await store.outbox.depth()).toEqual({ waiting: 0, oldestDueAt: null });
    await store.close();
  });
}
