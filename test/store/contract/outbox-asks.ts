import { expect, test } from 'vitest';
import type { Message } from '../../../src/core/request/message.ts';
import { aRequest, ask, card, dm, line, NOW } from '../samples.ts';
import type { OpenStore } from './contract.ts';
import { PLACE, say, takeAll, takeOne, withCard } from './outbox.ts';

const THERE = { channel: 'D5', ts: '1795000001.000200' };

export function outboxAsksContract(open: OpenStore): void {
  /** A request whose card stands, and one person asked. */
  async function asked() {
    const store = await open();
    await withCard(store, 'r-a');
    await say(store, [ask('r-a')]);
    const first = await takeOne(store);
    await store.outbox.delivered(first, THERE, NOW);
    return { store, first };
  }

  test('each approver is asked once, and that message is edited when the request is asked about again', async () => {
    const { store, first } = await asked();
    expect(first).toMatchObject({ kind: 'ask', channel: 'U5', messages: [ask('r-a')], card: PLACE, existing: null });
    expect(await takeAll(store)).toEqual([]);
    await say(store, [ask('r-a'), ask('r-a')]);
    await say(store, [card('r-a')]);
    await store.outbox.delivered(await takeOne(store), PLACE, NOW);
    const edit = await takeOne(store);
    expect(edit).toMatchObject({ id: first.id, kind: 'ask', existing: THERE, attempts: 0, mayHaveBeenSent: false });
    await store.outbox.delivered(edit, THERE, NOW);
    expect(await store.outbox.depth()).toEqual({ waiting: 0, oldestDueAt: null });
    await store.close();
  });

  test('each recipient has a message of their own, and other requests have theirs', async () => {
    const { store, first } = await asked();
    await withCard(store, 'r-b');
    await say(store, [ask('r-b'), ask('r-a', 'C9')]);
    const taken = await takeAll(store);
    expect(taken.map(({ requestId, channel }) => [requestId, channel])).toEqual([
      ['r-a', 'C9'],
      ['r-b', 'U5'],
    ]);
    expect(new Set([first.id, ...taken.map(({ id }) => id)]).size).toBe(3);
    for (const each of taken) await store.outbox.delivered(each, { channel: each.channel, ts: '7.7' }, NOW);
    await say(store, [card('r-b')]);
    await store.outbox.delivered(await takeOne(store), { ...PLACE, channel: 'C1' }, NOW);
    expect((await takeOne(store)).existing).toEqual({ channel: 'U5', ts: '7.7' });
    await store.close();
  });

  test('an ask that changed while it was being sent is due again', async () => {
    const store = await open();
    await withCard(store, 'r-a');
    await say(store, [ask('r-a')]);
    const first = await takeOne(store);
    await say(store, [ask('r-a')], NOW + 1);
    await store.outbox.delivered(first, THERE, NOW + 2);
    const again = await takeOne(store, { now: NOW + 2 });
    expect(again).toMatchObject({ id: first.id, existing: THERE });
    expect(again.revision).toBeGreaterThan(first.revision);
    await store.close();
  });

  test('an ask that Slack asked to wait with keeps waiting when the card changes', async () => {
    const { store } = await asked();
    await say(store, [ask('r-a')]);
    await store.outbox.postpone(await takeOne(store), NOW + 30_000, false);
    await say(store, [card('r-a')], NOW + 1);
    await store.outbox.delivered(await takeOne(store, { now: NOW + 1 }), PLACE, NOW + 1);
    expect(await takeAll(store, { now: NOW + 29_999 })).toEqual([]);
    expect(await takeOne(store, { now: NOW + 30_000 })).toMatchObject({ kind: 'ask', attempts: 1 });
    await store.close();
  });

  test('an ask claimed by a process that died may have been sent, and keeps its name', async () => {
    const store = await open();
    await withCard(store, 'r-a');
    await say(store, [ask('r-a')]);
    const first = await takeOne(store, { claimUntil: NOW + 10 });
    const second = await takeOne(store, { owner: 'B', now: NOW + 10 });
    expect(second).toMatchObject({
      id: first.id,
      existing: null,
      attempts: 1,
      firstTriedAt: NOW,
      mayHaveBeenSent: true,
    });
    await store.outbox.delivered(first, { channel: 'D5', ts: '9.9' }, NOW + 11);
    await store.outbox.delivered(second, THERE, NOW + 11);
    await say(store, [ask('r-a')], NOW + 12);
    expect((await takeOne(store, { now: NOW + 12 })).existing).toEqual(THERE);
    await store.close();
  });

  test('the card comes first, then the asks, then the thread, then the private message', async () => {
    const store = await open();
    const messages = [dm('r-a'), line('r-a', 1), ask('r-a', 'U6'), ask('r-a', 'U5'), card('r-a')];
    await store.commit({ requests: [{ next: aRequest('r-a') }], messages, at: NOW });
    const order: string[] = [];
    for (let n = 0; n < 5; n += 1) {
      const next = await takeOne(store);
      order.push(next.kind === 'ask' ? next.channel : next.kind);
      await store.outbox.delivered(next, next.kind === 'card' ? PLACE : { channel: next.channel, ts: `3.${n}` }, NOW);
    }
    expect(order).toEqual(['card', 'U5', 'U6', 'thread', 'dm']);
    await store.close();
  });

  test('an ask waits neither for a card that waits nor for a channel other than its own', async () => {
    const store = await open();
    const messages = [card('r-a'), ask('r-a', 'U5'), ask('r-a', 'U6')];
    await store.commit({ requests: [{ next: aRequest('r-a') }], messages, at: NOW });
    const [taken, ...others] = await takeAll(store, { skipChannels: ['C1', 'U5'] });
    expect(others).toEqual([]);
    if (taken === undefined) throw new Error('nothing to send');
    expect(taken).toMatchObject({ kind: 'ask', channel: 'U6', card: null });
    await store.outbox.delivered(taken, { channel: 'D6', ts: '6.6' }, NOW);
    expect(await takeAll(store, { skipChannels: ['C1', 'U5'] })).toEqual([]);
    // An edit is no post.
    await say(store, [ask('r-a', 'U6')]);
    expect(await takeAll(store, { skipChannels: ['C1', 'U5', 'U6'] })).toHaveLength(1);
    await store.close();
  });

  test('a card that has come to stand makes the asks due that were sent without it', async () => {
    const store = await open();
    await store.commit({ requests: [{ next: aRequest('r-a') }], messages: [card('r-a'), ask('r-a')], at: NOW });
    await store.outbox.postpone(await takeOne(store), NOW + 50, false);
    await store.outbox.delivered(await takeOne(store), THERE, NOW);
    expect(await takeAll(store)).toEqual([]);
    await store.outbox.delivered(await takeOne(store, { now: NOW + 50 }), PLACE, NOW + 50);
    expect(await takeOne(store, { now: NOW + 50 })).toMatchObject({ kind: 'ask', card: PLACE, existing: THERE });
    await store.close();
  });

  test('an ask that can never be posted is dropped with an entry in the trail, and nothing else is touched', async () => {
    const store = await open();
    await withCard(store, 'r-a');
    const before = await store.request('r-a');
    await say(store, [ask('r-a', 'U5'), ask('r-a', 'U6'), line('r-a', 1)]);
    const never = await takeOne(store);
    await store.outbox.abandon(never, 'user_not_found', NOW + 5);
    const data = { delivery: never.id, message: 'ask', to: 'U5', lines: 0, reason: 'user_not_found' };
    expect(await store.eventsOf('r-a')).toMatchObject([{ at: NOW + 5, kind: 'message.abandoned', data }]);
    expect(await store.request('r-a')).toStrictEqual(before);
    const other = await takeOne(store);
    expect(other.channel).toBe('U6');
    await store.outbox.delivered(other, { channel: 'D6', ts: '6.6' }, NOW);
    expect((await takeOne(store)).kind).toBe('thread');
    await say(store, [card('r-a')]);
    expect((await store.outbox.depth()).waiting).toBe(3);
    await store.close();
  });

  test('an ask that was posted and cannot be edited is tried again at the next change', async () => {
    const { store } = await asked();
    await say(store, [ask('r-a')]);
    await store.outbox.abandon(await takeOne(store), 'msg_blocks_too_long', NOW);
    expect((await store.outbox.depth()).waiting).toBe(0);
    await say(store, [ask('r-a')]);
    expect(await takeOne(store)).toMatchObject({ existing: THERE, attempts: 0, mayHaveBeenSent: false });
    await store.close();
  });

  test('what nobody needs any more is dropped without a word', async () => {
    const store = await open();
    await withCard(store, 'r-a');
    await say(store, [ask('r-a'), dm('r-a')]);
    await store.outbox.drop(await takeOne(store));
    await store.outbox.drop(await takeOne(store));
    expect((await store.outbox.depth()).waiting).toBe(0);
    expect(await store.eventsOf('r-a')).toEqual([]);
    // One whose claim has gone drops nothing.
    await say(store, [dm('r-a')]);
    const late = await takeOne(store, { claimUntil: NOW + 10 });
    await takeOne(store, { owner: 'B', now: NOW + 10 });
    await store.outbox.drop(late);
    expect((await store.outbox.depth()).waiting).toBe(1);
    await store.close();
  });

  test('a private message knows where its reader was asked', async () => {
    const { store } = await asked();
    await say(store, [dm('r-a', 'U5'), dm('r-a', 'U6')]);
    for (const ask of [THERE, null]) {
      const next = await takeOne(store);
      expect(next).toMatchObject({ kind: 'dm', existing: null, ask });
      await store.outbox.delivered(next, { channel: 'D5', ts: '8.8' }, NOW);
    }
    await store.close();
  });

  test('a private message that stands is due again with each card, until it is dropped; any other is forgotten once sent', async () => {
    const { store } = await asked();
    const stands: Message = { kind: 'dm', requestId: 'r-a', user: 'U5', about: 'untold', unreachable: [] };
    await say(store, [stands, dm('r-a', 'U6')]);
    const place = { channel: 'D5', ts: '8.8' };
    for (const channel of ['U5', 'U6']) {
      const next = await takeOne(store);
      expect(next).toMatchObject({ kind: 'dm', channel, existing: null });
      await store.outbox.delivered(next, place, NOW);
    }
    /** The private message that is due after a new look at the card; its channel is full, but an edit is no post. */
    const dueWithCard = async () => {
      await say(store, [card('r-a')]);
      for (;;) {
        const [next] = await takeAll(store, { skipChannels: ['U5'] });
        if (next === undefined || next.kind === 'dm') return next;
        await store.outbox.delivered(next, next.existing ?? PLACE, NOW);
      }
    };
    const first = await dueWithCard();
    expect(first).toMatchObject({ messages: [stands], existing: place });
    if (first !== undefined) await store.outbox.delivered(first, place, NOW);
    const second = await dueWithCard();
    expect(second).toMatchObject({ messages: [stands], existing: place });
    if (second !== undefined) await store.outbox.drop(second);
    expect(await dueWithCard()).toBeUndefined();
    await store.close();
  });
}
