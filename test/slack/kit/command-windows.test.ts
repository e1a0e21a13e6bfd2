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

/** Lena's instance. */
async function office(charge: 'prepaid' | 'hourly'): Promise<Bot> {
  const bot = await startBot('socket', { directory: makeCrowd().directory });
  bot.ruleBy(policyWith());
  const row = { cloudId: CLOUD_ID, outcome: 'reached' } as const;
  const change = charge === 'hourly' ? {} : { charge: PREPAID };
  await asked(bot, REQUEST, (one) => ({ ...row, spec: { ...one.spec, ...change } }), { name: 'web-1' });
  const state = charge === 'hourly' ? {} : { chargeKind: 'prepaid' as const, expiresAt: Date.UTC(2027, 0, 10, 16) };
  bot.account.instances = [inRegion('cn-hangzhou', 1, { status: 'Stopped', ...state })];
  bot.cloud.instances.set(CLOUD_ID, seen('Stopped', { cloudId: CLOUD_ID, ...state }));
  return bot;
}

/** She closes each window before it is changed. */
async function hasty(charge: 'prepaid' | 'hourly'): Promise<Bot> {
  const bot = await office(charge);
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

/** Presses a button that runs a command, in Lena's home or in a window of hers. */
async function press(bot: Bot, command: string, place: 'home' | 'window' = 'home'): Promise<void> {
  const text = { type: 'plain_text' as const, text: 'Run' };
  const button = { type: 'button' as const, action_id: 'run_beside:one', text, value: command };
  const blocks = [{ type: 'actions' as const, block_id: 'one', elements: [button] }];
  await bot.web.views.publish({ user_id: LENA, view: { type: 'home', blocks } });
  const home = await until(() => bot.slack.state().home[LENA]);
  if (place === 'window') {
    await bot.slack.action({ user: LENA, view_id: home.id, action_id: button.action_id, value: `show ${ID}` });
    await bot.idle();
    await bot.web.views.update({ view_id: (await bot.view()).id, view: { type: 'modal', title: text, blocks } });
  }
  const { id: view_id } = place === 'window' ? await bot.view() : home;
  expect(await bot.slack.action({ user: LENA, view_id, action_id: button.action_id })).toEqual({ ok: true });
  await bot.idle();
}

test.each([
  ['key remove laptop', 'hourly', 'laptop'],
  ['renew web-1 1m', 'prepaid', 'price'],
] as const)(
  '/ecs %s is answered beside the command if its window was closed before the answer came',
  async (typed, charge, told) => {
    const bot = await hasty(charge);
    if (charge === 'prepaid') bot.cloud.price = fail(makeFailure('transient'));
    await bot.type(typed);
    await bot.idle();
    expect(bot.told()).toHaveLength(1);
    expect(JSON.stringify(bot.slack.state().ephemeral[0])).toContain(told);
    expect(messages(bot)).toEqual([]);
  },
);

test('what a button of the home has done is told in messages if its window was closed before', async () => {
  const bot = await hasty('hourly');
  await press(bot, `start ${ID}`);
  expect(await bot.store.instance(ID)).toMatchObject({ order: { what: 'start', by: LENA } });
  expect(messages(bot)).toHaveLength(1);
  expect(messages(bot)[0]).toContain('/ecs start');
});

test('what a button of the home only shows is not sent to a person who has closed its window', async () => {
  const bot = await hasty('hourly');
  await press(bot, `show ${ID}`);
  expect(messages(bot)).toEqual([]);
  expect(bot.told()).toEqual([]);
});

test('a form that comes after its window was closed is not sent either', async () => {
  const bot = await hasty('prepaid');
  await bot.type('renew web-1 1m');
  await bot.idle();
  expect(bot.told()).toEqual([]);
  expect(messages(bot)).toEqual([]);
});

test.each([
  ['home', 1],
  ['window', 2],
] as const)('a command that opens a window does so from a button of a %s too', async (place, depth) => {
  const bot = await office('prepaid');
  for (const command of ['create', `set ${ID}`, `renew ${ID} 1m`, `stop ${ID}`, 'key add', 'key remove x']) {
    await press(bot, command, place);
    const views = bot.slack.state().views[LENA] ?? [];
    // Over another window Slack shows only a pushed one.
    expect([command, views.length]).toEqual([command, depth]);
    expect(JSON.stringify(views.at(-1))).not.toMatch(/One moment|"Run"/);
    for (const { id } of views.toReversed()) await bot.slack.closeView({ user: LENA, view_id: id });
  }
});
