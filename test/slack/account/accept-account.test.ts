import { expect, test } from 'vitest';
import { type AccountStatus, leftIn } from '../../../src/core/account/account.ts';
import { untried } from '../../../src/core/renewal/renewal-new.ts';
import { newRequest } from '../../../src/core/request/request-new.ts';
import { PLATFORM, until } from '../../sandbox/slack/serve.ts';
import { spec } from '../../support/instances.ts';
import { type Bot, startBot } from '../bot.ts';

const INES = 'U07INESCAR5';
const OTHER: AccountStatus = { is: 'other', stored: '111', actual: '222' };

const said = (bot: Bot): readonly string[] => [
  ...(bot.slack.state().channels.find(({ id }) => id === PLATFORM)?.messages ?? []).map((one) => JSON.stringify(one)),
  ...bot.slack.state().ephemeral.map((one) => JSON.stringify(one)),
];

async function hear(bot: Bot, typed: string): Promise<string> {
  const before = said(bot);
  await bot.type(typed, INES);
  return until(() => said(bot).find((one) => !before.includes(one)));
}

const at = 1_800_000_000_000;

test('an admin who names the account of the credentials lets the bot go on there, once, and nothing else is accepted', async () => {
  const bot = await startBot('socket', { admins: [INES] });
  await bot.store.commit({ account: { was: null, next: '111' }, at: 1 });
  expect(await hear(bot, 'unfreeze account 222')).toContain('both belong to the account 111');
  bot.cloud.account = { is: 'unknown', failure: null };
  expect(await hear(bot, 'unfreeze account 222')).toContain('The bot can’t tell right now');
  bot.cloud.account = OTHER;
  expect(await hear(bot, 'unfreeze account 333')).toContain('belong to the account 222');
  expect(await bot.store.metadata.account()).toBe('111');

  expect(await hear(bot, 'unfreeze account 222')).toContain('let the bot continue in the Alibaba Cloud account 222');
  expect(await bot.store.metadata.storedAccount()).toEqual({ id: '222', first: '111' });
  expect((await bot.store.eventsOf('account')).map(({ actor, data }) => [actor, data])).toEqual([
    [INES, { account: '222', replaces: '111' }],
  ]);
});

test('nothing is accepted while something may exist in the account of before', async () => {
  const bot = await startBot('socket', { admins: [INES] });
  const who = { origin: 'view:1', requester: 'U1', team: 'T1', channel: PLATFORM };
  const order = { approval: null, requestId: 'r-1', spec, amount: 1, clientTokens: ['token'], ...who, at };
  const { request, instances, events } = newRequest(order);
  const tried = instances.map((next) => ({ next: { ...next, createTriedAt: at } }));
  const rows = { requests: [{ next: request }], instances: tried, events };
  await bot.store.commit({ account: { was: null, next: '111' }, ...rows, at });
  bot.cloud.account = OTHER;
  const name = String((await bot.store.instance('r-1-1'))?.spec.name);
  expect(await hear(bot, 'unfreeze account 222')).toContain(`${name} (r-1-1, ${spec.region})`);
  expect(await hear(bot, 'unfreeze account 222 give-up 2')).toContain('unfreeze account 222 give-up 1 ends it');
  expect(await bot.store.metadata.account()).toBe('111');
  expect((await bot.store.instance('r-1-1'))?.outcome).toBeNull();
});

test('whose credentials are gone for good gives up by their number what may exist there, and each requester hears of it', async () => {
  const bot = await startBot('socket', { admins: [INES] });
  const untouched = await inDoubt(bot);
  bot.cloud.account = OTHER;
  const shown = await hear(bot, 'unfreeze account 222');
  for (const part of ['3 purchases or actions', 'r-1-1', 'r-2-1', 'r-3', 'give-up 3']) expect(shown).toContain(part);
  expect(shown).not.toContain('r-1-2');
  const told = await hear(bot, 'unfreeze account 222 give-up 3');
  expect(told).toContain('3 purchases or actions ended as unconfirmed');

  expect(await bot.store.metadata.account()).toBe('222');
  const account = await bot.store.metadata.storedAccount();
  for (const id of ['r-1-1', 'r-2-1']) {
    const row = await bot.store.instance(id);
    expect(row).toMatchObject({ outcome: 'failed', failure: { kind: 'doubtful' }, dueAt: null });
    expect(row && leftIn(row, account)).toBe('111');
  }
  expect((await bot.store.request('r-3'))?.renewal?.end).toMatchObject({ is: 'failed', failure: { kind: 'doubtful' } });
  // What was never tried goes on in the other account.
  expect(await bot.store.instance('r-1-2')).toEqual(untouched);
  expect((await bot.store.eventsOf('account')).at(-1)).toMatchObject({
    actor: INES,
    data: { account: '222', replaces: '111', givenUp: expect.arrayContaining(['r-1-1', 'r-2-1', 'r-3']) },
  });
  for (const id of ['r-1', 'r-2', 'r-3']) {
    const { events = [] } = (await bot.store.history(id, 50)) ?? {};
    expect(events.map(({ kind }) => kind)).toContain(id === 'r-3' ? 'request.finished' : 'instance.failed');
  }
  // The threads of all three wait to be told.
  const now = Date.now() + at;
  const claim = { owner: 'slack', now, claimUntil: now + 1, limit: 50, skipChannels: [] };
  const notes: string[] = [];
  // The card goes first.
  for (let deliveries = await bot.store.outbox.claim(claim); deliveries.length > 0; ) {
    for (const delivery of deliveries) {
      for (const one of delivery.messages)
        if (one.kind === 'thread') notes.push(`${one.requestId} ${one.note.milestone}`);
      await bot.store.outbox.delivered(delivery, { channel: PLATFORM, ts: '1' }, now);
    }
    deliveries = await bot.store.outbox.claim(claim);
  }
  expect(notes).toEqual(expect.arrayContaining(['r-1 failed', 'r-2 failed', 'r-3 renewal']));
});

/** In the account 111: a create in doubt beside one that was never tried, an instance with an order, and a renewal that may be paid. */
async function inDoubt(bot: Bot) {
  const who = { requester: 'U1', team: 'T1', channel: PLATFORM };
  const order = (requestId: string, amount: number) => ({
    ...{ approval: null, requestId, spec, amount, origin: `view:${requestId}`, ...who, at },
    clientTokens: Array.from({ length: amount }, (_, n) => `${requestId}-${n}`),
  });
  const tried = { createTriedAt: at, account: '111', creates: { sent: 1, undone: 0, lastAt: at, mayRepeat: true } };
  const first = newRequest(order('r-1', 2));
  const second = newRequest(order('r-2', 1));
  const [one, two] = first.instances;
  const [three] = second.instances;
  if (one === undefined || two === undefined || three === undefined) throw new Error('there are three');
  const renewal = { ...untried('r-2-1', 'i-2', at, 'token'), triedAt: at, attempts: 1 };
  const renewing = { ...second.request, id: 'r-3', origin: 'view:r-3', state: 'creating', dueAt: at, renewal } as const;
  await bot.store.commit({
    account: { was: null, next: '111' },
    requests: [{ next: first.request }, { next: second.request }, { next: renewing }],
    instances: [
      { next: { ...one, ...tried } },
      { next: two },
      { next: { ...three, ...tried, cloudId: 'i-2', acceptedAt: at } },
    ],
    events: [...first.events, ...second.events],
    at,
  });
  return two;
}

/** One instance of the account 111, at rest. */
async function oneOfTheFirst(bot: Bot): Promise<number> {
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
  expect(await hear(bot, 'unfreeze account 333')).toContain('belongs to the account of its instances');
  expect(await hear(bot, 'unfreeze account 222')).toContain('Its instances are assumed to be there');
  expect(await bot.store.metadata.storedAccount()).toEqual({ id: '222', first: '222' });
});

test.each([
  ['other', OTHER, 'has credentials of another Alibaba Cloud account, so this waits'],
  ['not known', { is: 'unknown', failure: null }, 'doesn’t know yet which Alibaba Cloud account'],
] as const)('an order is answered with why it waits while the account is %s', async (_, status, sentence) => {
  const bot = await startBot('socket', { admins: [INES] });
  await oneOfTheFirst(bot);
  bot.cloud.account = status;
  expect(await hear(bot, 'start i-old')).toContain(sentence);
  expect((await bot.store.instance('r-1-1'))?.order?.what).toBe('start');
});
