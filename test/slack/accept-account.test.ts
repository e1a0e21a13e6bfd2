import { expect, test } from 'vitest';
import type { AccountStanding } from '../../src/core/account.ts';
import { newRequest } from '../../src/core/request-new.ts';
import { PLATFORM, until } from '../sandbox/slack/serve.ts';
import { spec } from '../support/instances.ts';
import { type Bot, startBot } from './bot.ts';

const INES = 'U07INESCAR5';
const OTHER: AccountStanding = { is: 'other', stored: '111', actual: '222' };

const said = (bot: Bot): readonly string[] => [
  ...(bot.slack.state().channels.find(({ id }) => id === PLATFORM)?.messages ?? []).map((one) => JSON.stringify(one)),
  ...bot.slack.state().ephemeral.map((one) => JSON.stringify(one)),
];

async function hear(bot: Bot, typed: string): Promise<string> {
  const before = said(bot);
  await bot.type(typed, INES);
  return until(() => said(bot).find((one) => !before.includes(one)));
}

test('an admin who names the account of the credentials lets the bot go on there, once, and nothing else is accepted', async () => {
  const bot = await startBot('socket', { admins: [INES] });
  await bot.store.commit({ account: { was: null, next: '111' }, at: 1 });
  expect(await hear(bot, 'unfreeze account 222')).toContain('both of the account 111');
  bot.cloud.account = { is: 'unknown', failure: null };
  expect(await hear(bot, 'unfreeze account 222')).toContain('not known just now');
  bot.cloud.account = OTHER;
  expect(await hear(bot, 'unfreeze account 333')).toContain('belong to the account 222');
  expect(await bot.store.ground.account()).toBe('111');

  expect(await hear(bot, 'unfreeze account 222')).toContain('lets the bot go on in the Alibaba Cloud account 222');
  expect(await bot.store.ground.storedAccount()).toEqual({ id: '222', first: '111' });
  expect((await bot.store.eventsOf('account')).map(({ actor, data }) => [actor, data])).toEqual([
    [INES, { account: '222', replaces: '111' }],
  ]);
});

test('nothing is accepted while something may exist in the account of before', async () => {
  const bot = await startBot('socket', { admins: [INES] });
  const at = 1_800_000_000_000;
  const who = { origin: 'view:1', requester: 'U1', team: 'T1', channel: PLATFORM };
  const order = { approval: null, requestId: 'r-1', spec, amount: 1, clientTokens: ['token'], ...who, at };
  const { request, instances, events } = newRequest(order);
  const tried = instances.map((next) => ({ next: { ...next, createTriedAt: at } }));
  const rows = { requests: [{ next: request }], instances: tried, events };
  await bot.store.commit({ account: { was: null, next: '111' }, ...rows, at });
  bot.cloud.account = OTHER;
  expect(await hear(bot, 'unfreeze account 222')).toContain('r-1-1');
  expect(await bot.store.ground.account()).toBe('111');
});

/** One instance of the account 111, at rest. */
async function oneOfTheFirst(bot: Bot): Promise<number> {
  const at = 1_800_000_000_000;
  const who = { origin: 'view:1', requester: INES, team: 'T1', channel: PLATFORM };
  const order = { approval: null, requestId: 'r-1', spec, amount: 1, clientTokens: ['token'], ...who, at };
  const { request, instances, events } = newRequest(order);
  const made = { createTriedAt: at, acceptedAt: at, outcome: 'reached', cloudId: 'i-old', dueAt: null } as const;
  const rows = { requests: [{ next: request }], instances: instances.map((next) => ({ next: { ...next, ...made } })) };
  await bot.store.commit({ account: { was: null, next: '111' }, ...rows, events, at });
  return at;
}

test('every command answers with whose an instance of the account of before is, and changes nothing', async () => {
  const bot = await startBot('socket', { admins: [INES] });
  const at = await oneOfTheFirst(bot);
  await bot.store.commit({ account: { was: '111', next: '222' }, at: at + 1 });
  const before = await bot.store.instance('r-1-1');
  const name = String(before?.spec.name);
  for (const typed of [
    ...['i-old', 'r-1-1', name].map((word) => `show ${word}`),
    ...['stop', 'release', 'start', 'restart'].map((command) => `${command} ${name}`),
    ...['extend i-old 2h', 'renew i-old 1m', 'auto-renew i-old off'],
  ])
    expect(await hear(bot, typed)).toContain('belongs to the Alibaba Cloud account 111');
  expect(await bot.store.instance('r-1-1')).toEqual(before);
});

test('an admin says of which account the instances are that a database without an account knows of', async () => {
  const bot = await startBot('socket', { admins: [INES] });
  bot.cloud.account = { is: 'other', stored: null, actual: '222' };
  expect(await hear(bot, 'unfreeze account 333')).toContain('is about the account of its instances');
  expect(await hear(bot, 'unfreeze account 222')).toContain('Its instances are taken to be there');
  expect(await bot.store.ground.storedAccount()).toEqual({ id: '222', first: '222' });
});

test.each([
  ['other', OTHER, 'has credentials of another Alibaba Cloud account, so what you asked for waits'],
  ['not known', { is: 'unknown', failure: null }, 'does not know yet to which Alibaba Cloud account'],
] as const)('an order is answered with why it waits while the account is %s', async (_, standing, sentence) => {
  const bot = await startBot('socket', { admins: [INES] });
  await oneOfTheFirst(bot);
  bot.cloud.account = standing;
  expect(await hear(bot, 'start i-old')).toContain(sentence);
  expect((await bot.store.instance('r-1-1'))?.order?.what).toBe('start');
});
