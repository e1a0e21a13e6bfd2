import { expect, test } from 'vitest';
import { anInstance, aRequest, card, dm, line, NOW, ordinals } from '../samples.ts';
import type { OpenStore } from './contract.ts';
import { PLACE, say, takeAll, takeOne, withCard } from './outbox.ts';

const numbers = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, n) => from + n);

export function outboxOrderContract(open: OpenStore): void {
  test('sends the card, then its thread as one post, then the private message, one at a time', async () => {
    const store = await open();
    const messages = [dm('r-a'), line('r-a', 1), line('r-a', 2), card('r-a')];
    await store.commit({ requests: [{ next: aRequest('r-a') }], messages, at: NOW });
    const first = await takeOne(store);
    expect(first.kind).toBe('card');
    expect(await takeAll(store, { owner: 'B' })).toEqual([]);
    await store.outbox.delivered(first, PLACE, NOW);
    const second = await takeOne(store);
    expect(second).toMatchObject({ kind: 'thread', card: PLACE, channel: 'C1' });
    expect(ordinals(second.messages)).toEqual([1, 2]);
    expect(await takeAll(store, { owner: 'B' })).toEqual([]);
    await store.outbox.delivered(second, { channel: 'C1', ts: '2.2' }, NOW);
    const third = await takeOne(store);
    expect(third).toMatchObject({ kind: 'dm', channel: 'U1', messages: [dm('r-a')] });
    await store.outbox.delivered(third, { channel: 'D1', ts: '3.3' }, NOW);
    expect(await takeAll(store)).toEqual([]);
    expect((await store.request('r-a'))?.card).toEqual(PLACE);
    await store.close();
  });

  test('no line goes into a thread before its card is posted, but a private message may', async () => {
    const store = await open();
    await store.commit({ requests: [{ next: aRequest('r-a') }], messages: [line('r-a', 1)], at: NOW });
    expect(await takeAll(store)).toEqual([]);
    await say(store, [card('r-a'), dm('r-a')]);
    await store.outbox.postpone(await takeOne(store), NOW + 1_000, false);
    expect((await takeOne(store)).kind).toBe('dm');
    await store.close();
  });

  test('a thread does not wait for an edit of its card that waits', async () => {
    const store = await open();
    await withCard(store, 'r-a');
    await say(store, [card('r-a'), line('r-a', 1)]);
    const edit = await takeOne(store);
    expect(edit.kind).toBe('card');
    await store.outbox.postpone(edit, NOW + 1_000, false);
    expect((await takeOne(store)).kind).toBe('thread');
    await store.close();
  });

  test('a post that is tried again keeps exactly its lines, and later lines wait behind it', async () => {
    const store = await open();
    await withCard(store, 'r-a');
    await say(store, [line('r-a', 1), line('r-a', 2)]);
    const first = await takeOne(store);
    await say(store, [line('r-a', 3)]);
    await store.outbox.postpone(first, NOW + 50, true);
    await say(store, [line('r-a', 4)]);
    expect(await takeAll(store)).toEqual([]);
    const again = await takeOne(store, { now: NOW + 50 });
    expect(again.id).toBe(first.id);
    expect(ordinals(again.messages)).toEqual([1, 2]);
    await store.outbox.delivered(again, { channel: 'C1', ts: '2.2' }, NOW);
    const next = await takeOne(store);
    expect(next.id).not.toBe(first.id);
    expect(ordinals(next.messages)).toEqual([3, 4]);
    await store.close();
  });

  test('puts all lines that wait into one post, of each in its order', async () => {
    const store = await open();
    await withCard(store, 'r-a');
    await say(
      store,
      numbers(1, 45).map((n) => line('r-a', n)),
    );
    expect(ordinals((await takeOne(store)).messages)).toEqual(numbers(1, 45));
    await store.close();
  });

  test('lets the lines of a request for many wait for each other, and those of others not', async () => {
    const store = await open();
    await withCard(store, 'r-few');
    await withCard(store, 'r-many');
    for (const [id, amount] of [
      ['r-few', 20],
      ['r-many', 21],
    ] as const)
      await store.commit({ instances: numbers(1, amount).map((n) => ({ next: anInstance(id, n) })), at: NOW });
    await say(store, [line('r-few', 1), line('r-many', 1)]);
    await say(store, [line('r-many', 2)], NOW + 3_000);
    expect((await takeAll(store, { now: NOW + 4_000 })).map(({ requestId }) => requestId)).toEqual(['r-few']);
    await say(store, [line('r-many', 3)], NOW + 4_500);
    const [post, ...more] = await takeAll(store, { now: NOW + 5_000 });
    expect([post?.requestId, ordinals(post?.messages ?? []), more]).toEqual(['r-many', [1, 2, 3], []]);
    await store.close();
  });

  test('puts at most twenty lines about one alone into one post and keeps their order', async () => {
    const store = await open();
    await withCard(store, 'r-a');
    await say(
      store,
      numbers(1, 45).map((n) => line('r-a', n, 'changed')),
    );
    const sent: number[][] = [];
    for (let n = 0; n < 3; n += 1) {
      const post = await takeOne(store);
      sent.push(ordinals(post.messages));
      await store.outbox.delivered(post, { channel: 'C1', ts: `2.${n}` }, NOW);
    }
    expect(sent).toEqual([numbers(1, 20), numbers(21, 40), numbers(41, 45)]);
    await store.close();
  });

  test('a channel that must rest gets no post, but its cards are still edited and private messages go', async () => {
    const store = await open();
    await withCard(store, 'r-stands', 'C1');
    await store.commit({
      requests: [{ next: aRequest('r-new', { channel: 'C1' }) }],
      messages: [card('r-new')],
      at: NOW,
    });
    await store.commit({
      requests: [{ next: aRequest('r-other', { channel: 'C2' }) }],
      messages: [card('r-other')],
      at: NOW,
    });
    await store.commit({
      requests: [{ next: aRequest('r-dm', { channel: 'C1' }) }],
      messages: [dm('r-dm', 'U2')],
      at: NOW,
    });
    await say(store, [card('r-stands'), line('r-stands', 1), dm('r-stands', 'U1')]);
    const skipChannels = ['C1', 'U1'];
    const taken = await takeAll(store, { skipChannels });
    expect(taken.map((delivery) => [delivery.requestId, delivery.kind])).toEqual([
      ['r-stands', 'card'],
      ['r-other', 'card'],
      ['r-dm', 'dm'],
    ]);
    const [edit] = taken;
    if (edit !== undefined) await store.outbox.delivered(edit, PLACE, NOW);
    expect(await takeAll(store, { skipChannels })).toEqual([]);
    const free = await takeAll(store);
    expect(free.map((delivery) => [delivery.requestId, delivery.kind])).toEqual([
      ['r-new', 'card'],
      ['r-stands', 'thread'],
    ]);
    await store.close();
  });

  test('while nothing may be posted anywhere only edits go, and while nothing may be edited only posts', async () => {
    const store = await open();
    await withCard(store, 'r-stands');
    await store.commit({ requests: [{ next: aRequest('r-new') }], messages: [card('r-new')], at: NOW });
    await say(store, [card('r-stands'), line('r-stands', 1)]);
    expect(await takeAll(store, { skipChannels: 'all', edits: 'none' })).toEqual([]);
    const [edit, ...others] = await takeAll(store, { skipChannels: 'all' });
    expect([edit?.requestId, edit?.kind, others]).toEqual(['r-stands', 'card', []]);
    if (edit !== undefined) await store.outbox.postpone(edit, NOW, false);
    // Its thread does not wait for the card.
    const posts = await takeAll(store, { edits: 'none' });
    expect(posts.map((delivery) => [delivery.requestId, delivery.kind])).toEqual([
      ['r-new', 'card'],
      ['r-stands', 'thread'],
    ]);
    await store.close();
  });

  test('while only edits with news may go, those go whose request has changed or was nudged', async () => {
    const store = await open();
    const names = ['r-look', 'r-decided', 'r-ended', 'r-later'];
    for (const id of names) await withCard(store, id);
    await say(store, names.map(card));
    const news = () => takeAll(store, { edits: 'news' });
    expect(await news()).toEqual([]);
    expect(await store.outbox.depth()).toEqual({ waiting: 4, oldestDueAt: null });
    const next = aRequest('r-decided', { version: 2 });
    await store.commit({ requests: [{ next }], messages: [card('r-decided')], at: NOW });
    const nudge = { requestIds: ['r-ended'], at: NOW };
    await store.commit({ nudge, messages: [card('r-ended')], at: NOW + 1 });
    expect(await store.outbox.depth()).toEqual({ waiting: 4, oldestDueAt: NOW });
    const taken = await news();
    expect(taken.map(({ requestId, news }) => [requestId, news])).toEqual([
      ['r-decided', true],
      ['r-ended', true],
    ]);
    for (const each of taken) await store.outbox.delivered(each, PLACE, NOW);
    await say(store, ['r-decided', 'r-ended'].map(card));
    expect(await news()).toEqual([]);
    expect((await takeAll(store)).map((each) => each.news)).toEqual([false, false, false, false]);
    await store.close();
  });

  test('a card that Slack refused for good is posted at its next change, whatever may be edited', async () => {
    const store = await open();
    await store.commit({ requests: [{ next: aRequest('r-a') }], messages: [card('r-a')], at: NOW });
    await store.outbox.abandon(await takeOne(store), 'is_archived', NOW);
    await say(store, [card('r-a')]);
    expect((await takeOne(store, { edits: 'none' })).kind).toBe('card');
    await store.close();
  });

  test('what changes while it is sent goes behind those that have waited', async () => {
    const store = await open();
    for (const id of ['r-busy', 'r-waits']) await withCard(store, id);
    await say(store, [card('r-busy')]);
    await say(store, [card('r-waits')], NOW + 1);
    const [edit] = await takeAll(store, { limit: 1 });
    expect(edit?.requestId).toBe('r-busy');
    await say(store, [card('r-busy')], NOW + 2);
    if (edit !== undefined) await store.outbox.delivered(edit, PLACE, NOW + 2);
    const rest = await takeAll(store, { now: NOW + 2 });
    expect(rest.map(({ requestId }) => requestId)).toEqual(['r-waits', 'r-busy']);
    await store.close();
  });

  test('takes the oldest first, and requests that cannot be served do not use up the limit', async () => {
    const store = await open();
    for (let n = 0; n < 5; n += 1) {
      const id = `r-${n}`;
      await store.commit({ requests: [{ next: aRequest(id) }], messages: [line(id, 1)], at: NOW - 100 });
    }
    for (const [id, at] of [
      ['r-x', NOW],
      ['r-y', NOW - 2],
      ['r-z', NOW - 1],
    ] as const) {
      await store.commit({ requests: [{ next: aRequest(id, { channel: 'C2' }) }], messages: [card(id)], at });
    }
    const taken = await takeAll(store, { limit: 2, skipChannels: ['C1'] });
    expect(taken.map((delivery) => delivery.requestId)).toEqual(['r-y', 'r-z']);
    await store.close();
  });

  test('gives every delivery a name of its own that no later one gets again', async () => {
    const store = await open();
    await withCard(store, 'r-a');
    const names = new Set<string>();
    for (let n = 0; n < 6; n += 1) {
      await say(store, [n % 2 === 0 ? line('r-a', n) : dm('r-a')]);
      const delivery = await takeOne(store);
      names.add(delivery.id);
      await store.outbox.delivered(delivery, { channel: 'C1', ts: `2.${n}` }, NOW);
    }
    expect(names.size).toBe(6);
    await store.close();
  });
}
