import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Message, Milestone } from '../../../src/core/request/message.ts';
import { sampleNote } from '../../../src/sandbox/gallery/samples.ts';
import { StoreUnavailable } from '../../../src/store/store.ts';
import { NORTHWIND } from '../../sandbox/slack/serve.ts';
import { thoroughTest } from '../../support/thorough.ts';
import { GENERAL, LENA, makeWorld, PLATFORM, WEB_TEAM, type World } from './outbox-world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.end());

const line = (requestId: string, milestone: Milestone, ordinal = 1, amount = 1): Message => ({
  kind: 'thread',
  requestId,
  note: sampleNote(milestone, ordinal, amount),
});

const cardOf = (channel = GENERAL) => world.messages(channel)[0];
const threadOf = (channel = GENERAL) => cardOf(channel)?.replies.map(({ text }) => text) ?? [];

test('a request gets one card, its thread, and a message to the requester at its end', async () => {
  await world.submit('r-1', ['waiting']);
  await world.pass(0);
  expect(world.messages(GENERAL).map(({ text }) => text)).toEqual([
    '1 × ecs.g7.large in cn-beijing-h: 0 of 1 running, 1 in progress',
  ]);
  await world.say(line('r-1', 'pending'));
  await world.pass(2000);
  await world.change('r-1', ['running']);
  await world.say(line('r-1', 'running'), { kind: 'dm', requestId: 'r-1', user: LENA });
  await world.pass(5000);
  expect(world.messages(GENERAL)).toHaveLength(1);
  expect(cardOf()?.text).toBe('1 × ecs.g7.large in cn-beijing-h: Running');
  expect(threadOf()).toEqual(['Pending: web', 'Running: web 47.93.12.11 (private 10.0.0.4)']);
  expect(world.messages(LENA).map(({ text }) => text)).toEqual([
    'Your instance started running (1 × ecs.g7.large in cn-beijing-h).\nweb 47.93.12.11 (private 10.0.0.4)',
  ]);
  expect(await world.waiting()).toBe(0);
});

test('every post carries its delivery and its request in the metadata', async () => {
  await world.submit('r-1', ['pending']);
  await world.say(line('r-1', 'pending'));
  await world.pass(3000);
  const posts = [cardOf(), ...(cardOf()?.replies ?? [])];
  expect(posts.map((post) => post?.metadata)).toEqual([
    { event_type: 'ecs_chatops', event_payload: { delivery: 'r-1:card', request: 'r-1' } },
    { event_type: 'ecs_chatops', event_payload: { delivery: expect.stringMatching(/^r-1:thread:/), request: 'r-1' } },
  ]);
});

test('lines that wait together are one post', async () => {
  const amount = 20;
  await world.submit('r-1', ['pending']);
  await world.say(...Array.from({ length: amount }, (_, i) => line('r-1', 'running', i + 1, amount)));
  await world.pass(3000);
  expect(cardOf()?.replies).toHaveLength(1);
  const [post] = threadOf();
  for (let i = 1; i <= amount; i += 1) expect(post).toContain(`web-${String(i).padStart(2, '0')} 47.93.12.${i + 10}`);
});

test('a full channel does not hold up another one, and gets its own posts about one a second', async () => {
  for (let i = 0; i < 10; i += 1) await world.submit(`r-g${i}`, ['pending'], { channel: GENERAL });
  await world.submit('r-p', ['pending'], { channel: PLATFORM });
  await world.pass(100);
  expect(world.messages(PLATFORM)).toHaveLength(1);
  const atOnce = world.messages(GENERAL).length;
  expect(atOnce).toBeLessThanOrEqual(3);
  await world.pass(3000);
  expect(world.messages(GENERAL).length - atOnce).toBe(3);
  await world.pass(10_000);
  expect(world.messages(GENERAL)).toHaveLength(10);
  expect(new Set(world.messages(GENERAL).map(({ metadata }) => JSON.stringify(metadata))).size).toBe(10);
  // Slack's own limit was never met: every call was a post.
  expect(world.calls('chat.postMessage')).toBe(11);
});

test('the conversation with a person takes cards, lines and messages in one line, so that Slack never has to refuse any', async () => {
  const ids = ['r-1', 'r-2', 'r-3'];
  for (const id of ids) await world.submit(id, ['running'], { channel: LENA });
  await world.pass(5_000);
  await world.say(
    ...ids.map((id) => line(id, 'running')),
    ...ids.map((id): Message => ({ kind: 'dm', requestId: id, user: LENA })),
  );
  await world.pass(10_000);
  expect(await world.waiting()).toBe(0);
  expect(world.messages(LENA)).toHaveLength(6);
  expect(world.calls('chat.postMessage')).toBe(9);
});

test('many changes in a short time are few edits, and the last state wins', async () => {
  await world.submit('r-1', ['waiting']);
  await world.pass(2000);
  for (const stage of ['creating', 'accepted', 'pending', 'stopped', 'starting', 'running'] as const) {
    await world.change('r-1', [stage]);
    await world.pass(100);
  }
  await world.pass(5000);
  expect(cardOf()?.text).toBe('1 × ecs.g7.large in cn-beijing-h: Running');
  expect(JSON.stringify(cardOf()?.blocks)).toContain('✅ *Running*');
  expect(world.calls('chat.update')).toBeLessThanOrEqual(2);
});

test('an edit that would change nothing is not sent', async () => {
  await world.submit('r-1', ['pending']);
  await world.pass(2000);
  await world.say({ kind: 'card', requestId: 'r-1' });
  await world.pass(5000);
  expect(world.calls('chat.update')).toBe(0);
  expect(await world.waiting()).toBe(0);
});

test('a card that waits for its turn is neither read nor written before, however long it waits', async () => {
  const ids = Array.from({ length: 14 }, (_, i) => `r-${i}`);
  const channels = [GENERAL, PLATFORM, WEB_TEAM];
  for (const [i, id] of ids.entries()) await world.submit(id, ['pending'], { channel: channels[i % 3] ?? GENERAL });
  await world.pass(10_000);
  const read = vi.spyOn(world.store(), 'instancesOf');
  const postponed = vi.spyOn(world.store().outbox, 'postpone');
  for (const id of ids) await world.change(id, ['stopped']);
  await world.pass(12_000);
  const edits = world.calls('chat.update');
  expect(edits).toBeGreaterThan(10);
  expect(edits).toBeLessThan(ids.length);
  expect(read.mock.calls.length, 'read by the changes, and for each edit').toBe(ids.length + edits);
  expect(postponed).not.toHaveBeenCalled();
  // An end goes ahead of the others.
  await world.change('r-13', ['running']);
  await world.pass(0);
  expect(world.messages(channels[13 % 3] ?? '').filter(({ text }) => text.endsWith('Running'))).toHaveLength(1);
});

test('while the workspace takes no more posts, none is tried, whatever its channel', async () => {
  const people = Array.from({ length: 48 }, (_, i) => `U07PERSON${i}`);
  await world.submit('r-1', ['pending']);
  await world.pass(20_000);
  const postponed = vi.spyOn(world.store().outbox, 'postpone');
  await world.say(...people.map((user): Message => ({ kind: 'dm', requestId: 'r-1', user })));
  await world.pass(20_000);
  expect(await world.waiting()).toBe(0);
  expect(postponed).not.toHaveBeenCalled();
});

thoroughTest('cards share the edits of a minute fairly, and one that has ended goes ahead', async () => {
  const ids = Array.from({ length: 8 }, (_, i) => `r-${i}`);
  const channels = [GENERAL, PLATFORM, WEB_TEAM];
  for (const [i, id] of ids.entries())
    await world.submit(id, ['pending', 'pending', 'pending'], { channel: channels[i % 3] ?? GENERAL });
  await world.pass(10_000);
  const stages = ['stopped', 'starting', 'pending'] as const;
  // Like a number with three digits, so that no card is as it was when its turn comes.
  const looksAt = (second: number) => [1, 3, 9].map((each) => stages[Math.floor(second / each) % 3] ?? 'pending');
  // Eight cards that change every second are ten times what may be edited.
  for (let second = 0; second < 45; second += 1) {
    for (const id of ids) await world.change(id, looksAt(second));
    await world.pass(1000);
  }
  await world.change('r-7', ['running', 'running', 'running']);
  await world.pass(3500);
  const cards = channels.flatMap((channel) => world.messages(channel));
  expect(cards.filter(({ text }) => text.endsWith('All 3 running'))).toHaveLength(1);
  const edits = cards.map(({ _history }) => _history.length - 1);
  expect(Math.min(...edits)).toBeGreaterThanOrEqual(Math.max(...edits) / 2);
  const total = edits.reduce((sum, each) => sum + each, 0);
  expect(total).toBeLessThanOrEqual(10 + 15 + 1);
  expect(total).toBeGreaterThan(20);
  expect(world.calls('chat.update')).toBe(total);
});

test('a refusal to edit holds up the edits alone, for as long as Slack asks', async () => {
  await world.submit('r-1', ['waiting']);
  await world.pass(2000);
  world.slack.addFault({ name: 'slack-429', action: 'chat.update', retryAfterMs: 30_000 });
  await world.change('r-1', ['pending']);
  await world.pass(100);
  await world.say(line('r-1', 'pending'));
  await world.submit('r-2', ['waiting']);
  await world.pass(3000);
  expect(threadOf()).toEqual(['Pending: web']);
  expect(world.messages(GENERAL)).toHaveLength(2);
  expect(world.calls('chat.update')).toBe(1);
  await world.change('r-1', ['stopped']);
  await world.pass(25_000);
  expect(world.calls('chat.update')).toBe(1);
  await world.pass(5000);
  expect(world.calls('chat.update')).toBe(2);
  expect(JSON.stringify(cardOf()?.blocks)).toContain('Stopped: set up');
});

test('a refusal to post holds up the posts alone, for as long as Slack asks', async () => {
  await world.submit('r-1', ['waiting']);
  await world.pass(2000);
  world.slack.addFault({ name: 'slack-429', action: 'chat.postMessage', retryAfterMs: 20_000 });
  await world.say(line('r-1', 'pending'));
  await world.pass(100);
  await world.change('r-1', ['pending']);
  await world.pass(3000);
  expect(world.calls('chat.update')).toBe(1);
  await world.pass(15_000);
  expect(threadOf()).toEqual([]);
  await world.pass(3000);
  expect(threadOf()).toEqual(['Pending: web']);
  expect(world.calls('chat.postMessage')).toBe(3);
});

test.each(['slack-reset-after', 'slack-5xx-after'])(
  'a lost answer (%s) yields one card and one line',
  async (fault) => {
    world.slack.addFault({ name: fault, action: 'chat.postMessage' });
    await world.submit('r-1', ['waiting']);
    await world.pass(0);
    expect(world.messages(GENERAL)).toHaveLength(1);
    await world.change('r-1', ['pending']);
    await world.pass(5000);
    expect(world.messages(GENERAL)).toHaveLength(1);
    expect(JSON.stringify(cardOf()?.blocks)).toContain('Pending: being set up');

    world.slack.addFault({ name: fault, action: 'chat.postMessage' });
    await world.say(line('r-1', 'pending'));
    await world.pass(5000);
    await world.say(line('r-1', 'running'));
    await world.pass(5000);
    expect(threadOf()).toEqual(['Pending: web', 'Running: web 47.93.12.11 (private 10.0.0.4)']);
  },
);

test('a lost answer to the message to the requester yields one message', async () => {
  await world.submit('r-1', ['running'], { state: 'finished', finishedAt: 1 });
  await world.pass(2000);
  world.slack.addFault({ name: 'slack-reset-after', action: 'chat.postMessage' });
  await world.say({ kind: 'dm', requestId: 'r-1', user: LENA });
  await world.pass(5000);
  expect(world.messages(LENA)).toHaveLength(1);
  expect(await world.waiting()).toBe(0);
});

test.each(['before', 'after'] as const)('killed %s Slack took the card, the bot posts it once', async (phase) => {
  const stop = world.slack.onCall(({ api, phase: at }) => {
    if (api !== 'chat.postMessage' || at !== phase) return;
    stop();
    world.crash();
  });
  await world.submit('r-1', ['waiting']);
  await world.pass(1000);
  await world.start();
  await world.change('r-1', ['pending']);
  await world.say(line('r-1', 'pending'));
  await world.pass(5000);
  expect(world.messages(GENERAL)).toHaveLength(1);
  expect(JSON.stringify(cardOf()?.blocks)).toContain('Pending: being set up');
  expect(threadOf()).toEqual(['Pending: web']);
});

test('killed after Slack took the lines of a thread, the bot does not repeat them', async () => {
  await world.submit('r-1', ['pending']);
  await world.pass(2000);
  const stop = world.slack.onCall(({ api, phase }) => {
    if (api !== 'chat.postMessage' || phase !== 'after') return;
    stop();
    world.crash();
  });
  await world.say(line('r-1', 'pending'));
  await world.pass(1000);
  await world.start();
  await world.say(line('r-1', 'running'));
  await world.pass(5000);
  expect(threadOf()).toEqual(['Pending: web', 'Running: web 47.93.12.11 (private 10.0.0.4)']);
});

test('what a dead process had in progress is taken over when its claim ends', async () => {
  const stop = world.slack.onCall(({ api, phase }) => {
    if (api !== 'chat.postMessage' || phase !== 'before') return;
    stop();
    world.crash();
  });
  await world.submit('r-1', ['pending']);
  await world.pass(1000);
  // Another replica, which knows nothing of the dead one.
  await world.start({ releaseClaims: false });
  await world.pass(20_000);
  const early = world.messages(GENERAL).length;
  await world.pass(20_000);
  expect([early, world.messages(GENERAL).length]).toEqual([0, 1]);
});

test('an outage of hours loses nothing, keeps the order, and is over within a minute', async () => {
  await world.submit('r-1', ['waiting']);
  await world.pass(2000);
  world.slack.addFault({ name: 'slack-down' });
  const told = ['pending', 'stopped', 'address', 'starting', 'running'] as const;
  for (const milestone of told) {
    await world.say(line('r-1', milestone));
    await world.pass(500);
  }
  await world.change('r-1', ['running']);
  await world.submit('r-2', ['pending'], { channel: PLATFORM });
  const before = Object.values(world.slack.state().calls).reduce((sum, each) => sum + each, 0);
  await world.pass(3_600_000);
  const tries = Object.values(world.slack.state().calls).reduce((sum, each) => sum + each, 0) - before;
  expect(tries).toBeLessThan(60 * 2);
  expect(world.outbox().trouble()).toBe('http_503');
  world.slack.clearFaults();
  await world.pass(75_000);
  expect(world.outbox().trouble()).toBeNull();
  expect(cardOf()?.text).toBe('1 × ecs.g7.large in cn-beijing-h: Running');
  const titles = threadOf().flatMap((text) => text.split('\n').map((row) => row.split(':')[0]));
  expect(titles).toEqual(['Pending', 'Stopped', 'Public IP', 'Starting', 'Running']);
  expect(world.messages(PLATFORM)).toHaveLength(1);
  expect(await world.waiting()).toBe(0);
});

thoroughTest('in an outage many waiting messages ask no more often than one', async () => {
  world.slack.addFault({ name: 'slack-down' });
  const channels = [GENERAL, PLATFORM, WEB_TEAM];
  for (let i = 0; i < 40; i += 1) await world.submit(`r-${i}`, ['pending'], { channel: channels[i % 3] ?? GENERAL });
  await world.pass(3_600_000);
  expect(world.calls('chat.postMessage')).toBeLessThan(100);
  world.slack.clearFaults();
  await world.pass(90_000);
  expect(channels.flatMap((channel) => world.messages(channel))).toHaveLength(40);
});

test('while Slack does not accept the token everything is kept, and goes out when it does', async () => {
  world.slack.addFault({ name: 'slack-token-revoked', times: 0 });
  await world.submit('r-1', ['pending']);
  await world.pass(600_000);
  expect(world.outbox().trouble()).toBe('token_revoked');
  world.slack.clearFaults();
  await world.pass(61_000);
  expect(world.messages(GENERAL)).toHaveLength(1);
});

test('a card that cannot stand in the channel is posted to the requester, with its thread', async () => {
  await world.submit('r-1', ['pending'], { channel: 'C07ELSEWHERE' });
  await world.say(line('r-1', 'pending'));
  await world.pass(5000);
  const [card] = world.messages(LENA);
  expect(world.messages(LENA)).toHaveLength(1);
  expect(JSON.stringify(card?.blocks)).toContain('<#C07ELSEWHERE>');
  expect(card?.replies.map(({ text }) => text)).toEqual(['Pending: web']);
  await world.change('r-1', ['running']);
  await world.pass(5000);
  expect(JSON.stringify(world.messages(LENA)[0]?.blocks)).toContain('<#C07ELSEWHERE>');
  expect(world.messages(LENA)[0]?.text).toContain('Running');
});

test('a card is not posted where another company reads it, but to the requester, with its thread', async () => {
  await world.submit('r-1', ['pending'], { channel: NORTHWIND });
  await world.say(line('r-1', 'pending'));
  await world.pass(5000);
  await world.submit('r-2', ['pending'], { channel: NORTHWIND });
  await world.pass(5000);
  expect(world.messages(NORTHWIND)).toEqual([]);
  const [card] = world.messages(LENA);
  expect(world.messages(LENA)).toHaveLength(2);
  expect(JSON.stringify(card?.blocks)).toContain('which is shared with another company');
  expect(card?.replies.map(({ text }) => text)).toEqual(['Pending: web']);
  // Slack’s answer counts for a minute.
  expect(world.slack.state().calls['conversations.info']).toBe(1);
});

test('while Slack does not say whether another company reads a channel no card is posted', async () => {
  world.slack.addFault({ name: 'slack-5xx', action: 'conversations.info', times: 1 });
  await world.submit('r-1', ['pending']);
  await world.pass(500);
  expect(world.messages(GENERAL)).toEqual([]);
  await world.pass(5000);
  expect(world.messages(GENERAL)).toHaveLength(1);
});

test.each([
  ['is_archived', 'which is archived'],
  ['restricted_action_read_only_channel', 'where posting is restricted'],
  ['not_in_channel', '/invite'],
  ['external_posting_limited', 'where Slack refused its last message'],
])(
  'a channel that refused (%s) is remembered until it takes a card again, and the card says why it is elsewhere',
  async (code, why) => {
    world.slack.addFault({ name: 'slack-channel-gone', action: 'chat.postMessage', channel: GENERAL, code, times: 0 });
    await world.submit('r-1', ['pending']);
    await world.pass(5000);
    expect(JSON.stringify(world.messages(LENA)[0]?.blocks)).toContain(why);
    expect(await world.store().closed.codeOf(GENERAL)).toBe(code);
    world.slack.clearFaults();
    await world.submit('r-2', ['pending']);
    await world.pass(5000);
    expect(world.messages(GENERAL)).toHaveLength(1);
    expect(await world.store().closed.codeOf(GENERAL)).toBeNull();
  },
);

test('a bot that is thrown out of the channel in mid-request goes on in direct messages, which say why', async () => {
  await world.submit('r-1', ['pending']);
  await world.pass(5000);
  for (const action of ['chat.postMessage', 'chat.update'])
    world.slack.addFault({ name: 'slack-channel-gone', action, channel: GENERAL, code: 'not_in_channel', times: 0 });
  await world.say(line('r-1', 'pending'));
  await world.pass(90_000);
  const [card] = world.messages(LENA);
  expect(JSON.stringify(card?.blocks)).toContain(`can’t post in <#${GENERAL}>`);
  expect(card?.replies.map(({ text }) => text)).toEqual(['Pending: web']);
  expect(await world.store().closed.codeOf(GENERAL)).toBe('not_in_channel');
});

test('a request made in direct messages has its card there, and nobody is told to invite the bot', async () => {
  await world.submit('r-1', ['pending'], { channel: LENA });
  await world.pass(2000);
  await world.change('r-1', ['running']);
  await world.say({ kind: 'dm', requestId: 'r-1', user: LENA });
  await world.pass(5000);
  const [card, ...others] = world.messages(LENA);
  expect(card?.text).toContain('Running');
  expect(others).toHaveLength(1);
  const shown = JSON.stringify([card?.blocks, others[0]?.blocks]).replaceAll(`<@${LENA}>`, '');
  expect(shown).not.toContain(LENA);
  expect(shown).not.toContain('invite me');
});

test('a card whose answer was lost in direct messages is found there and not posted again', async () => {
  world.slack.addFault({ name: 'slack-reset-after', action: 'chat.postMessage' });
  await world.submit('r-1', ['pending'], { channel: LENA });
  await world.pass(5000);
  expect(world.messages(LENA)).toHaveLength(1);
  expect(await world.waiting()).toBe(0);
});

test('a card that somebody deleted comes back, and the thread goes on under it', async () => {
  await world.submit('r-1', ['pending']);
  await world.pass(2000);
  await remove(cardOf()?.ts ?? '');
  expect(world.messages(GENERAL)).toHaveLength(0);
  await world.say(line('r-1', 'running'));
  await world.pass(10_000);
  expect(world.messages(GENERAL)).toHaveLength(1);
  expect(threadOf()).toEqual(['Running: web 47.93.12.11 (private 10.0.0.4)']);
  await remove(cardOf()?.ts ?? '');
  await world.change('r-1', ['running']);
  await world.pass(5000);
  expect(world.messages(GENERAL).at(-1)?.text).toContain('Running');
  expect(await world.waiting()).toBe(0);
});

test('without the right to read the history a lost answer may cost a second line, and nothing else', async () => {
  await world.end();
  world = await makeWorld({ scopes: ['commands', 'chat:write', 'im:write'] });
  await world.submit('r-1', ['pending']);
  await world.pass(2000);
  world.slack.addFault({ name: 'slack-reset-after', action: 'chat.postMessage' });
  await world.say(line('r-1', 'pending'));
  await world.pass(5000);
  expect(threadOf()).toEqual(['Pending: web', 'Pending: web']);
  expect(await world.waiting()).toBe(0);
});

test('without the right to open a direct message the requester is still told', async () => {
  await world.end();
  world = await makeWorld({ scopes: ['commands', 'chat:write'] });
  await world.submit('r-1', ['running'], { state: 'finished', finishedAt: 1 });
  await world.say({ kind: 'dm', requestId: 'r-1', user: LENA });
  await world.pass(5000);
  expect(world.messages(LENA)).toHaveLength(1);
});

test('a person who cannot be written to is given up, and the audit trail says so', async () => {
  await world.submit('r-1', ['running'], { state: 'finished', finishedAt: 1 });
  await world.say({ kind: 'dm', requestId: 'r-1', user: 'U07NOBODY99' });
  await world.pass(5000);
  expect(await world.waiting()).toBe(0);
  const events = await world.store().eventsOf('r-1');
  expect(events.map(({ kind, data }) => [kind, data.reason])).toEqual([['message.abandoned', 'user_not_found']]);
  expect(world.messages(GENERAL)).toHaveLength(1);
});

test('what only a newer version knows is left to that version, and holds up nothing else', async () => {
  await world.submit('r-1', ['waiting']);
  await world.submit('r-2', ['waiting'], { channel: PLATFORM });
  const unknown = [
    { kind: 'dm', requestId: 'r-1', user: LENA, about: 'later' },
    { kind: 'notice', requestId: 'later', to: LENA, notice: { about: 'later' } },
    { kind: 'thread', requestId: 'r-1', note: { ...sampleNote('pending', 1, 1), milestone: 'later' } },
  ] as unknown as readonly Message[];
  await world.say(...unknown, line('r-2', 'pending'));
  await world.pass(30 * 60_000);
  // A line after one that is left waits for it, as the order of a thread is that of what happened.
  await world.say(line('r-1', 'running'));
  await world.change('r-1', ['running']);
  await world.pass(30 * 60_000);
  expect(cardOf()?.text).toBe('1 × ecs.g7.large in cn-beijing-h: Running');
  expect(threadOf()).toEqual([]);
  expect(threadOf(PLATFORM)).toEqual(['Pending: web']);
  expect(world.messages(LENA)).toEqual([]);
  expect(await world.waiting()).toBe(4);
  expect((await world.store().eventsOf('r-1')).filter(({ kind }) => kind === 'message.abandoned')).toEqual([]);
  // Another process may take them at once.
  const claim = { owner: 'newer', now: world.now(), claimUntil: world.now() + 1, limit: 10, skipChannels: [] };
  expect((await world.store().outbox.claim(claim)).map(({ kind }) => kind).toSorted()).toEqual(['notice', 'thread']);
});

test('stopping finishes what is in progress and takes nothing new', async () => {
  let stopping: Promise<void> | null = null;
  const off = world.slack.onCall(({ api, phase }) => {
    if (api !== 'chat.postMessage' || phase !== 'before') return;
    off();
    stopping = world.outbox().stop();
  });
  await world.submit('r-1', ['pending']);
  await world.say(line('r-1', 'pending'));
  await world.pass(1000);
  await stopping;
  expect(world.messages(GENERAL)).toHaveLength(1);
  expect((await world.store().request('r-1'))?.card?.ts).toBe(cardOf()?.ts);
  expect(threadOf()).toEqual([]);
  expect(await world.waiting()).toBe(1);
});

test('a store that fails while a post is in progress costs neither the post nor a second one', async () => {
  const { outbox } = world.store();
  const delivered = outbox.delivered;
  let failures = 3;
  outbox.delivered = async (...args) => {
    failures -= 1;
    if (failures >= 0) throw new StoreUnavailable('disk full');
    return delivered(...args);
  };
  await world.submit('r-1', ['pending']);
  await world.pass(30_000);
  expect(world.messages(GENERAL)).toHaveLength(1);
  expect(world.calls('conversations.history')).toBe(0);
  expect(await world.waiting()).toBe(0);
});

test('a store that cannot be read for a while delays messages and loses none', async () => {
  const { outbox } = world.store();
  const claim = outbox.claim;
  outbox.claim = async () => {
    throw new StoreUnavailable('connection lost');
  };
  await world.submit('r-1', ['pending']);
  await world.pass(600_000);
  expect(world.messages(GENERAL)).toHaveLength(0);
  outbox.claim = claim;
  await world.pass(31_000);
  expect(world.messages(GENERAL)).toHaveLength(1);
});

test('no post carries a secret, or a link but to the terminal', async () => {
  await world.submit('r-1', ['running', 'failed', 'troubled']);
  await world.say(line('r-1', 'running'), { kind: 'dm', requestId: 'r-1', user: LENA });
  await world.pass(5000);
  const said = JSON.stringify([world.messages(GENERAL), world.messages(LENA)]);
  expect(world.messages(LENA)).toHaveLength(1);
  // The terminal in the browser asks whoever opens it to sign in.
  const rest = said.replaceAll(
    /"https:\/\/ecs-workbench\.aliyun\.com\/\?from=EcsConsole&instanceType=ecs&regionId=[a-z-]+&instanceId=i-[a-z0-9]+"/gu,
    '',
  );
  for (const secret of [world.slack.botToken, world.slack.appToken, world.slack.signingSecret, world.base, '://'])
    expect(rest).not.toContain(secret);
});

test('an idle outbox asks neither Slack nor, more than now and then, the store', async () => {
  let claims = 0;
  const claim = world.store().outbox.claim;
  world.store().outbox.claim = (...args) => {
    claims += 1;
    return claim(...args);
  };
  await world.pass(60_000);
  expect(claims).toBeLessThanOrEqual(14);
  expect(Object.values(world.slack.state().calls).reduce((sum, each) => sum + each, 0)).toBe(0);
});

async function remove(ts: string): Promise<void> {
  const { botToken } = world.slack;
  const answer = await fetch(`${world.base}/api/chat.delete`, {
    method: 'POST',
    headers: { authorization: `Bearer ${botToken}`, 'content-type': 'application/json' },
    body: JSON.stringify({ channel: GENERAL, ts }),
  });
  expect(await answer.json()).toMatchObject({ ok: true });
}
