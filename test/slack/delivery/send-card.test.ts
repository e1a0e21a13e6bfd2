import { expect, test } from 'vitest';
import { SHARED_CHANNEL } from '../../../src/core/request/closed-channel.ts';
import type { DeliveryClient } from '../../../src/slack/delivery/delivery-client.ts';
import { sendAll } from '../../../src/slack/delivery/send.ts';
import { AT, delivery, mouthWith, no, OLD, ok, request } from './send-stage.ts';

/** A card is sent `times` times, a while apart; where it was posted, what was asked and noted, and what the last one shows. */
async function carded(
  shared: DeliveryClient['shared'],
  { times = 1, apartMs = 0, channel = request.channel, refused = null as string | null } = {},
) {
  const notes: unknown[] = [];
  const closed = { codeOf: async () => refused, note: async (...note: unknown[]) => void notes.push(note) };
  const { sender, calls } = mouthWith(
    { shared, post: async (to) => ok({ channel: to.channel, ts: '2.1' }) },
    { store: { closed } },
  );
  let kind = '';
  for (let n = 0; n < times; n += 1)
    ({ kind } = await sendAll({ ...sender, now: () => AT + n * apartMs }, delivery({ channel })));
  const places = calls.post.map(([to]) => to.channel);
  return {
    kind,
    places,
    asked: calls.shared.length,
    notes,
    shown: JSON.stringify(calls.post.at(-1)?.[1].blocks),
    sender,
  };
}

const { channel } = request;

test('a channel that people of another company read gets no card: its requester does, who is told why', async () => {
  const { kind, places, notes, shown } = await carded(async () => ok(true), { refused: SHARED_CHANNEL });
  expect([kind, places, notes]).toEqual(['sent', ['D1'], [[channel, SHARED_CHANNEL, AT]]]);
  const { shown: elsewhere } = await carded(async () => ok(true));
  expect(shown).not.toBe(elsewhere);
});

test.each([
  ['is not shared', ok(false)],
  ['is one that Slack says nothing of', ok(null)],
  ['is one that the bot may not ask about', no('notAllowed', 'missing_scope', 'conversations.info')],
])('a channel that %s gets the card', async (_, answer) => {
  expect(await carded(async () => answer)).toMatchObject({ kind: 'sent', places: [channel], asked: 1 });
});

test.each([
  ['unreachable', 'ECONNREFUSED'],
  ['inDoubt', 'http_500'],
] as const)('while it is unknown who reads a channel (%s) the card waits', async (kind, code) => {
  const answer = no(kind, code, 'conversations.info');
  expect(await carded(async () => answer)).toMatchObject({ kind: 'trouble', places: [], notes: [] });
});

test('who reads a channel is asked once a minute, also after the clock was set back, and of a person never', async () => {
  const open = async () => ok(false);
  expect(await carded(open, { times: 3, apartMs: 29_000 })).toMatchObject({ asked: 1 });
  expect(await carded(open, { times: 3, apartMs: 30_000 })).toMatchObject({ asked: 2 });
  expect(await carded(open, { times: 2, apartMs: -3_600_000 })).toMatchObject({ asked: 2 });
  expect(await carded(open, { channel: request.requester })).toMatchObject({ asked: 0, places: ['D1'] });
  expect(await carded(async () => ok(true), { times: 2 })).toMatchObject({ asked: 1, places: ['D1', 'D1'] });
  // What Slack did not say is not remembered.
  expect(await carded(async () => no('notAllowed', 'x'), { times: 2 })).toMatchObject({ asked: 2 });
});

test('of a thousand channels it is remembered who reads them', async () => {
  const { sender, calls } = mouthWith();
  for (let n = 0; n < 1_000; n += 1) sender.shared.set(`C${n}`, { at: AT, is: false });
  await sendAll(sender, delivery());
  expect([sender.shared.size, sender.shared.has('C0'), sender.shared.has('C1')]).toEqual([1_000, false, true]);
  await sendAll(sender, delivery({ channel: 'C1' }));
  expect(calls.shared).toHaveLength(1);
});

test('while Slack asks for patience nobody is asked who reads a channel, and the card waits', async () => {
  const { sender, calls } = mouthWith();
  sender.rateLimiter.refused('conversations.info', 7_000, AT);
  expect(await sendAll(sender, delivery())).toMatchObject({ kind: 'trouble', method: 'conversations.info' });
  expect([calls.shared, calls.post]).toEqual([[], []]);
  // What stands is edited without a question.
  expect((await sendAll(sender, delivery({ card: OLD }))).kind).toBe('sent');
});

test('a card that moves, because others read its channel since, uses a turn of the edits, and stays while it cannot be edited', async () => {
  const { sender } = mouthWith({ shared: async () => ok(true) });
  expect((await sendAll(sender, delivery({ card: OLD }))).kind).toBe('sent');
  expect(sender.rateLimiter.full(AT).resting).toEqual([delivery().id]);
  const away = mouthWith({ shared: async () => ok(true), edit: async () => no('unreachable', 'ECONNREFUSED') });
  expect((await sendAll(away.sender, delivery({ card: OLD }))).kind).toBe('trouble');
  expect(away.calls.post).toEqual([]);
});
