import { describe, expect, test } from 'vitest';
import { LENA, until } from '../../sandbox/slack/serve.ts';
import { type Bot, blockIdOf, blockOf, held, startBot, textOf, type View, valuesFor } from '../bot.ts';

const change = (bot: Bot, view: View, action_id: string, chosen: Record<string, string> = {}) =>
  bot.slack.action({
    user: LENA,
    view_id: view.id,
    action_id,
    block_id: blockOf(view, action_id) ? blockIdOf(view, action_id) : 'details',
    ...(chosen[action_id] === undefined ? {} : { selected_option: { value: chosen[action_id] } }),
    values: valuesFor(view, chosen),
  });

/** Holds the answer to the next call of this method back, after it took effect. Returns how to let it go. */
function holdAnswer(bot: Bot, api: string): () => void {
  let letGo = (): void => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const stop = bot.slack.onCall(async (moment) => {
    if (moment.api !== api || moment.phase !== 'after') return;
    stop();
    await held;
  });
  return letGo;
}

const hasForm = (view: View): boolean => blockOf(view, 'vswitch') !== undefined;
const groupsOf = (vpc: string) => (view: View) => blockIdOf(view, 'group') === `group|cn-hangzhou|${vpc}`;

describe('what somebody changes while the bot is still at work on the window is not lost', () => {
  test.each(['views.open', 'views.update'])('before the answer to %s has come', async (api) => {
    const bot = await startBot('socket', { haste: 10 });
    bot.cloud.slow = api === 'views.update';
    const letGo = holdAnswer(bot, api);
    await bot.type('create zone=h vswitch=vsw-h1');
    if (bot.cloud.slow) {
      await bot.view();
      bot.cloud.answer();
    }
    const form = await bot.view(hasForm);
    bot.cloud.slow = ['keyPairs cn-hangzhou'];
    const before = bot.cloud.loads.length;
    await change(bot, form, 'vswitch', { vswitch: 'vsw-h2' });
    await until(() => bot.cloud.loads.length > before);
    letGo();
    expect(JSON.stringify(await bot.view(groupsOf('vpc-2')))).toContain('vsw-h2');
  });

  test('while more of the form is being fetched', async () => {
    const bot = await startBot('socket', { haste: 10 });
    await bot.type('create zone=h vswitch=vsw-h1');
    const form = await bot.view(hasForm);
    await bot.idle();
    bot.cloud.slow = ['keyPairs cn-hangzhou'];
    await change(bot, form, 'form_more');
    await until(() => bot.cloud.loads.includes('keyPairs cn-hangzhou'));
    await change(bot, form, 'vswitch', { vswitch: 'vsw-h2' });
    await bot.view(groupsOf('vpc-2'));
    bot.cloud.answer();
    await bot.idle();
    expect(blockIdOf(await bot.view(), 'group')).toBe('group|cn-hangzhou|vpc-2');
  });
});

describe('a bot that has just started knows no lists, and a form of before it is open', () => {
  const restarted = async (slow: readonly string[]) => {
    const first = await startBot('http');
    await first.type('create zone=h vswitch=vsw-h1 type=g7.large image=ubuntu');
    const form = await first.view((view) => textOf(view).includes('Account balance now'));
    await first.idle();
    const bot = await startBot('http', { beside: first, haste: 10 });
    bot.cloud.slow = slow;
    return { bot, form };
  };

  test('a vSwitch whose list is late still decides which security groups there are', async () => {
    const { bot, form } = await restarted(['vSwitches']);
    await change(bot, form, 'vswitch', { vswitch: 'vsw-h2' });
    await until(() => bot.cloud.loads.filter((load) => load.startsWith('vSwitches')).length > 1);
    bot.cloud.answer();
    const last = await bot.view(groupsOf('vpc-2'));
    expect(held(last, 'vswitch')).toBe('vsw-h2');
  });

  test('a type whose list is late still decides the disks and the price', async () => {
    const { bot, form } = await restarted(['instanceTypes']);
    await change(bot, form, 'type', { type: 'ecs.s2.large' });
    await until(() => bot.cloud.loads.filter((load) => load.startsWith('instanceTypes')).length > 1);
    bot.cloud.answer();
    const last = await bot.view((view) => held(view, 'disk') === 'cloud_ssd');
    expect(held(last, 'type')).toBe('ecs.s2.large');
    await until(() => bot.cloud.priced.some(({ instanceType }) => instanceType === 'ecs.s2.large'));
  });
});
