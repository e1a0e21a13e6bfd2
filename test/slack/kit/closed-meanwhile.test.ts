import { expect, onTestFinished, test } from 'vitest';
import { fail } from '../../../src/core/base/result.ts';
import { LENA, until } from '../../sandbox/slack/serve.ts';
import { seen } from '../../support/instances.ts';
import { makeCrowd, policyWith } from '../../usecases/approval/approval-stage.ts';
import { type Bot, makeFailure, startBot } from '../bot.ts';
import { asked, inRegion } from '../instance/list-stage.ts';

const REQUEST = 'r-7k3mz9q2xa';
const ID = `${REQUEST}-1`;
const CLOUD_ID = 'i-cnhangzhou0001';
const PREPAID = { kind: 'prepaid', term: { unit: 'Month', period: 1 }, autoRenew: false } as const;

/** Lena's instance; she closes each window before it is changed. */
async function office(charge: 'prepaid' | 'hourly'): Promise<Bot> {
  const bot = await startBot('socket', { directory: makeCrowd().directory });
  bot.ruleBy(policyWith());
  const row = { cloudId: CLOUD_ID, outcome: 'reached' } as const;
  const change = charge === 'hourly' ? {} : { charge: PREPAID };
  await asked(bot, REQUEST, (one) => ({ ...row, spec: { ...one.spec, ...change } }), { name: 'web-1' });
  const state = charge === 'hourly' ? {} : { chargeKind: 'prepaid' as const, expiresAt: Date.UTC(2027, 0, 10, 16) };
  bot.account.instances = [inRegion('cn-hangzhou', 1, { status: 'Stopped', ...state })];
  bot.cloud.instances.set(CLOUD_ID, seen('Stopped', { cloudId: CLOUD_ID, ...state }));
  onTestFinished(
    bot.slack.onCall(async ({ api, phase }) => {
      const view = bot.slack.state().views[LENA]?.at(-1);
      if (api === 'views.update' && phase === 'before' && view)
        await bot.slack.closeView({ user: LENA, view_id: view.id });
    }),
  );
  return bot;
}

/** What the bot has written to Lena in her direct messages. */
const messages = (bot: Bot): readonly string[] =>
  bot.slack
    .state()
    .channels.filter(({ name }) => name === LENA)
    .flatMap(({ messages }) => messages.map((message) => JSON.stringify(message.blocks)));

/** A home of Lena's with one button, which runs a command. */
async function press(bot: Bot, command: string): Promise<void> {
  const text = { type: 'plain_text' as const, text: 'Run' };
  const button = { type: 'button' as const, action_id: 'run_beside:one', text, value: command };
  await bot.web.views.publish({
    user_id: LENA,
    view: { type: 'home', blocks: [{ type: 'actions', block_id: 'one', elements: [button] }] },
  });
  const home = await until(() => bot.slack.state().home[LENA]);
  expect(await bot.slack.action({ user: LENA, view_id: home.id, action_id: button.action_id })).toEqual({ ok: true });
  await bot.idle();
}

test.each([
  ['key remove laptop', 'hourly', 'laptop'],
  ['renew web-1 1m', 'prepaid', 'price'],
] as const)(
  '/ecs %s is answered beside the command if its window was closed before the answer came',
  async (typed, charge, told) => {
    const bot = await office(charge);
    if (charge === 'prepaid') bot.cloud.price = fail(makeFailure('transient'));
    await bot.type(typed);
    await bot.idle();
    expect(bot.told()).toHaveLength(1);
    expect(JSON.stringify(bot.slack.state().ephemeral[0])).toContain(told);
    expect(messages(bot)).toEqual([]);
  },
);

test('what a button of the home has done is told in messages if its window was closed before', async () => {
  const bot = await office('hourly');
  await press(bot, `start ${ID}`);
  expect(await bot.store.instance(ID)).toMatchObject({ order: { what: 'start', by: LENA } });
  expect(messages(bot)).toHaveLength(1);
  expect(messages(bot)[0]).toContain('/ecs start');
});

test('what a button of the home only shows is not sent to a person who has closed its window', async () => {
  const bot = await office('hourly');
  await press(bot, `show ${ID}`);
  expect(messages(bot)).toEqual([]);
  expect(bot.told()).toEqual([]);
});

test('a form that comes after its window was closed is not sent either', async () => {
  const bot = await office('prepaid');
  await bot.type('renew web-1 1m');
  await bot.idle();
  expect(bot.told()).toEqual([]);
  expect(messages(bot)).toEqual([]);
});
