import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Ending, Expiry } from '../../../src/core/expiry/expiry.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import type { Message } from '../../../src/core/request/message.ts';
import { AUTO_RENEW_ON } from '../../../src/slack/auto-renewal/ids.ts';
import { RENEW_ASK } from '../../../src/slack/renewal/ids.ts';
import { GENERAL, LENA, makeWorld, type World } from './outbox-world.ts';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.end());

const DAY = 86_400_000;
const MONTH = { unit: 'Month', period: 1 } as const;
const cny = (minor: number) => ({ minor, currency: 'CNY' });

/** Running instances of Lena's that are paid for until a while from now. */
async function withExpiry(amount: number, expiry: Partial<Expiry> = {}, more: Partial<Instance> = {}): Promise<number> {
  const until = world.now() + 3 * DAY;
  await world.submit(
    'r-1',
    Array.from({ length: amount }, () => 'running' as const),
    { requester: LENA },
  );
  const known: Expiry = { until, renewal: { on: false, term: null }, lookAt: null, ended: false, misses: 0, ...expiry };
  const rows = await world.store().instancesOf('r-1');
  const instances = rows.map((one) => ({ next: { ...one, version: one.version + 1, expiry: known, ...more } }));
  await world.store().commit({ instances, messages: [{ kind: 'card', requestId: 'r-1' }], at: world.now() });
  return until;
}

function reminder(until: number, amount: number, over: Partial<Ending> = {}): Message {
  const ends = Array.from(
    { length: amount },
    (_, n): Ending => ({
      instanceId: `r-1-${n + 1}`,
      ...{ until, renews: false, more: { term: MONTH, price: cny(18_564) }, short: null },
      ...over,
    }),
  );
  return { kind: 'dm', requestId: 'r-1', user: LENA, about: 'expiry', ends };
}

test('the owner is told privately until when it is paid for, what more costs, how to keep it, and has buttons', async () => {
  const until = await withExpiry(1);
  await world.say(reminder(until, 1));
  await world.pass(5000);
  const [message, ...others] = world.messages(LENA);
  expect(others).toEqual([]);
  expect(message?.text).toContain('It ends on <!date^1795687200^');
  const said = JSON.stringify(message?.blocks);
  for (const part of [
    `paid until <!date^${until / 1000}^`,
    'renewing by 1 month costs CNY 185.64',
    '/ecs renew web 1 month',
    '/ecs auto-renew web on',
    'for 15 more days',
  ])
    expect(said).toContain(part);
  expect(message?.blocks?.find(({ type }) => type === 'actions')).toMatchObject({
    elements: [
      { action_id: RENEW_ASK, value: 'r-1-1/1m' },
      { action_id: AUTO_RENEW_ON, value: 'r-1-1' },
      { action_id: 'run_beside:show:r-1-1', value: 'show r-1-1' },
    ],
  });
});

test('twenty instances are one message, without a button for each', async () => {
  const until = await withExpiry(20);
  await world.say(reminder(until, 20));
  await world.pass(5000);
  const [message, ...others] = world.messages(LENA);
  expect(others).toEqual([]);
  const said = JSON.stringify(message?.blocks);
  expect(said.match(/185\.64/gu)).toHaveLength(20);
  expect(said).not.toContain('"actions"');
});

test('no price is said to be none, and what is not known of auto-renewal as that', async () => {
  const until = await withExpiry(1, { renewal: null });
  await world.say(reminder(until, 1, { renews: null, more: { term: MONTH, price: null } }));
  await world.pass(5000);
  const said = JSON.stringify(world.messages(LENA)[0]?.blocks);
  for (const part of ['names no price for renewing by 1 month', 'Couldn’t load whether']) expect(said).toContain(part);
});

test('for an instance that renews itself the only message is that the account has too little', async () => {
  const until = await withExpiry(1, { renewal: { on: true, term: MONTH } });
  await world.say(reminder(until, 1, { renews: true, short: { balance: cny(5_000), needed: cny(18_564) } }));
  await world.pass(5000);
  const said = JSON.stringify(world.messages(LENA)[0]?.blocks);
  expect(said).toContain(
    'the account has only CNY 50.00. Until then, the auto-renewals that the bot knows cost about CNY 185.64',
  );
  expect(said).not.toContain('/ecs auto-renew');
  expect(said).not.toContain(AUTO_RENEW_ON);
  expect(said).not.toContain(RENEW_ASK);
});

test.each<[string, Partial<Expiry>, Partial<Instance>, Partial<Ending>]>([
  ['was renewed meanwhile', { until: Date.UTC(2027, 1, 1) }, {}, {}],
  ['renews itself by now', { renewal: { on: true, term: MONTH } }, {}, {}],
  [
    'has auto-renewal turned off, though the account had too little',
    {},
    {},
    { renews: true, short: { balance: cny(1), needed: cny(2) } },
  ],
  ['is gone', {}, { wanted: 'released' }, {}],
])('nobody is reminded of one that %s', async (_name, expiry, more, over) => {
  await withExpiry(1, expiry, more);
  await world.say(reminder(world.now() + 3 * DAY, 1, over));
  await world.pass(5000);
  expect(world.messages(LENA)).toEqual([]);
  expect(await world.waiting()).toBe(0);
});

test('a reminder that waited past the end is not sent', async () => {
  const until = await withExpiry(1, { until: world.now() - 1 });
  await world.say(reminder(world.now() - 1, 1));
  await world.pass(5000);
  expect([until > 0, world.messages(LENA)]).toEqual([true, []]);
});

test('the thread is told that it is over and who has it renew itself', async () => {
  const until = await withExpiry(1);
  const note = { at: world.now(), ordinal: 1, name: 'web-1', cloudId: 'i-1', publicIp: null, privateIp: null };
  const of = (renewal: Expiry['renewal'], by?: string) => ({ until, renewal, ...(by !== undefined && { by }) });
  const say = (milestone: 'autoRenewOn' | 'expired', expiry: ReturnType<typeof of>) =>
    world.say({ kind: 'thread', requestId: 'r-1', note: { ...note, failure: null, milestone, expiry } });
  await say('autoRenewOn', of({ on: true, term: MONTH }, LENA));
  await say('expired', of({ on: false, term: null }));
  await world.pass(5000);
  const said = JSON.stringify(world.messages(GENERAL)[0]?.replies[0]?.blocks);
  for (const part of [
    `<@${LENA}> *Auto-renewal turned on*: \`web-1\`, for 1 month at a time, paid until <!date^`,
    '*Prepaid period over*: `web-1`',
    '/ecs renew web-1 1 month',
  ])
    expect(said).toContain(part);
});

test.each<[string, Partial<Expiry>, Partial<Instance>, string]>([
  ['was renewed', { until: Date.UTC(2027, 1, 1) }, {}, 'The prepaid period of web was changed after the reminder.'],
  [
    'renews itself',
    { renewal: { on: true, term: MONTH } },
    {},
    'Auto-renewal of web was turned on after the reminder.',
  ],
  ['is gone', {}, { wanted: 'released' }, 'web is gone.'],
])(
  'a reminder that was sent is edited once the instance %s: it offers nothing then',
  async (_what, expiry, more, means) => {
    const until = await withExpiry(1);
    await world.say(reminder(until, 1));
    await world.pass(5000);
    expect(JSON.stringify(world.messages(LENA)[0]?.blocks)).toContain(RENEW_ASK);
    const row = await world.store().instance('r-1-1');
    if (!row?.expiry) throw new Error('there is no instance');
    const next = { ...row, version: row.version + 1, expiry: { ...row.expiry, ...expiry }, ...more };
    await world
      .store()
      .commit({ instances: [{ next }], messages: [{ kind: 'card', requestId: 'r-1' }], at: world.now() });
    await world.pass(5000);
    const [message, ...others] = world.messages(LENA);
    expect(others).toEqual([]);
    expect(message?.text).toContain(`This reminder no longer applies. ${means}`);
    expect(JSON.stringify(message?.blocks)).not.toContain('"button"');
  },
);
