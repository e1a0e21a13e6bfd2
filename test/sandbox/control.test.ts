import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { BotProcess } from '../../src/sandbox/bot.ts';
import { type Controlled, handleControl } from '../../src/sandbox/control.ts';
import { startEcsSimulator } from '../../src/sandbox/ecs/wire/server.ts';
import { makeChangeFeed } from '../../src/sandbox/feed.ts';
import { makeSlackSimulator } from '../../src/sandbox/slack/simulator.ts';
import { makeTourTurn } from '../../src/sandbox/tour-turn.ts';

const asked: string[] = [];
const bot: BotProcess = {
  state: () => 'stopped',
  start: async () => void asked.push('start'),
  stop: async () => asked.push('stop') && 0,
  kill: async () => void asked.push('kill'),
  healthUrl: '',
  pid: () => null,
};

let now = 0;
let base = '';
let box: Controlled;
let close = async (): Promise<void> => {};

beforeAll(async () => {
  const ecs = await startEcsSimulator({ port: 0, seed: 1 });
  const slack = makeSlackSimulator({ transport: 'socket', seed: 1 });
  const feed = makeChangeFeed();
  ecs.onChange(feed.changed);
  slack.onChange(feed.changed);
  box = { ecs, slack, bot, feed, tour: makeTourTurn(() => now), scale: 1 };
  const server = createServer((request, response) => {
    if (!handleControl(box, request, response)) response.writeHead(404).end('not of the control surface');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  slack.listenAt(base, null);
  close = async () => {
    server.closeAllConnections();
    await Promise.all([ecs.close(), slack.close(), new Promise((resolve) => server.close(resolve))]);
  };
});
afterAll(() => close());

async function call(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const sent = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
  const response = await fetch(base + path, { method, headers: { 'content-type': 'application/json' }, ...sent });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

test('the state shows both clouds in the promised shape', async () => {
  const { body } = await call('GET', '/sandbox/state');
  expect(body).toMatchObject({
    ecs: { instances: [], calls: {}, balance: { currency: 'CNY' } },
    slack: { channels: expect.any(Array), views: {}, ephemeral: [], home: {} },
    bot: 'stopped',
    faults: [],
    scale: 1,
  });
});

test('one window at a time is on the tour, until it leaves or says nothing for a minute', async () => {
  const on = async (window: string, isOn = true) => (await call('POST', '/sandbox/tour', { window, on: isOn })).body.ok;
  expect([await on('a'), await on('b'), await on('a')]).toEqual([true, false, true]);
  // Whoever has not the turn cannot end it.
  expect([await on('b', false), await on('b')]).toEqual([true, false]);
  expect([await on('a', false), await on('b')]).toEqual([true, true]);
  now += 60_000;
  expect(await on('a')).toBe(true);
  await on('a', false);
});

test('a reader that knows the newest state waits for the next change', async () => {
  const { body } = await call('GET', '/sandbox/state');
  const next = call('GET', `/sandbox/state?since=${body.version}`);
  await call('POST', '/sandbox/clock', { scale: 2 });
  expect((await next).body).toMatchObject({ scale: 2 });
});

test('a person whose app is not there is told so', async () => {
  const { user, channel } = { user: box.slack.users[0]?.id, channel: box.slack.channels[0]?.id };
  const { status, body } = await call('POST', '/sandbox/slash', { user, channel, command: '/ecs', text: 'create' });
  expect(status).toBe(200);
  expect(body).toMatchObject({ ok: false, error: expect.any(String) });
});

test('faults of either cloud are listed, switched on and cleared', async () => {
  const { body } = await call('GET', '/sandbox/faults');
  expect(Object.keys(body.names as object)).toEqual(expect.arrayContaining(['unavailable-after', 'slack-429']));
  await call('POST', '/sandbox/faults', { name: 'unavailable-after', times: 2 });
  await call('POST', '/sandbox/faults', { name: 'slack-down' });
  expect(box.ecs.activeFaults()).toMatchObject([{ name: 'unavailable-after', times: 2 }]);
  expect(box.slack.activeFaults()).toMatchObject([{ name: 'slack-down' }]);
  expect((await call('DELETE', '/sandbox/faults')).body).toMatchObject({ active: [] });
});

test.each([
  ['a fault nobody knows', 'POST', '/sandbox/faults', { name: 'meteor' }, 400],
  ['a fault without a name', 'POST', '/sandbox/faults', {}, 400],
  ['a clock that stands still', 'POST', '/sandbox/clock', { scale: 0 }, 400],
  ['an order the bot does not know', 'POST', '/sandbox/bot', { do: 'dance' }, 400],
  ['a slash command without a person', 'POST', '/sandbox/slash', { channel: 'C', command: '/ecs', text: '' }, 400],
  ['what is not JSON', 'POST', '/sandbox/slash', '{', 400],
  ['a path that is not there', 'GET', '/sandbox/nothing', undefined, 404],
])('%s is refused with a sentence', async (_, method, path, body, status) => {
  const answer = await call(method, path, body);
  expect(answer.status).toBe(status);
  expect(answer.body).toMatchObject({ ok: false, error: expect.stringMatching(/\w/) });
});

test('the bot is killed, stopped and started by name', async () => {
  for (const what of ['kill', 'stop', 'start']) await call('POST', '/sandbox/bot', { do: what });
  expect(asked).toEqual(['kill', 'stop', 'start']);
});
