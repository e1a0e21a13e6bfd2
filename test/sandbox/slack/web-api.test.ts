import type { WebClient } from '@slack/web-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import {
  DATA,
  GENERAL,
  LEADS,
  LENA,
  MARCUS,
  makeWeb,
  NORTHWIND,
  plain,
  refusal,
  type Served,
  serveSlack,
} from './serve.ts';

let served: Served;
let web: WebClient;
const restart = async (options: Parameters<typeof serveSlack>[0]) => {
  await served?.stop();
  served = await serveSlack(options);
  web = served.web;
};
beforeEach(async () => {
  served = await serveSlack();
  web = served.web;
});
afterEach(() => served.stop());

const messagesOf = (id: string) => served.slack.state().channels.find((channel) => channel.id === id)?.messages ?? [];
const post = (channel: string, text = 'hello') => web.chat.postMessage({ channel, text });

describe('who may call', () => {
  test('refuses no token, a wrong token, the wrong kind of token and an unknown method', async () => {
    expect(await refusal(makeWeb(served.slack, served.base, '').auth.test())).toBe('not_authed');
    expect(await refusal(makeWeb(served.slack, served.base, 'xoxb-other').auth.test())).toBe('invalid_auth');
    const app = makeWeb(served.slack, served.base, served.slack.appToken);
    expect(await refusal(app.chat.postMessage({ channel: GENERAL, text: 'x' }))).toBe('not_allowed_token_type');
    expect(await refusal(web.apps.connections.open())).toBe('not_allowed_token_type');
    expect(await refusal(web.apiCall('chat.shout', { text: 'x' }))).toBe('unknown_method');
    expect(await refusal(web.apiCall('toString'))).toBe('unknown_method');
  });

  test('names the scope that is missing and those that are there', async () => {
    await restart({ scopes: ['commands', 'users:read'] });
    const answer = await fetch(`${served.base}/api/chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${served.slack.botToken}`, 'content-type': 'application/json; charset=utf-8' },
      body: JSON.stringify({ channel: GENERAL, text: 'hello' }),
    });
    expect(answer.headers.get('x-oauth-scopes')).toBe('commands,users:read');
    expect(answer.headers.get('x-accepted-oauth-scopes')).toBe('chat:write');
    const missing = { ok: false, error: 'missing_scope', needed: 'chat:write', provided: 'commands,users:read' };
    expect(await answer.json()).toEqual(missing);
    expect(messagesOf(GENERAL)).toEqual([]);
  });

  test('tells the bot who it and the people are', async () => {
    const me = await web.auth.test();
    expect(await web.users.info({ user: String(me.user_id) })).toMatchObject({ user: { is_bot: true } });
    expect((await web.users.info({ user: LENA })).user).not.toHaveProperty('locale');
    expect(await web.users.info({ user: LENA, include_locale: true })).toMatchObject({ user: { locale: 'en-GB' } });
    expect(await refusal(web.users.info({ user: 'U0' }))).toBe('user_not_found');
    const { members = [] } = await web.users.list({});
    const played = served.slack.users.map(({ id }) => id);
    expect(members.map(({ id }) => id)).toEqual(expect.arrayContaining([me.user_id, ...played]));
    expect(await refusal(web.team.info())).toBe('missing_scope');
  });

  test('tells guests, bots and deactivated accounts from members', async () => {
    const info = async (user: string) => (await web.users.info({ user })).user;
    expect(await info(LENA)).toMatchObject({ deleted: false, is_bot: false, is_restricted: false });
    expect(await info('U07TOMBECK6')).toMatchObject({ deleted: false, is_restricted: true });
    expect(await info('U07GABISTE7')).toMatchObject({ deleted: false, is_restricted: true });
    expect(await info('U07BUILDBT9')).toMatchObject({ deleted: false, is_bot: true });
    expect(await info('U07OLEGNOV8')).toMatchObject({ deleted: true });
  });

  test('says to which workspace somebody belongs, whether or not they share a channel with the app', async () => {
    const info = async (user: string) => (await web.users.info({ user })).user;
    const { team_id } = await web.auth.test();
    expect((await info(LENA))?.team_id).toBe(team_id);
    expect(await info('U07NOAHWOL0')).toMatchObject({ team_id: 'T07NORTHWD1', is_stranger: false });
    expect(await info('U07MAYAORT1')).toMatchObject({ team_id: 'T07NORTHWD1', is_stranger: true });
    expect(await info('U07GABISTE7')).toMatchObject({ team_id, is_ultra_restricted: true });
    const opening = (users: string) => refusal(web.conversations.open({ users }));
    expect([await opening('U07OLEGNOV8'), await opening('U07BUILDBT9'), await opening('U07MAYAORT1')]).toEqual([
      'user_disabled',
      'cannot_dm_bot',
      'user_not_visible',
    ]);
  });

  test('in a Grid names the organisation of the app and of its people', async () => {
    const grid = await serveSlack({ enterprise: { id: 'E07GRID0001', name: 'Grid' } });
    const { enterprise_id } = await grid.web.auth.test();
    const { user } = await grid.web.users.info({ user: LENA });
    const { user: stranger } = await grid.web.users.info({ user: 'U07NOAHWOL0' });
    await grid.stop();
    expect([enterprise_id, user?.enterprise_user?.enterprise_id]).toEqual(['E07GRID0001', 'E07GRID0001']);
    expect(stranger?.enterprise_user).toBeUndefined();
  });

  test('lists user groups and who is in them, and the disabled ones only when asked to', async () => {
    const named = async (more: object) => (await web.usergroups.list(more)).usergroups?.map(({ handle }) => handle);
    expect(await named({})).toEqual(['finance', 'oncall', 'outside']);
    expect(await named({ include_disabled: true })).toContain('old-team');
    const [finance] = (await web.usergroups.list({ include_users: true })).usergroups ?? [];
    expect(finance).toMatchObject({ id: 'S07FINANCE1', users: ['U07PRIYARA4', MARCUS], date_delete: 0 });
    const members = async (usergroup: string) => (await web.usergroups.users.list({ usergroup })).users;
    expect(await members('S07FINANCE1')).toEqual(['U07PRIYARA4', MARCUS]);
    served.slack.setUserGroup('S07FINANCE1', [LENA]);
    expect(await members('S07FINANCE1')).toEqual([LENA]);
    expect(await refusal(members('S07NOWHERE9'))).toBe('no_such_subteam');
    expect(await refusal(members('S07OLDTEAM4'))).toBe('no_such_subteam');
    await restart({ scopes: ['users:read'] });
    expect(await refusal(members('S07FINANCE1'))).toBe('missing_scope');
  });
});

describe('posting', () => {
  test('reaches a channel by id and name, and a person in a direct message that only they see', async () => {
    await post(GENERAL);
    await post('#general');
    const { channel } = await post(LENA, 'for you');
    expect(messagesOf(GENERAL)).toHaveLength(2);
    const dm = served.slack.state().channels.find((each) => each.id === channel);
    expect(dm).toMatchObject({ is_im: true, name: LENA, messages: [{ text: 'for you' }] });
    expect((await web.conversations.open({ users: LENA })).channel?.id).toBe(channel);
  });

  test('needs an invitation or chat:write.public, and does not see foreign private channels', async () => {
    await post(DATA);
    const forOne = () => web.chat.postEphemeral({ channel: DATA, user: LENA, text: 'psst' });
    expect(await refusal(forOne())).toBe('not_in_channel');
    expect(await refusal(post(LEADS))).toBe('channel_not_found');
    expect(await refusal(post('C0NOWHERE'))).toBe('channel_not_found');
    await restart({ scopes: ['chat:write', 'channels:join'] });
    expect(await refusal(post(DATA))).toBe('not_in_channel');
    await web.conversations.join({ channel: DATA });
    await post(DATA);
    expect((await forOne()).ok).toBe(true);
    expect(await refusal(web.conversations.join({ channel: LEADS }))).toBe('channel_not_found');
  });

  test('hangs replies under their parent and refuses a thread that is not there', async () => {
    const { ts } = await post(GENERAL);
    const reply = await web.chat.postMessage({ channel: GENERAL, text: 'reply', thread_ts: String(ts) });
    expect(messagesOf(GENERAL)).toMatchObject([{ ts, replies: [{ text: 'reply', thread_ts: ts }] }]);
    const to = (thread_ts: string) => web.chat.postMessage({ channel: GENERAL, text: 'x', thread_ts });
    expect(await refusal(to('1.000001'))).toBe('thread_not_found');
    expect(await refusal(to(String(reply.ts)))).toBe('cannot_reply_to_message');
  });

  test('refuses nothing to say, too much to say, and blocks that are none', async () => {
    await restart({ limits: null });
    const say = (more: object) => refusal(web.apiCall('chat.postMessage', { channel: GENERAL, ...more }));
    expect(await say({})).toBe('no_text');
    expect(await say({ text: 'x', blocks: 'nonsense' })).toBe('invalid_blocks_format');
    expect(await say({ text: 'x', blocks: [{ type: 'alert', text: plain('x') }] })).toBe('invalid_blocks');
    const long = Array.from({ length: 5 }, () => ({ type: 'section', text: plain('x'.repeat(2900)) }));
    expect(await say({ text: 'x', blocks: long })).toBe('msg_blocks_too_long');
    await post(GENERAL, 'y'.repeat(50_000));
    expect(messagesOf(GENERAL)[0]?.text).toHaveLength(40_000);
  });

  test('says where the blocks are wrong', async () => {
    const call = web.chat.postMessage({ channel: GENERAL, text: 'x', blocks: [{ type: 'header', text: plain('') }] });
    await expect(call).rejects.toMatchObject({
      data: {
        error: 'invalid_blocks',
        response_metadata: { messages: ['[ERROR] must be more than 0 characters [json-pointer:/blocks/0/text/text]'] },
      },
    });
  });

  test('writes out what blocks leave to Slack', async () => {
    await web.chat.postMessage({ channel: GENERAL, text: 'x', blocks: [{ type: 'header', text: plain('Hi') }] });
    const [block] = messagesOf(GENERAL)[0]?.blocks ?? [];
    expect(block).toMatchObject({ type: 'header', text: { type: 'plain_text', text: 'Hi', emoji: true } });
    expect(block?.block_id).toMatch(/^\w{5}$/);
  });
});

describe('editing', () => {
  test('replaces text and blocks together and marks the message as edited', async () => {
    const blocks = [{ type: 'header', text: plain('Hi') }];
    const { ts } = await web.chat.postMessage({ channel: GENERAL, text: 'first', blocks });
    await web.chat.update({ channel: GENERAL, ts: String(ts), text: 'second' });
    const [message] = messagesOf(GENERAL);
    expect(message).toMatchObject({ ts, text: 'second', edited: { ts: expect.any(String) } });
    expect(message?.blocks).toBeUndefined();
    expect(message?._history.map(({ text }) => text)).toEqual(['first', 'second']);
  });

  test('finds neither a missing nor an ephemeral message', async () => {
    const { message_ts: ts } = await web.chat.postEphemeral({ channel: GENERAL, user: LENA, text: 'psst' });
    expect(served.slack.state().ephemeral).toMatchObject([{ user: LENA, channel: GENERAL, text: 'psst' }]);
    const edit = (at: string) => refusal(web.chat.update({ channel: GENERAL, ts: at, text: 'x' }));
    expect(await edit(String(ts))).toBe('message_not_found');
    expect(await edit('1.000001')).toBe('message_not_found');
    const { ts: real } = await post(GENERAL);
    const long = web.chat.update({ channel: GENERAL, ts: String(real), text: 'x'.repeat(4001) });
    expect(await refusal(long)).toBe('msg_too_long');
  });

  test('is for the author alone', async () => {
    await restart({ said: [{ channel: GENERAL, user: LENA, text: 'mine' }] });
    const at = { channel: GENERAL, ts: String(messagesOf(GENERAL)[0]?.ts) };
    expect(await refusal(web.chat.update({ ...at, text: 'x' }))).toBe('cant_update_message');
    expect(await refusal(web.chat.delete(at))).toBe('cant_delete_message');
    expect(messagesOf(GENERAL)).toMatchObject([{ user: LENA, text: 'mine' }]);
  });

  test('takes a message away, but leaves a stub over its thread', async () => {
    const { ts } = await post(GENERAL);
    const reply = await web.chat.postMessage({ channel: GENERAL, text: 'reply', thread_ts: String(ts) });
    await web.chat.delete({ channel: GENERAL, ts: String(ts) });
    expect(messagesOf(GENERAL)).toMatchObject([{ text: 'This message was deleted.', replies: [{ text: 'reply' }] }]);
    await web.chat.delete({ channel: GENERAL, ts: String(reply.ts) });
    expect(messagesOf(GENERAL)[0]?.replies).toEqual([]);
    const link = await web.chat.getPermalink({ channel: GENERAL, message_ts: String(ts) });
    expect(link.permalink).toContain(`/archives/${GENERAL}/p${String(ts).replace('.', '')}`);
  });
});

describe('looking for a message by its metadata', () => {
  const metadata = { event_type: 'asked', event_payload: { key: 'k1' } };

  test('shows metadata only to who asks, and keeps it through an edit', async () => {
    const { ts } = await web.chat.postMessage({ channel: GENERAL, text: 'x', metadata });
    await web.chat.update({ channel: GENERAL, ts: String(ts), text: 'y' });
    const look = async (include_all_metadata: boolean) =>
      (await web.conversations.history({ channel: GENERAL, include_all_metadata })).messages?.[0];
    expect(await look(false)).not.toHaveProperty('metadata');
    expect(await look(true)).toMatchObject({ ts, text: 'y', metadata });
    await web.apiCall('chat.update', { channel: GENERAL, ts, text: 'z', metadata: {} });
    expect(await look(true)).not.toHaveProperty('metadata');
  });

  test('finds replies through the thread alone, page by page, from a moment on', async () => {
    const { ts } = await post(GENERAL);
    const thread_ts = String(ts);
    for (const text of ['one', 'two']) await web.chat.postMessage({ channel: GENERAL, text, thread_ts, metadata });
    const texts = (messages: { text?: string }[] | undefined) => messages?.map(({ text }) => text);
    expect(texts((await web.conversations.history({ channel: GENERAL })).messages)).toEqual(['hello']);
    const page = await web.conversations.replies({ channel: GENERAL, ts: thread_ts, limit: 2 });
    expect([texts(page.messages), page.has_more]).toEqual([['hello', 'one'], true]);
    const cursor = String(page.response_metadata?.next_cursor);
    const rest = await web.conversations.replies({ channel: GENERAL, ts: thread_ts, limit: 2, cursor });
    expect([texts(rest.messages), rest.has_more]).toEqual([['two'], false]);
    const since = { channel: GENERAL, ts: thread_ts, oldest: String(page.messages?.[1]?.ts) };
    expect(texts((await web.conversations.replies(since)).messages)).toEqual(['hello', 'two']);
    const bad = web.conversations.replies({ channel: GENERAL, ts: thread_ts, cursor: 'nonsense' });
    expect(await refusal(bad)).toBe('invalid_cursor');
  });

  test('may not read where it is no member or has no scope', async () => {
    expect(await refusal(web.conversations.history({ channel: DATA }))).toBe('not_in_channel');
    expect(await refusal(web.conversations.history({ channel: LEADS }))).toBe('channel_not_found');
    await restart({ scopes: ['chat:write'] });
    expect(await refusal(web.conversations.info({ channel: GENERAL }))).toBe('missing_scope');
    expect(await refusal(web.conversations.history({ channel: GENERAL }))).toBe('missing_scope');
  });

  test('says which channels are shared with another company', async () => {
    const said = async (channel: string) => (await web.conversations.info({ channel })).channel?.is_ext_shared;
    expect([await said(GENERAL), await said(NORTHWIND)]).toEqual([false, true]);
  });

  test('refuses metadata that Slack would not keep', async () => {
    const send = (given: unknown) =>
      refusal(web.apiCall('chat.postMessage', { channel: GENERAL, text: 'x', metadata: given }));
    expect(await send('nonsense')).toBe('invalid_metadata_format');
    expect(await send({ event_type: 'x' })).toBe('invalid_metadata_schema');
    const event_payload = { long: 'x'.repeat(9000) };
    expect(await send({ event_type: 'x', event_payload })).toBe('metadata_too_large');
  });
});

describe('the pace', () => {
  const limited = async (call: Promise<unknown>): Promise<number | undefined> =>
    call.then(
      () => undefined,
      (error: { retryAfter?: number }) => error.retryAfter,
    );

  test('lets a few posts through per channel, then one each second', async () => {
    let now = 1_700_000_000_000;
    await restart({ now: () => now });
    const burst = await Promise.all(Array.from({ length: 6 }, () => limited(post(GENERAL))));
    expect(burst.filter((wait) => wait === undefined)).toHaveLength(4);
    expect(burst.filter((wait) => wait === 1)).toHaveLength(2);
    expect(await limited(post(DATA)), 'another channel has its own budget').toBeUndefined();
    now += 1000;
    expect([await limited(post(GENERAL)), await limited(post(GENERAL))]).toEqual([undefined, 1]);
    expect(messagesOf(GENERAL)).toHaveLength(5);
  });

  test('counts a person and their direct message as one channel', async () => {
    await restart({ now: () => 1_700_000_000_000 });
    const { channel } = await web.conversations.open({ users: LENA });
    const targets = [LENA, String(channel?.id), LENA, String(channel?.id), LENA];
    const waits = [];
    for (const target of targets) waits.push(await limited(post(target)));
    expect(waits).toEqual([undefined, undefined, undefined, undefined, 1]);
  });

  test('counts each method by its tier, and can be switched off', async () => {
    const pace = { burst: 1, perSecond: 0.1 };
    const limits = { tier1: pace, tier2: pace, tier3: pace, tier4: pace, postPerChannel: pace, postPerWorkspace: pace };
    await restart({ limits, now: () => 1_700_000_000_000 });
    const info = () => limited(web.users.info({ user: LENA }));
    expect([await info(), await info(), await limited(web.users.list({}))]).toEqual([undefined, 10, undefined]);
    await restart({ limits: null });
    const posts = await Promise.all(Array.from({ length: 30 }, () => limited(post(GENERAL))));
    expect(posts.every((wait) => wait === undefined)).toBe(true);
  });
});
