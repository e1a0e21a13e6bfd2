import { expect, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { sampleState } from '../../../src/sandbox/gallery/samples.ts';
import { sendAll } from '../../../src/slack/delivery/send.ts';
import { StoreUnavailable } from '../../../src/store/store.ts';
import { AT, delivery, instances, LINE, mouthWith, NEW, no, OLD, ok, request } from './send-stage.ts';

const CARD = delivery({ card: OLD });

test('a card that looks as it did is not edited, and one that looks different or is elsewhere is', async () => {
  let rows = instances;
  let now = AT;
  const { sender, calls } = mouthWith({}, { store: { instancesOf: async () => rows } });
  const patient = { ...sender, now: () => now };
  const edits = async (card = CARD) => {
    now += 60_000;
    expect(await sendAll(patient, card)).toMatchObject({ kind: 'sent', found: false, at: card.existing });
    return calls.edit.length;
  };
  // Of the first one nothing is remembered: it may look different.
  expect([await edits(), await edits()]).toEqual([1, 1]);
  rows = sampleState(1, ['running']).instances;
  expect([await edits(), await edits(), await edits(delivery({ card: NEW }))]).toEqual([2, 2, 3]);
  expect(calls.post).toEqual([]);
});

test('a card that looks as it did takes no turn of those that are edited', async () => {
  const { sender, calls } = mouthWith();
  expect(await sendAll(sender, CARD)).toEqual({ kind: 'sent', at: OLD, found: false });
  for (let n = 0; n < 60; n += 1)
    expect(await sendAll(sender, CARD)).toEqual({ kind: 'sent', at: OLD, found: false, isUnchanged: true });
  expect(calls.edit).toHaveLength(1);
});

test('a card waits while all edits are used up', async () => {
  const { sender, calls } = mouthWith();
  for (let n = 0; n < 40; n += 1) sender.rateLimiter.edit(`r-${n}`, true, AT);
  expect(await sendAll(sender, CARD)).toEqual({ kind: 'wait', ms: 1_715 });
  expect(calls.edit).toEqual([]);
});

test('a card that could not be posted is not remembered as shown', async () => {
  const { sender } = mouthWith({ post: async () => no('inDoubt', 'http_500', 'chat.postMessage') });
  await sendAll(sender, delivery());
  expect(sender.looks.size).toBe(0);
});

test('a card that was posted is not edited to look as it does', async () => {
  const { sender, calls } = mouthWith();
  expect(await sendAll(sender, delivery())).toMatchObject({ kind: 'sent', at: NEW });
  expect(await sendAll(sender, delivery({ card: NEW }))).toMatchObject({ kind: 'sent', at: NEW });
  expect([calls.post.length, calls.edit.length]).toEqual([1, 0]);
});

test.each([
  ['messageGone', 'cant_update_message'],
  ['noSuchPlace', 'not_in_channel'],
] as const)('a card that cannot be edited any more (%s) is posted anew, in its turn', async (kind, code) => {
  const { sender, calls } = mouthWith({ edit: async () => no(kind, code) });
  expect(await sendAll(sender, CARD)).toEqual({ kind: 'sent', at: NEW, found: false });
  for (let n = 0; n < 2; n += 1) sender.rateLimiter.post(request.channel, AT);
  sender.looks.clear();
  const later = { ...sender, now: () => AT + 950 };
  expect(await sendAll(later, CARD)).toEqual({ kind: 'wait', ms: 50 });
  expect(calls.post).toHaveLength(1);
});

test.each(['unreachable', 'inDoubt', 'notAllowed', 'refused'] as const)(
  'a card that could not be edited (%s) is tried again, and not posted anew',
  async (kind) => {
    let fails = true;
    const { sender, calls } = mouthWith({ edit: async (at) => (fails ? no(kind, 'why') : ok(at)) });
    expect(await sendAll(sender, CARD)).toMatchObject({ kind: 'trouble', trouble: { kind }, inDoubt: false });
    fails = false;
    expect(await sendAll({ ...sender, now: () => AT + 5_000 }, CARD)).toMatchObject({ kind: 'sent' });
    expect([calls.edit.length, calls.post.length]).toEqual([2, 0]);
  },
);

test('what two thousand cards show is remembered, and of older ones it is forgotten', async () => {
  const { sender, calls } = mouthWith();
  const shown = (id: string) => sender.looks.has(id);
  for (let n = 1; n <= 1_999; n += 1) sender.looks.set(`r-${n}`, '');
  await sendAll(sender, delivery());
  expect([sender.looks.size, shown('r-1'), shown(request.id)]).toEqual([2_000, true, true]);
  sender.looks.set('r-2000', '');
  // Shown again, it is not among the oldest any more.
  await sendAll(sender, delivery());
  expect([sender.looks.size, shown('r-1'), shown('r-2'), shown(request.id)]).toEqual([2_000, false, true, true]);
  expect(calls.post).toHaveLength(2);
});

/** The channels that are noted as closed, or as open again, by a post that comes to this. */
async function noted(answer: ReturnType<typeof no> | null, known: string | null, fails: Error | null = null) {
  const notes: unknown[] = [];
  const closed = {
    codeOf: async () => known,
    note: async (...note: unknown[]) => {
      if (fails !== null) throw fails;
      notes.push(note);
    },
  };
  const post = async ({ channel }: { channel: string }) => (channel === 'D1' || answer === null ? ok(NEW) : answer);
  const { sender, calls } = mouthWith({ post }, { store: { closed } });
  const { kind } = await sendAll(sender, delivery());
  return { notes, kind, posts: calls.post.map(([{ channel }]) => channel) };
}

const { channel } = request;

test.each([
  ['noSuchPlace', 'is_archived'],
  ['refused', 'external_posting_limited'],
] as const)('a channel that takes no card (%s) is noted, and the card goes to the requester', async (kind, code) => {
  const closed = no(kind, code, 'chat.postMessage');
  expect(await noted(closed, null)).toEqual({ notes: [[channel, code, AT]], kind: 'sent', posts: [channel, 'D1'] });
});

test('a channel that takes a card again is noted as open, once, and one that was open is not noted', async () => {
  expect((await noted(null, 'is_archived')).notes).toEqual([[channel, null, AT]]);
  expect((await noted(null, null)).notes).toEqual([]);
});

test('trouble that passes says nothing of the channel, and sends nothing to the requester', async () => {
  const away = no('unreachable', 'ECONNREFUSED', 'chat.postMessage');
  expect(await noted(away, 'is_archived')).toEqual({ notes: [], kind: 'trouble', posts: [channel] });
});

test('a card counts as sent even if what it says of its channel cannot be noted', async () => {
  expect(await noted(null, 'is_archived', new StoreUnavailable('away'))).toMatchObject({ kind: 'sent' });
  await expect(noted(null, 'is_archived', new Error('broken'))).rejects.toThrow('broken');
});

test('in the conversation with a person no channel is noted', async () => {
  const notes: unknown[] = [];
  const closed = { codeOf: async () => 'is_archived', note: async (...note: unknown[]) => void notes.push(note) };
  const { sender } = mouthWith({ post: async () => ok(NEW) }, { store: { closed } });
  expect((await sendAll(sender, delivery({ channel: request.requester }))).kind).toBe('sent');
  expect(notes).toEqual([]);
});

test('a card that neither its channel nor, right now, the requester can be shown is tried again', async () => {
  const post = async ({ channel: to }: { channel: string }) =>
    to === 'D1' ? no('unreachable', 'ECONNREFUSED', 'chat.postMessage') : no('noSuchPlace', 'is_archived');
  const { sender } = mouthWith({ post });
  expect(await sendAll(sender, delivery())).toMatchObject({ kind: 'trouble', trouble: { kind: 'unreachable' } });
});

test('while Slack asks for patience nothing is edited, also not what an earlier try has posted', async () => {
  const { sender, calls } = mouthWith({ find: async () => ok(NEW) });
  sender.rateLimiter.refused('chat.update', 7_000, AT);
  const doubtful = delivery({ mayHaveBeenSent: true, firstTriedAt: AT });
  expect(await sendAll(sender, doubtful)).toMatchObject({
    ...{ kind: 'trouble', method: 'chat.update', inDoubt: true },
    trouble: { kind: 'slowDown', retryAfterMs: 7_000 },
  });
  expect(calls.edit).toEqual([]);
});

test('while Slack asks for patience nothing is posted in another place either', async () => {
  const { sender, calls } = mouthWith({
    post: async () => {
      sender.rateLimiter.refused('chat.postMessage', 7_000, AT);
      return no('noSuchPlace', 'is_archived', 'chat.postMessage');
    },
  });
  expect(await sendAll(sender, delivery())).toEqual({ kind: 'wait', ms: 7_000 });
  expect(calls.post).toHaveLength(1);
});

test('a card that goes to the requester takes a turn of their conversation, as do the lines below it', async () => {
  const { sender } = mouthWith({
    post: async ({ channel: to }) => (to === 'D1' ? ok(NEW) : no('noSuchPlace', 'is_archived', 'chat.postMessage')),
  });
  const cardOf = (n: number) => sendAll(sender, delivery({ channel: `C07CLOSED${n}` }));
  for (let n = 0; n < 3; n += 1) expect((await cardOf(n)).kind).toBe('sent');
  expect(await cardOf(3)).toEqual({ kind: 'wait', ms: 1_000 });
  const below = { ...delivery({ card: { channel: 'D1', ts: '2.000001' } }), existing: null, ...LINE };
  expect(await sendAll(sender, below)).toEqual({ kind: 'wait', ms: 1_000 });
});

test('the lines below a card that was asked for in direct messages take turns of that conversation, also after a restart', async () => {
  const { sender } = mouthWith();
  for (let n = 0; n < 3; n += 1) sender.rateLimiter.post(request.requester, AT);
  const card = { channel: 'D9', ts: '2.000001' };
  const below = { ...delivery({ card, channel: request.requester }), existing: null, ...LINE };
  expect(await sendAll(sender, below)).toEqual({ kind: 'wait', ms: 1_000 });
});

test('what somebody has deleted is not taken for what it once showed', async () => {
  let rows = instances;
  let isGone = false;
  const { sender, calls } = mouthWith(
    { edit: async (at) => (isGone ? no('messageGone', 'message_not_found') : ok(at)) },
    { store: { instancesOf: async () => rows } },
  );
  const at = (seconds: number) => ({ ...sender, now: () => AT + seconds * 1_000 });
  expect((await sendAll(at(0), CARD)).kind).toBe('sent');
  isGone = true;
  rows = sampleState(1, ['running']).instances;
  for (let n = 0; n < 3; n += 1) sender.rateLimiter.post(request.channel, AT + 10_000);
  expect((await sendAll(at(10), CARD)).kind).toBe('wait');
  rows = instances;
  expect(await sendAll(at(20), CARD)).toMatchObject({ kind: 'sent', at: NEW });
  expect(calls.post).toHaveLength(1);
});

test('the log says which message goes another way, and why', async () => {
  const lines: unknown[] = [];
  const noting = (fields: object, sentence: string) => void lines.push([fields, sentence]);
  const log = { ...silentLog, warn: noting, error: noting };
  const about = { requestId: request.id, kind: 'card' };
  await sendAll(mouthWith({ edit: async () => no('messageGone', 'cant_update_message') }, { log }).sender, CARD);
  const elsewhere = async ({ channel: to }: { channel: string }) =>
    to === 'D1' ? ok(NEW) : no('noSuchPlace', 'is_archived');
  await sendAll(mouthWith({ post: elsewhere }, { log }).sender, delivery());
  await sendAll(
    mouthWith({ edit: async (at, { blocks }) => (blocks.length > 0 ? no('tooMuch', 'long') : ok(at)) }, { log }).sender,
    CARD,
  );
  expect(lines).toEqual([
    [{ ...about, code: 'cant_update_message' }, expect.stringContaining('cannot be edited')],
    [{ requestId: request.id, channel, code: 'is_archived' }, expect.stringContaining('to the requester')],
    [{ ...about, code: 'long' }, expect.stringContaining('the text alone')],
  ]);
});
