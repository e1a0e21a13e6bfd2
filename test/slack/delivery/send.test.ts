import { expect, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { MAX_NAMES_LISTED } from '../../../src/core/request/name-ranges.ts';
import { sampleNote } from '../../../src/sandbox/gallery/samples.ts';
import { sendAll } from '../../../src/slack/delivery/send.ts';
import { AT, delivery, LINE, mouthWith, NEW, no, OLD, ok, REMINDER, request, TO_REQUESTER } from './send-stage.ts';

test('a card that cannot be edited any more is not taken for its own successor', async () => {
  const { sender, calls } = mouthWith({
    edit: async () => no('messageGone', 'cant_update_message'),
    find: async () => ok(OLD),
  });
  const outcome = await sendAll(sender, delivery({ card: OLD, mayHaveBeenSent: true, firstTriedAt: 1 }));
  expect(outcome).toEqual({ kind: 'sent', at: NEW, found: false });
  expect(calls.post).toHaveLength(1);
});

test('where Slack refuses the blocks the text alone is sent', async () => {
  const { sender, calls } = mouthWith({
    post: async (_, { blocks }) => (blocks.length > 0 ? no('tooMuch', 'msg_blocks_too_long') : ok(NEW)),
    edit: async (at, { blocks }) => (blocks.length > 0 ? no('tooMuch', 'msg_blocks_too_long') : ok(at)),
  });
  expect((await sendAll(sender, delivery())).kind).toBe('sent');
  sender.looks.clear();
  expect((await sendAll(sender, delivery({ card: NEW }))).kind).toBe('sent');
  for (const posts of [calls.post, calls.edit].map((each) => each.map(([, post]) => post))) {
    expect(posts.map(({ blocks }) => blocks.length > 0)).toEqual([true, false]);
    expect(posts[1]?.text).toContain('ecs.g7.large');
  }
});

test('a card that nobody can be shown is given up with the reason of the channel', async () => {
  const { sender } = mouthWith({ post: async () => no('noSuchPlace', 'is_archived') });
  expect(await sendAll(sender, delivery())).toEqual({ kind: 'never', reason: 'is_archived' });
});

test('while the history cannot be read for a moment nothing is sent', async () => {
  const { sender, calls } = mouthWith({ find: async () => no('inDoubt', 'http_503') });
  const outcome = await sendAll(sender, delivery({ mayHaveBeenSent: true, firstTriedAt: 1 }));
  expect(outcome).toMatchObject({ kind: 'trouble', inDoubt: true });
  expect(calls.post).toEqual([]);
});

test('what was found and cannot be brought up to date stays in doubt, so that it is looked for again', async () => {
  const { sender, calls } = mouthWith({
    find: async () => ok(NEW),
    edit: async () => no('unreachable', 'ECONNREFUSED'),
  });
  const outcome = await sendAll(sender, delivery({ mayHaveBeenSent: true, firstTriedAt: 1 }));
  expect(outcome).toMatchObject({ kind: 'trouble', inDoubt: true });
  expect(calls.post).toEqual([]);
});

test('while Slack asks to leave the history alone nothing is looked for, and nothing is sent', async () => {
  const { sender, calls } = mouthWith();
  sender.rateLimiter.refused('conversations.history', 7_000, sender.now());
  const outcome = await sendAll(sender, delivery({ mayHaveBeenSent: true, firstTriedAt: 1 }));
  expect(outcome).toEqual({
    kind: 'trouble',
    method: 'conversations.history',
    inDoubt: true,
    trouble: { kind: 'slowDown', code: 'ratelimited', retryAfterMs: 7_000 },
  });
  expect([calls.find, calls.post]).toEqual([[], []]);
});

test('what may be in Slack is looked for where it would be, from a quarter of an hour before its first try, and is not sent again', async () => {
  const { sender, calls } = mouthWith({ find: async () => ok(NEW) });
  const doubtful = { mayHaveBeenSent: true, firstTriedAt: AT - 600_000 };
  const thread = { ...delivery({ ...doubtful, card: OLD }), id: 'r-1:thread:1', existing: null, ...LINE };
  expect(await sendAll(sender, thread)).toEqual({ kind: 'sent', at: NEW, found: true });
  expect(await sendAll(sender, delivery({ ...doubtful, firstTriedAt: null }))).toMatchObject({
    kind: 'sent',
    found: true,
  });
  const { channel } = request;
  expect(calls.find).toEqual([
    [{ channel, threadTs: OLD.ts, since: AT - 1_500_000 }, 'r-1:thread:1'],
    [{ channel, threadTs: null, since: AT - 900_000 }, `${request.id}:card`],
  ]);
  expect(calls.post).toEqual([]);
  // A card that was found shows the state of that try, so it is brought up to date.
  expect(calls.edit.map(([at]) => at)).toEqual([NEW]);
});

test('what was tried at a later hour, before the clock was set back, is looked for in all of the history', async () => {
  const { sender, calls } = mouthWith({ find: async () => ok(NEW) });
  await sendAll(sender, delivery({ mayHaveBeenSent: true, firstTriedAt: AT + 3 * 3_600_000 }));
  expect(calls.find.map(([{ since }]) => since)).toEqual([0]);
});

test('where the history may not be read at all the message is sent, perhaps twice, and the log says so', async () => {
  const lines: unknown[] = [];
  const log = { ...silentLog, warn: (...line: unknown[]) => void lines.push(line) };
  const { sender, calls } = mouthWith({ find: async () => no('notAllowed', 'missing_scope') }, { log });
  expect(await sendAll(sender, delivery({ mayHaveBeenSent: true }))).toMatchObject({ kind: 'sent', found: false });
  expect(calls.post).toHaveLength(1);
  expect(lines).toEqual([
    [{ requestId: request.id, kind: 'card', code: 'missing_scope' }, expect.stringContaining('posted twice')],
  ]);
});

test.each([
  ['a post without an answer', 'post', 'inDoubt', true],
  ['a post that never left', 'post', 'unreachable', false],
  ['a post that is not accepted', 'post', 'notAllowed', false],
  ['an edit without an answer', 'edit', 'inDoubt', false],
] as const)('%s is in doubt only where Slack may show what the store does not know', async (_, what, kind, inDoubt) => {
  const method = what === 'post' ? 'chat.postMessage' : 'chat.update';
  const { sender } = mouthWith({ [what]: async () => no(kind, 'why', method) });
  const outcome = await sendAll(sender, delivery({ card: what === 'edit' ? OLD : null }));
  expect(outcome).toEqual({ kind: 'trouble', trouble: { kind, code: 'why' }, method, inDoubt });
});

test('a post takes a turn of the channel that it goes to, and an edit takes none', async () => {
  const { sender, calls } = mouthWith();
  const elsewhere = { channel: 'C07ELSEWHERE', ts: '3.000001' };
  const lines = { ...delivery({ card: elsewhere }), existing: null, ...LINE };
  for (let n = 0; n < 3; n += 1) expect((await sendAll(sender, lines)).kind).toBe('sent');
  expect(await sendAll(sender, lines)).toEqual({ kind: 'wait', ms: 1_000 });
  expect((await sendAll(sender, delivery())).kind).toBe('sent');
  expect((await sendAll(sender, delivery({ card: elsewhere, channel: elsewhere.channel }))).kind).toBe('sent');
  const toRequester = { ...delivery({ card: elsewhere }), existing: null, ...TO_REQUESTER };
  expect((await sendAll(sender, toRequester)).kind).toBe('sent');
  expect(calls.post.map(([, , mark]) => mark)).toEqual(Array(5).fill({ delivery: lines.id, request: request.id }));
  expect(calls.post.map(([{ channel, threadTs }]) => [channel, threadTs])).toEqual([
    ...Array(3).fill([elsewhere.channel, elsewhere.ts]),
    [request.channel, null],
    ['D1', null],
  ]);
});

test('what a newer version has written is left alone', async () => {
  const { sender, calls } = mouthWith();
  const later = [{ kind: 'dm', requestId: request.id, user: request.requester, about: 'later' }] as never;
  expect(await sendAll(sender, delivery({ messages: later }))).toEqual({ kind: 'unknown' });
  const lines = [...LINE.messages, ...later];
  expect(await sendAll(sender, delivery({ ...LINE, messages: lines }))).toEqual({ kind: 'unknown' });
  expect(calls.post).toEqual([]);
});

test('lines of a thread whose card is nowhere are given up, as is a card of no request', async () => {
  const { sender, calls } = mouthWith({}, { store: { request: async () => null } });
  expect(await sendAll(sender, delivery(LINE))).toEqual({ kind: 'never', reason: 'no_card' });
  for (const about of [{}, TO_REQUESTER, { ...TO_REQUESTER, ...REMINDER }])
    expect(await sendAll(sender, delivery(about))).toEqual({ kind: 'never', reason: 'unknown_request' });
  expect(calls.post).toEqual([]);
});

test.each([
  ['messageGone', 'thread_not_found', 1],
  ['noSuchPlace', 'is_archived', 1],
  ['refused', 'brand_new', 0],
  ['unreachable', 'ECONNREFUSED', 0],
] as const)('lines that cannot be posted (%s) bring their card back only if it is gone', async (kind, code, cards) => {
  const { sender, commits } = mouthWith({ post: async () => no(kind, code, 'chat.postMessage') });
  sender.looks.set(request.id, 'as it was');
  const outcome = await sendAll(sender, { ...delivery({ card: OLD }), existing: null, ...LINE });
  expect(outcome).toMatchObject({ kind: 'trouble', trouble: { kind, code } });
  const card = { messages: [{ kind: 'card', requestId: request.id }], at: AT };
  expect(commits).toEqual(Array(cards).fill(card));
  // What is forgotten is edited even if it would look the same.
  expect(sender.looks.size).toBe(1 - cards);
});

test('lines that name each server read neither the request nor its instances, and those that count them say where they are', async () => {
  const unread = () => Promise.reject(new Error('read'));
  const lines = (amount: number) => ({
    ...{ ...delivery({ card: OLD }), existing: null, kind: 'thread' as const },
    messages: Array.from({ length: amount }, (_, n) => ({
      ...{ kind: 'thread' as const, requestId: request.id },
      note: sampleNote('pending', n + 1, amount),
    })),
  });
  const { sender } = mouthWith({}, { store: { request: unread, instancesOf: unread } });
  for (const amount of [1, MAX_NAMES_LISTED]) expect((await sendAll(sender, lines(amount))).kind).toBe('sent');
  const { sender: reading, calls } = mouthWith({}, { store: { instancesOf: unread } });
  expect((await sendAll(reading, lines(MAX_NAMES_LISTED + 1))).kind).toBe('sent');
  expect(JSON.stringify(calls.post.at(-1)?.[1].blocks)).toContain(request.spec.region);
});

test('a card whose channel is shared since goes to the requester, and leaves no button and no fact behind', async () => {
  const { sender, calls } = mouthWith({ shared: async () => ok(true) });
  expect(await sendAll(sender, delivery({ card: OLD }))).toMatchObject({ kind: 'sent', at: NEW });
  expect(calls.edit.map(([at]) => at)).toEqual([OLD]);
  const [[, left] = []] = calls.edit;
  expect(left?.blocks.map(({ type }) => type)).toEqual(['section']);
  expect(JSON.stringify(left)).not.toContain(request.spec.instanceType);
  expect(calls.post.map(([to]) => to.channel)).toEqual(['D1']);
});

test('nothing is told in a thread that another company reads: the card is moved first', async () => {
  const { sender, calls, commits } = mouthWith({ shared: async () => ok(true) });
  const thread = { ...delivery({ card: OLD }), id: 'r-1:thread:1', existing: null, ...LINE };
  expect(await sendAll(sender, thread)).toMatchObject({ kind: 'trouble', trouble: { kind: 'noSuchPlace' } });
  expect(calls.post).toEqual([]);
  expect(commits).toMatchObject([{ messages: [{ kind: 'card', requestId: request.id }] }]);
});

test('a card that may be in Slack stays in doubt while Slack does not say whether its channel is shared', async () => {
  const { sender, calls } = mouthWith({ shared: async () => no('unreachable', 'ECONNREFUSED') });
  const doubtful = delivery({ mayHaveBeenSent: true, firstTriedAt: AT });
  expect(await sendAll(sender, doubtful)).toMatchObject({ kind: 'trouble', inDoubt: true });
  expect([calls.find, calls.post]).toEqual([[], []]);
});

test('a card that is there is kept up to date while Slack cannot say whether its channel is shared', async () => {
  const { sender, calls } = mouthWith();
  sender.rateLimiter.refused('conversations.info', 7_000, sender.now());
  expect(await sendAll(sender, delivery({ card: OLD }))).toMatchObject({ kind: 'sent', at: OLD });
  expect([calls.edit.length, calls.post.length]).toEqual([1, 0]);
});
