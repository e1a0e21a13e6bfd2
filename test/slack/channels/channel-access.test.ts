import { expect, test } from 'vitest';
import { silentLog } from '../../../src/core/base/log.ts';
import { SHARED_CHANNEL } from '../../../src/core/request/closed-channel.ts';
import { systemClock } from '../../../src/ops/system.ts';
import { type Access, makeChannels } from '../../../src/slack/channels/channel-access.ts';
import { BOT_SCOPES, OPTIONAL_SCOPES } from '../../../src/slack/manifest.ts';
import { DATA, GENERAL, LEADS, LENA, MARCUS, NORTHWIND, serveSlack, until } from '../../sandbox/slack/serve.ts';
import { openMemoryDatabase } from '../../support/memory-database.ts';
import { startBot, textOf } from '../bot.ts';

const ALL = [...BOT_SCOPES, ...OPTIONAL_SCOPES];
const NO_HISTORY = [...BOT_SCOPES];
const NO_INFO = ALL.filter((scope) => !['channels:read', 'groups:read'].includes(scope));
const NO_PUBLIC = ALL.filter((scope) => scope !== 'chat:write.public');

type Row = readonly [where: string, channel: string, scopes: readonly string[], refused: string | null, is: Access];

const NOW = 1_795_000_000_000;
const DAY = 86_400_000;

test.each<Row>([
  ['a channel it is in', GENERAL, ALL, null, 'open'],
  ['one it was invited to since', GENERAL, ALL, 'not_in_channel', 'open'],
  ['a private one it was invited to since', GENERAL, ALL, 'channel_not_found', 'open'],
  ['one that is read-only', GENERAL, ALL, 'restricted_action_read_only_channel', 'restricted'],
  ['one that only lets threads be answered', GENERAL, ALL, 'restricted_action_thread_only_channel', 'restricted'],
  ['one that is archived', GENERAL, ALL, 'is_archived', 'archived'],
  ['one that refuses for a reason nobody knows', GENERAL, ALL, 'external_posting_limited', 'refused'],
  ['a public one it is not in', DATA, ALL, null, 'open'],
  ['a public one that refused all the same', DATA, ALL, 'not_in_channel', 'absent'],
  ['a public one that is archived', DATA, ALL, 'is_archived', 'archived'],
  ['a public one without the scope to post there', DATA, NO_PUBLIC, null, 'absent'],
  ['a private one it is not in', LEADS, ALL, null, 'absent'],
  ['one that is shared with another company', NORTHWIND, ALL, null, 'shared'],
  ['one of which it may not ask that', NORTHWIND, NO_INFO, null, 'open'],
  ['one of which it may not ask that any more', NORTHWIND, NO_INFO, SHARED_CHANNEL, 'shared'],
  ['one that is no longer shared', GENERAL, ALL, SHARED_CHANNEL, 'open'],
  ['a conversation between people', 'D07PEOPLE12', ALL, null, 'absent'],
  ['one it may not look at', GENERAL, NO_HISTORY, null, 'unknown'],
  ['one it may not look at and that refused', LEADS, NO_HISTORY, 'channel_not_found', 'absent'],
  ['its own conversation with somebody', LENA, NO_HISTORY, null, 'open'],
])('whether the bot can post is found out without posting: %s', async (_where, channel, scopes, refused, is) => {
  const { slack, web, stop } = await serveSlack({ scopes: [...scopes] });
  const store = { closed: { codeOf: async () => refused, note: async () => {} } };
  const channels = makeChannels({ store, clock: { now: () => NOW, after: () => () => {} } }, web);
  expect(channels.peek(channel)).toBe(channel === LENA ? 'open' : 'unknown');
  expect(await channels.learn(channel)).toBe(is);
  expect(channels.peek(channel)).toBe(is);
  expect(slack.state().calls['chat.postMessage'] ?? 0).toBe(0);
  await stop();
});

test('a refusal counts for a day: the channel may have been opened since, and each message that is refused counts for a day again', async () => {
  const { web, stop } = await serveSlack({ scopes: [...ALL] });
  const database = await openMemoryDatabase({ log: silentLog, clock: systemClock });
  const store = database.open();
  await store.closed.note(GENERAL, 'is_archived', NOW);
  const at = (now: number) => makeChannels({ store, clock: { now: () => now, after: () => () => {} } }, web);
  expect(await at(NOW + DAY - 1).learn(GENERAL)).toBe('archived');
  expect(await at(NOW + DAY + 1).learn(GENERAL)).toBe('open');
  // What a card says of where it stands is about the time when it was refused.
  expect(await store.closed.codeOf(GENERAL)).toBe('is_archived');
  await store.close();
  await database.destroy();
  await stop();
});

test.each([
  [LEADS, 'The bot can’t post in'],
  [NORTHWIND, 'The bot posts no cards in'],
])(
  'in a channel that is closed to cards the form says so, and so does an answer where the person is: %s',
  async (channel, why) => {
    const bot = await startBot('socket', { slack: { scopes: ALL } });
    const typed = { user: MARCUS, channel, command: '/ecs', text: 'create' };
    expect(await bot.slack.slash(typed)).toMatchObject({ ok: true });
    const closed = 'are posted in your direct messages with the bot';
    const form = await bot.view((view) => textOf(view).includes(closed), MARCUS);
    expect(textOf(form)).toContain(channel);
    expect(textOf(form)).toContain(why);
    expect(textOf(form)).not.toContain('request card will be posted in');
    await until(() => bot.told().some((text) => text.includes(closed)));
    expect(bot.slack.state().calls['chat.postMessage'] ?? 0).toBe(0);
  },
);

test('where Slack does not say, the form promises nothing, until a refusal is remembered', async () => {
  const bot = await startBot('socket', { slack: { scopes: NO_HISTORY } });
  await bot.type('create');
  const form = await bot.view((view) => textOf(view).includes('Account balance now'));
  await bot.idle();
  expect(textOf(form)).toContain('or in your direct messages with this bot if it can’t post there');
  expect(bot.told()).toEqual([]);
});
