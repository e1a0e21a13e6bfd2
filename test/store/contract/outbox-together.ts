import { expect, test } from 'vitest';
import type { Approval } from '../../../src/core/approval/approval.ts';
import { sampleAsked } from '../../../src/sandbox/gallery/request/approval-samples.ts';
import type { Store } from '../../../src/store/store.ts';
import { aRequest, ask, NOW } from '../samples.ts';
import type { OpenStore } from './contract.ts';
import { say, takeAll, takeOne } from './outbox.ts';

const MINUTE_MS = 60_000;
const CHANNEL = 'C9';
const A = 'U5';
const THERE = { channel: 'D5', ts: '1795000001.000200' };

/** Somebody asks for something, and one person or channel is asked to decide. */
async function submit(store: Store, id: string, to: string, at = NOW, over: Partial<Approval> = {}): Promise<void> {
  const approval = { ...sampleAsked().approval, ...over };
  const next = aRequest(id, { state: 'pending', createdAt: at, approval });
  expect(await store.commit({ requests: [{ next }], messages: [ask(id, to)], at })).toEqual({ ok: true, value: null });
}

/** Which requests each of the messages shows that would go out now. */
const shown = async (store: Store, at: number) =>
  (await takeAll(store, { now: at })).map(({ requestId, others, existing }) => ({
    of: [requestId, ...others],
    edits: existing !== null,
  }));

const agreed = { votes: [{ by: A }] };

/** What comes a minute after a first ask whose message stands; `alone` where an edit of it would call nobody. */
const AFTER_A_POST: readonly (readonly [what: string, to: string, first: object, second: object, alone: boolean])[] = [
  ['somebody who is reminded reads it where they were asked before', A, {}, {}, false],
  ['a channel, which nobody reminds, gets a message of its own', CHANNEL, {}, {}, true],
  ['so does somebody whom nobody reminds', A, {}, { remindAt: null }, true],
  ['so does somebody who has agreed to the first one', A, agreed, {}, true],
];

export function outboxTogetherContract(open: OpenStore): void {
  test.each(AFTER_A_POST)('a second ask after a first that is posted: %s', async (_what, to, first, second, alone) => {
    const store = await open();
    await submit(store, 'r-a', to, NOW, first);
    await store.outbox.delivered(await takeOne(store), THERE, NOW);
    const at = NOW + MINUTE_MS;
    await submit(store, 'r-b', to, at, second);
    expect(await shown(store, at)).toEqual([
      alone ? { of: ['r-b'], edits: false } : { of: ['r-a', 'r-b'], edits: true },
    ]);
    await store.close();
  });

  test('asks that come to a channel before the first is posted are one message', async () => {
    const store = await open();
    for (const id of ['r-a', 'r-b', 'r-c']) await submit(store, id, CHANNEL);
    expect(await shown(store, NOW)).toEqual([{ of: ['r-a', 'r-b', 'r-c'], edits: false }]);
    await store.close();
  });

  test('an ask does not join a message to a channel that is just being posted', async () => {
    const store = await open();
    await submit(store, 'r-a', CHANNEL);
    const posting = await takeOne(store);
    await submit(store, 'r-b', CHANNEL, NOW + 1);
    await store.outbox.delivered(posting, THERE, NOW + 2);
    expect(await shown(store, NOW + 2)).toEqual([{ of: ['r-b'], edits: false }]);
    await store.close();
  });

  /** A message with two requests stands, and an edit of it is due. */
  async function edited(store: Store) {
    for (const id of ['r-a', 'r-b']) await submit(store, id, CHANNEL);
    await store.outbox.delivered(await takeOne(store), THERE, NOW);
    await say(store, [ask('r-b', CHANNEL)], NOW + 1);
    return takeOne(store, { now: NOW + 1 });
  }

  test('an edit that Slack refuses for good is reported in the trail of each request that the message shows', async () => {
    const store = await open();
    await store.outbox.abandon(await edited(store), 'is_archived', NOW + 2);
    for (const id of ['r-a', 'r-b'])
      expect(await store.eventsOf(id)).toMatchObject([{ kind: 'message.abandoned', data: { reason: 'is_archived' } }]);
    expect(await shown(store, NOW + 2)).toEqual([]);
    await store.close();
  });

  test('what changed while an edit was refused for good is tried once more', async () => {
    const store = await open();
    const edit = await edited(store);
    await say(store, [ask('r-b', CHANNEL)], NOW + 2);
    await store.outbox.abandon(edit, 'is_archived', NOW + 3);
    expect(await shown(store, NOW + 3)).toEqual([{ of: ['r-a', 'r-b'], edits: true }]);
    await store.close();
  });

  test('a request stays out of the archive while its message shows one that still waits', async () => {
    const store = await open();
    for (const id of ['r-a', 'r-b']) await submit(store, id, A);
    await store.outbox.delivered(await takeOne(store), THERE, NOW);
    const archive = () => store.archive.requests({ before: NOW + 2, now: NOW + 2, limit: 9 }, null);
    const decide = (id: string) => {
      const next = aRequest(id, { version: 2, state: 'denied', createdAt: NOW, finishedAt: NOW + 1 });
      return store.commit({ requests: [{ next }], at: NOW + 1 });
    };
    await decide('r-a');
    expect(await archive()).toMatchObject({ archived: 0 });
    await say(store, [ask('r-b', A)], NOW + 2);
    const edit = await takeOne(store, { now: NOW + 2 });
    expect(edit).toMatchObject({ requestId: 'r-a', others: ['r-b'], existing: THERE });
    await store.outbox.delivered(edit, THERE, NOW + 2);
    await decide('r-b');
    expect(await archive()).toMatchObject({ archived: 2 });
    await store.close();
  });
}
