import { expect, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { sampleState } from '../../../src/sandbox/gallery/samples.ts';
import type { DeliveryClient, Sent } from '../../../src/slack/delivery/delivery-client.ts';
import { makeRateLimiter } from '../../../src/slack/delivery/rate-limiter.ts';
import { sendAll } from '../../../src/slack/delivery/send.ts';
import type { Sender } from '../../../src/slack/delivery/sender.ts';
import type { Post } from '../../../src/slack/kit/post.ts';
import type { SlackError } from '../../../src/slack/kit/slack-error.ts';
import type { Delivery } from '../../../src/store/store.ts';
import { ENGLISH } from '../../support/localizer.ts';

const { request, instances } = sampleState(1, ['pending']);
const OLD = { channel: request.channel, ts: '1.000001' };
const NEW = { channel: request.channel, ts: '2.000001' };

const ok = <T>(value: T): Sent<T> => ({ ok: true, value });
const no = (kind: Exclude<SlackError['kind'], 'slowDown'>, code: string): Sent<never> => ({
  ok: false,
  method: 'chat.update',
  trouble: { kind, code },
});

function mouthWith(client: Partial<DeliveryClient>): { sender: Sender; posted: Post[] } {
  const posted: Post[] = [];
  const fallback: DeliveryClient = {
    post: async (_, post) => {
      posted.push(post);
      return ok(NEW);
    },
    edit: async (at) => ok(at),
    workspace: async () => ok('https://sandbox.slack.com/'),
    openDm: async () => ok('D1'),
    find: async () => ok(null),
  };
  const sender: Sender = {
    store: {
      request: async () => request,
      instancesOf: async () => instances,
      eventsOf: async () => [],
      commit: async () => ({ ok: true, value: null }),
      closed: { codeOf: async () => null, note: async () => {} },
    },
    client: { ...fallback, ...client },
    localizer: ENGLISH,
    rateLimiter: makeRateLimiter(),
    now: () => 1_800_000_000_000,
    log: silentLog,
    looks: new Map(),
    admins: () => [],
    dmChannels: new Map(),
    web: { url: null },
  };
  return { sender, posted };
}

const delivery = (over: Partial<Delivery> = {}): Delivery => ({
  id: `${request.id}:card`,
  kind: 'card',
  requestId: request.id,
  messages: [{ kind: 'card', requestId: request.id }],
  channel: request.channel,
  card: null,
  existing: over.card ?? null,
  ask: null,
  attempts: 0,
  others: [],
  askedWith: [],
  firstTriedAt: null,
  mayHaveBeenSent: false,
  revision: 1,
  claim: '1:bot',
  ...over,
});

test('a card that cannot be edited any more is not taken for its own successor', async () => {
  const { sender, posted } = mouthWith({
    edit: async () => no('messageGone', 'cant_update_message'),
    find: async () => ok(OLD),
  });
  const outcome = await sendAll(sender, delivery({ card: OLD, mayHaveBeenSent: true, firstTriedAt: 1 }));
  expect(outcome).toEqual({ kind: 'sent', at: NEW, found: false });
  expect(posted).toHaveLength(1);
});

test('where Slack refuses the blocks the text alone is sent', async () => {
  const posted: Post[] = [];
  const { sender } = mouthWith({
    post: async (_, post) => {
      posted.push(post);
      return post.blocks.length > 0 ? no('tooMuch', 'msg_blocks_too_long') : ok(NEW);
    },
  });
  expect((await sendAll(sender, delivery())).kind).toBe('sent');
  expect(posted.map(({ blocks }) => blocks.length > 0)).toEqual([true, false]);
  expect(posted[1]?.text).toContain('ecs.g7.large');
});

test('a card that nobody can be shown is given up with the reason of the channel', async () => {
  const { sender } = mouthWith({ post: async () => no('noSuchPlace', 'is_archived') });
  expect(await sendAll(sender, delivery())).toEqual({ kind: 'never', reason: 'is_archived' });
});

test('while the history cannot be read for a moment nothing is sent', async () => {
  const { sender, posted } = mouthWith({ find: async () => no('inDoubt', 'http_503') });
  const outcome = await sendAll(sender, delivery({ mayHaveBeenSent: true, firstTriedAt: 1 }));
  expect(outcome).toMatchObject({ kind: 'trouble', inDoubt: true });
  expect(posted).toEqual([]);
});

test('what was found and cannot be brought up to date stays in doubt, so that it is looked for again', async () => {
  const { sender, posted } = mouthWith({
    find: async () => ok(NEW),
    edit: async () => no('unreachable', 'ECONNREFUSED'),
  });
  const outcome = await sendAll(sender, delivery({ mayHaveBeenSent: true, firstTriedAt: 1 }));
  expect(outcome).toMatchObject({ kind: 'trouble', inDoubt: true });
  expect(posted).toEqual([]);
});

test('while Slack asks to leave the history alone nothing is looked for, and nothing is sent', async () => {
  let looks = 0;
  const { sender, posted } = mouthWith({
    find: async () => {
      looks += 1;
      return ok(null);
    },
  });
  sender.rateLimiter.refused('conversations.history', 7_000, sender.now());
  const outcome = await sendAll(sender, delivery({ mayHaveBeenSent: true, firstTriedAt: 1 }));
  expect(outcome).toMatchObject({ kind: 'trouble', inDoubt: true, trouble: { kind: 'slowDown', retryAfterMs: 7_000 } });
  expect([looks, posted]).toEqual([0, []]);
});

test('while Slack asks to open no direct messages none is opened', async () => {
  let opened = 0;
  const { sender, posted } = mouthWith({
    openDm: async () => {
      opened += 1;
      return ok('D1');
    },
  });
  sender.rateLimiter.refused('conversations.open', 7_000, sender.now());
  const outcome = await sendAll(sender, delivery({ kind: 'dm', channel: request.requester }));
  expect(outcome).toMatchObject({
    kind: 'trouble',
    inDoubt: false,
    trouble: { kind: 'slowDown', retryAfterMs: 7_000 },
  });
  expect([opened, posted]).toEqual([0, []]);
});
