import { describe, expect, test } from 'vitest';
import type { Request } from '../../../src/core/request/request.ts';
import { PEOPLE, sampleAsked, sampleDecided } from '../../../src/sandbox/gallery/request/approval-samples.ts';
import type { DeliveryClient } from '../../../src/slack/delivery/delivery-client.ts';
import { sendAll } from '../../../src/slack/delivery/send.ts';
import { channelOf, linkTo } from '../../../src/slack/delivery/sender.ts';
import type { Delivery } from '../../../src/store/store.ts';
import { AT, delivery, mouthWith, no, OLD, ok, request, TO_REQUESTER } from './send-stage.ts';

const toRequester = (over: Partial<Delivery> = {}) => delivery({ ...TO_REQUESTER, ...over });

test('the conversation with a person is opened once, however much is said there', async () => {
  const { sender, calls } = mouthWith();
  for (let n = 0; n < 2; n += 1) expect((await sendAll(sender, toRequester())).kind).toBe('sent');
  expect(calls.openDm).toEqual([[request.requester]]);
  expect(calls.post.map(([to]) => to)).toEqual(Array(2).fill({ channel: 'D1', threadTs: null }));
});

test.each([
  ['notAllowed', 'missing_scope'],
  ['refused', 'brand_new'],
] as const)(
  'where the conversation may not be opened (%s %s) the person is written to by their id',
  async (kind, code) => {
    const { sender, calls } = mouthWith({ openDm: async () => no(kind, code, 'conversations.open') });
    expect((await sendAll(sender, toRequester())).kind).toBe('sent');
    expect(calls.post.map(([to]) => to)).toEqual([{ channel: request.requester, threadTs: null }]);
    // The right may have been given since.
    await channelOf(sender, request.requester);
    expect(calls.openDm).toHaveLength(2);
  },
);

test.each([
  ['notAllowed', 'invalid_auth'],
  ['unreachable', 'ECONNREFUSED'],
  ['inDoubt', 'http_503'],
] as const)(
  'a conversation that cannot be opened now (%s) delays the message, and leaves nothing in doubt',
  async (kind, code) => {
    const { sender, calls } = mouthWith({ openDm: async () => no(kind, code, 'conversations.open') });
    for (const message of [toRequester(), delivery({ channel: request.requester })])
      expect(await sendAll(sender, message)).toEqual({
        kind: 'trouble',
        trouble: { kind, code },
        method: 'conversations.open',
        inDoubt: false,
      });
    expect(calls.post).toEqual([]);
  },
);

test('while Slack asks to open no direct messages none is opened', async () => {
  const { sender, calls } = mouthWith();
  sender.rateLimiter.refused('conversations.open', 7_000, sender.now());
  const outcome = await sendAll(sender, toRequester());
  expect(outcome).toMatchObject({
    kind: 'trouble',
    inDoubt: false,
    trouble: { kind: 'slowDown', retryAfterMs: 7_000 },
  });
  expect([calls.openDm, calls.post]).toEqual([[], []]);
});

test.each(['openDm', 'post'] as const)('a person who is not there (%s) is given up with the reason', async (what) => {
  const { sender } = mouthWith({ [what]: async () => no('noSuchPlace', 'user_disabled') });
  expect(await sendAll(sender, toRequester())).toEqual({ kind: 'never', reason: 'user_disabled' });
  const other = mouthWith({ [what]: async () => no('inDoubt', 'http_500') });
  expect((await sendAll(other.sender, toRequester())).kind).toBe('trouble');
});

test('an owner is told nothing of an instance that nobody has', async () => {
  const { sender, calls } = mouthWith({}, { store: { instancesOf: async () => [] } });
  const given = { kind: 'dm', requestId: request.id, user: request.requester, about: 'owner' } as const;
  const about = { instanceId: 'r-1-1', name: 'web', owner: request.requester, was: 'U1', by: 'U2' };
  const outcome = await sendAll(sender, toRequester({ messages: [{ ...given, ...about }] }));
  expect([outcome, calls.post]).toEqual([{ kind: 'needless' }, []]);
});

test.each([
  ['https://sandbox.slack.com/', 'C1', 'https://sandbox.slack.com/archives/C1/p1000001', 1],
  ['https://sandbox.slack.com/', 'D1', null, 0],
  ['http://sandbox.slack.com/', 'C1', null, 2],
  ['file:///etc/https://', 'C1', null, 2],
  [null, 'C1', null, 2],
] as const)('in the workspace %s a card in %s is linked to as %s', async (url, channel, link, asked) => {
  const { sender, calls } = mouthWith({ workspace: async () => ok(url) });
  const card = { channel, ts: '1.000001' };
  expect([await linkTo(sender, card), await linkTo(sender, card)]).toEqual([link, link]);
  // The address is asked for until it is known.
  expect(calls.workspace).toHaveLength(asked);
  expect(await linkTo(sender, null)).toBeNull();
});

test('a link costs nothing while Slack does not tell the address of the workspace', async () => {
  const { sender, calls } = mouthWith({ workspace: async () => no('inDoubt', 'http_500', 'auth.test') });
  expect(await linkTo(sender, OLD)).toBeNull();
  sender.rateLimiter.refused('auth.test', 7_000, sender.now());
  expect(await linkTo(sender, OLD)).toBeNull();
  expect(calls.workspace).toHaveLength(1);
});

const { marcus, ines } = PEOPLE;
const waiting = (id: string, over: Parameters<typeof sampleAsked>[0] = {}) => ({ ...sampleAsked(over), id });

/** What comes of a message to Marcus about `second`, which his one ask shows after `first`. */
async function nudged(
  about: 'reminder' | 'escalation' | 'again',
  first: ReturnType<typeof waiting> | null,
  second = waiting('r-2', { approval: { escalateTo: [marcus] } }),
  existing: Delivery['existing'] = null,
) {
  const all = [second, ...(first === null ? [] : [first])];
  const { sender, calls } = mouthWith(
    {},
    { store: { request: async (id) => all.find((one) => one.id === id) ?? null } },
  );
  const messages = [{ kind: 'dm', requestId: second.id, user: marcus, about }] as const;
  const to = { kind: 'dm', requestId: second.id, messages, channel: marcus } as const;
  const outcome = await sendAll(sender, delivery({ ...to, askedWith: ['r-1'], existing }));
  return outcome.kind === 'sent' && calls.post.length + calls.edit.length === 0 ? 'unchanged' : outcome.kind;
}

const voted = { votes: [{ by: marcus }] };
const othersVote = { votes: [{ by: ines }] };
const toMarcus = { escalateTo: [marcus] };
const decided = (over: Parameters<typeof sampleAsked>[0] = {}) => ({ ...sampleDecided('denied', over), id: 'r-1' });

test.each<[string, Parameters<typeof nudged>[0], ReturnType<typeof waiting> | null, string]>([
  ['the first one is to be reminded of too', 'reminder', waiting('r-1'), 'needless'],
  ['the first one is escalated to him too', 'escalation', waiting('r-1', { approval: toMarcus }), 'needless'],
  ['he has agreed to the first one', 'reminder', waiting('r-1', { approval: voted }), 'sent'],
  ['somebody else has agreed to the first one', 'reminder', waiting('r-1', { approval: othersVote }), 'needless'],
  ['the first one was escalated and is decided', 'escalation', decided({ approval: toMarcus }), 'sent'],
  ['the first one is decided', 'reminder', decided(), 'sent'],
  ['of the first one nobody is reminded', 'reminder', waiting('r-1', { approval: { remindAt: null } }), 'sent'],
  ['the first one is escalated to others', 'escalation', waiting('r-1', { approval: { escalateTo: [ines] } }), 'sent'],
  [
    'the first one is escalated later',
    'escalation',
    waiting('r-1', { approval: { ...toMarcus, escalateAt: 9 } }),
    'sent',
  ],
  ['of the first one nothing is known', 'reminder', null, 'sent'],
  ['each is to be agreed to again', 'again', waiting('r-1', { approval: toMarcus }), 'sent'],
])(
  'of two requests that one message asks about, a message about the second is right: %s',
  async (_, about, first, is) => {
    expect(await nudged(about, first)).toBe(is);
  },
);

test('a reminder that stands is brought up to date, whatever else waits', async () => {
  expect(await nudged('reminder', waiting('r-1'), undefined, OLD)).toBe('sent');
});

test('nobody is reminded for the first time of what they agreed to, or of what is decided', async () => {
  expect(await nudged('reminder', null, waiting('r-2', { approval: voted }))).toBe('needless');
  expect(await nudged('reminder', null, { ...sampleDecided('approved'), id: 'r-2' })).toBe('needless');
});

test('a reminder that somebody deleted is not brought back, and who cannot be reminded is given up', async () => {
  const approval = { escalateTo: [marcus] };
  const store = { request: async () => waiting('r-2', { approval }) };
  const messages = [{ kind: 'dm', requestId: 'r-2', user: marcus, about: 'reminder' }] as const;
  const reminder = (existing: Delivery['existing']) => delivery({ kind: 'dm', channel: marcus, messages, existing });
  const gone = mouthWith({ edit: async () => no('messageGone', 'message_not_found') }, { store });
  expect(await sendAll(gone.sender, reminder(OLD))).toEqual({ kind: 'needless' });
  expect(gone.calls.post).toEqual([]);
  const away = mouthWith({ post: async () => no('noSuchPlace', 'user_disabled', 'chat.postMessage') }, { store });
  expect(await sendAll(away.sender, reminder(null))).toEqual({ kind: 'never', reason: 'user_disabled' });
  const later = mouthWith({ post: async () => no('unreachable', 'ECONNREFUSED', 'chat.postMessage') }, { store });
  expect(await sendAll(later.sender, reminder(null))).toMatchObject({ kind: 'trouble' });
});

test('what stands is edited as long as it may change, and once more when it is over for good', async () => {
  const messages = [{ kind: 'dm', requestId: 'r-1', user: marcus, about: 'reminder' }] as const;
  const standing = delivery({ kind: 'dm', channel: marcus, messages, existing: OLD });
  const shown = async (request: ReturnType<typeof waiting>) => {
    const { sender, calls } = mouthWith({}, { store: { request: async () => request } });
    const outcome = await sendAll(sender, standing);
    return [outcome, calls.edit.length];
  };
  const sent = { kind: 'sent', at: OLD, found: false };
  expect(await shown(waiting('r-1'))).toEqual([{ ...sent, isLast: false }, 1]);
  // A vote may have to be given again.
  expect(await shown(waiting('r-1', { approval: voted }))).toEqual([{ ...sent, isLast: false }, 1]);
  expect(await shown(decided())).toEqual([{ ...sent, isLast: true }, 1]);
});

const REMINDER = { kind: 'dm', messages: [{ kind: 'dm', requestId: 'r-1', user: marcus, about: 'reminder' }] } as const;
const ASK = { kind: 'ask', messages: [{ kind: 'ask', requestId: 'r-1', to: marcus }] } as const;

describe.each([
  ['an ask', ASK],
  ['a reminder', REMINDER],
] as const)('%s of which it is unknown whether Slack has it', (_, what) => {
  const doubtful = delivery({ ...what, requestId: 'r-1', channel: marcus, mayHaveBeenSent: true });
  const tried = async (is: ReturnType<typeof waiting>, find: DeliveryClient['find']) => {
    const { sender, calls } = mouthWith({ find }, { store: { request: async () => is } });
    const outcome = await sendAll(sender, doubtful);
    for (const [where, id] of calls.find)
      expect([where, id]).toEqual([{ channel: 'D1', threadTs: null, since: AT - 900_000 }, doubtful.id]);
    return { outcome, posts: calls.post.length, edits: calls.edit.map(([at]) => at), finds: calls.find.length };
  };

  test.each([
    ['is not there', async () => ok(null)],
    ['cannot be looked for', async () => no('notAllowed', 'missing_scope', 'conversations.history')],
  ] as const)('is not posted once its request is decided, if it %s', async (__, find) => {
    expect(await tried(decided(), find)).toEqual({ outcome: { kind: 'needless' }, posts: 0, edits: [], finds: 1 });
    expect(await tried(waiting('r-1'), find)).toMatchObject({ outcome: { kind: 'sent' }, posts: 1, finds: 1 });
  });

  test('is edited where it is found, and says what is true now', async () => {
    for (const is of [decided(), waiting('r-1')])
      expect(await tried(is, async () => ok(OLD))).toMatchObject({
        outcome: { kind: 'sent', at: OLD },
        ...{ posts: 0, edits: [OLD], finds: 1 },
      });
  });

  test('is not looked for where it stands already: then the doubt is about an edit', async () => {
    const { sender, calls } = mouthWith({}, { store: { request: async () => waiting('r-1') } });
    expect(await sendAll(sender, { ...doubtful, existing: OLD })).toMatchObject({ kind: 'sent', at: OLD });
    expect([calls.find.length, calls.edit.length]).toEqual([0, 1]);
  });

  test('stays in doubt while Slack does not say', async () => {
    for (const is of [decided(), waiting('r-1')])
      expect(await tried(is, async () => no('inDoubt', 'http_500', 'conversations.history'))).toMatchObject({
        outcome: { kind: 'trouble', inDoubt: true },
        ...{ posts: 0, edits: [] },
      });
  });
});

describe('an ask', () => {
  const first = { ...waiting('r-1'), card: { channel: 'C07FIRST001', ts: '1.1' } };
  const second = { ...waiting('r-2'), card: { channel: 'C07SECOND02', ts: '2.2' } };

  async function asked(
    requests: readonly Request[],
    client: Partial<DeliveryClient> = {},
    over: Partial<Delivery> = {},
  ) {
    const find = async (id: string) => requests.find((one) => one.id === id) ?? null;
    const { sender, calls } = mouthWith(
      { workspace: async () => ok('https://t.slack.com/'), ...client },
      { store: { request: find } },
    );
    const of = { ...ASK, id: 'r-1:ask:1', requestId: 'r-1', others: ['r-2', 'r-3'], channel: marcus, ...over };
    const outcome = await sendAll(sender, delivery(of));
    const { text = '', blocks } = calls.post.at(-1)?.[1] ?? {};
    return { outcome, text, shown: JSON.stringify(blocks), posts: calls.post.length, sender, of };
  }

  test('shows each request that it is about, with a link to its card', async () => {
    const both = await asked([first, second]);
    expect(both).toMatchObject({ outcome: { kind: 'sent' }, posts: 1 });
    const link = (id: string, ts: string) => `https://t.slack.com/archives/${id}/p${ts}`;
    for (const part of [link('C07FIRST001', '11'), link('C07SECOND02', '22'), '"r-1/1"', '"r-2/1"'])
      expect(both.shown).toContain(part);
    const alone = await asked([first]);
    expect(alone.shown).toContain(link('C07FIRST001', '11'));
    expect(alone.shown).not.toContain('r-2');
    expect([alone, both].map(({ text }) => text)).toEqual([
      expect.stringMatching(/^Approval requested: 1 ×/u),
      expect.stringMatching(/2 requests/u),
    ]);
    expect((await asked([{ ...first, card: null }])).shown).not.toContain('https:');
    // Without the first, and where one needs no approval, it is about the others.
    const other = await asked([{ ...first, approval: null }, second]);
    expect(other.shown).toContain(link('C07SECOND02', '22'));
    expect(other.shown).not.toContain('"r-1/1"');
  });

  test('is sent while any of its requests waits, and about none that is known it is given up', async () => {
    expect((await asked([decided(), second])).outcome.kind).toBe('sent');
    const over = { ...decided(), id: 'r-2' };
    expect((await asked([decided(), over])).outcome).toEqual({ kind: 'needless' });
    for (const none of [[], [{ ...first, approval: null }]])
      expect((await asked(none)).outcome).toEqual({ kind: 'never', reason: 'unknown_request' });
  });

  test('is given up with the reason where nobody can be written to, and else tried again', async () => {
    const post = async () => no('noSuchPlace', 'user_disabled', 'chat.postMessage');
    expect((await asked([first], { post })).outcome).toEqual({ kind: 'never', reason: 'user_disabled' });
    const later = async () => no('unreachable', 'ECONNREFUSED', 'chat.postMessage');
    expect((await asked([first], { post: later })).outcome.kind).toBe('trouble');
  });

  test('to a channel takes a turn of that channel, wherever the card stands', async () => {
    const { sender, of } = await asked([first], {}, { channel: 'C07PLATFRM2' });
    for (let n = 0; n < 3; n += 1) sender.rateLimiter.post('C07FIRST001', AT);
    expect((await sendAll(sender, delivery({ ...of, card: first.card, existing: null }))).kind).toBe('sent');
  });

  test('that somebody deleted is posted again while the request waits, but not once it is decided', async () => {
    const edit = async () => no('messageGone', 'message_not_found');
    const { outcome, posts, sender, of } = await asked([first], { edit }, { existing: OLD });
    expect([outcome.kind, posts]).toEqual(['sent', 1]);
    for (let n = 0; n < 2; n += 1) sender.rateLimiter.post(marcus, sender.now());
    sender.looks.clear();
    const later = { ...sender, now: () => AT + 950 };
    expect(await sendAll(later, delivery({ ...of, existing: OLD }))).toEqual({ kind: 'wait', ms: 50 });
    const over = await asked([decided()], { edit }, { existing: OLD });
    expect([over.outcome, over.posts]).toEqual([{ kind: 'needless' }, 0]);
  });
});
