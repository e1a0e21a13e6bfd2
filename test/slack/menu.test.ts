import { expect, test } from 'vitest';
import { ok } from '../../src/core/base/result.ts';
import { APPROVE } from '../../src/slack/approval/ids.ts';
import { LENA, MARCUS, PLATFORM, until } from '../sandbox/slack/serve.ts';
import { askIn, INES, makeCrowd, policyWith, priceOf } from '../usecases/approval/approval-stage.ts';
import { type Bot, startBot, textOf } from './bot.ts';
import { commandStage, ID } from './commands/command-stage.ts';

/** What was answered last to a person, with the buttons on it. */
interface Told {
  readonly id: string;
  readonly text: string;
  readonly buttons: readonly {
    readonly action_id: string;
    readonly value: string;
    readonly text: { readonly text: string };
  }[];
}

const lastTold = (bot: Bot, user: string): Told => {
  const message = bot.slack
    .state()
    .ephemeral.filter((one) => one.user === user)
    .at(-1);
  if (message === undefined) throw new Error('nothing was told');
  const blocks = message.blocks as { elements?: Told['buttons']; accessory?: Told['buttons'][number] }[];
  return {
    id: message.ts,
    text: JSON.stringify(message),
    buttons: blocks
      .flatMap(({ elements = [], accessory }) => [...elements, ...(accessory ? [accessory] : [])])
      .filter(({ action_id }) => action_id !== undefined),
  };
};

const hear = async (bot: Bot, typed: string, user = LENA): Promise<Told> => {
  const before = bot.slack.state().ephemeral.length;
  await bot.type(typed, user);
  await until(() => bot.slack.state().ephemeral.length > before);
  await bot.idle();
  return lastTold(bot, user);
};

const press = (bot: Bot, { id, buttons }: Told, action_id: string, user = LENA) =>
  bot.slack.action({
    ...{ user, channel: PLATFORM, message_ts: id, action_id },
    value: buttons.find((button) => button.action_id === action_id)?.value ?? 'no such button',
  });

test('/ecs alone offers what one most likely wants, with how much there is of it', async () => {
  const bot = await commandStage('socket');
  const menu = await hear(bot, '');
  expect(menu.buttons.map(({ text }) => text.text)).toEqual(['Create instances', 'Your instances (1)', 'Help']);
  await press(bot, menu, 'run_beside:create');
  expect((await bot.view()).title).toMatchObject({ text: 'Create instances' });
});

test('/ecs stop alone offers the instances that run, and a click goes on as if the name had been typed', async () => {
  const bot = await commandStage('socket');
  const which = await hear(bot, 'stop');
  expect(which.text).toContain('Which one?');
  expect(which.buttons.map(({ value }) => value)).toEqual([`stop ${ID}`]);
  await press(bot, which, 'run_here:pick0');
  expect(textOf(await bot.view())).toContain('web-1');
});

test('a misspelt command is answered in one line', async () => {
  const bot = await commandStage('socket');
  const { text, buttons } = await hear(bot, 'stpo web-1');
  expect(text).toContain('Did you mean /ecs stop web-1?');
  expect(text.length).toBeLessThan(600);
  expect(buttons).toEqual([]);
});

test('/ecs approvals shows what waits for one, and is decided there', async () => {
  const crowd = makeCrowd();
  const bot = await startBot('socket', { directory: crowd.directory, admins: [INES] });
  const policy = policyWith({});
  bot.ruleBy(policy);
  bot.cloud.price = ok(priceOf(120_400));
  await askIn({ store: bot.store, policy, crowd, at: Date.now(), id: 'r-0123456789', admins: [INES] });
  expect((await hear(bot, '', MARCUS)).buttons.map(({ text }) => text.text)).toContain('Waiting for your approval (1)');
  const told = await hear(bot, 'approvals', MARCUS);
  expect(told.text).toContain('CNY 1,204.00');
  await press(bot, told, APPROVE, MARCUS);
  await until(async () => (await bot.store.request('r-0123456789'))?.state === 'creating');
  expect((await hear(bot, 'approvals', MARCUS)).text).toContain('Nothing is waiting for your approval');
});
