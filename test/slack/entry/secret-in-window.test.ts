import { expect, test } from 'vitest';
import { TEXTS } from '../../../src/text/texts.ts';
import { LENA } from '../../sandbox/slack/serve.ts';
import { type Bot, blockIdOf, startBot, textOf } from '../bot.ts';
import { pick, settled } from '../person.ts';

const { secret } = TEXTS.en.options;

/** Another region is chosen, with something in the field for the purpose. */
async function choose(bot: Bot, region: string, purpose: string): Promise<void> {
  const view = await bot.view();
  await pick(bot, view, 'region', region, { purpose });
  await bot.idle();
}

test.each([
  ['password=Correct-Horse-7', 'password'],
  ['see https://ops:hunter2@wiki.example/', 'password'],
  ['-----BEGIN RSA PRIVATE KEY-----', 'privateKey'],
  ['LTAI5tFakeFakeFakeFakeXy', 'accessKey'],
] as const)(
  'with %j in a field the window says at once which word it will not take, and never shows it',
  async (typed, kind) => {
    const bot = await startBot('socket', { policy: 'purpose: required\n', admins: [LENA] });
    await bot.type('create region=cn-hangzhou');
    const before = await settled(bot);
    expect(textOf(before)).not.toContain(secret[kind]);

    await choose(bot, 'cn-beijing', typed);
    const told = await bot.view();
    expect(textOf(told)).toContain(secret[kind]);
    expect(JSON.stringify(told.blocks)).not.toContain(typed);
    expect(JSON.stringify(bot.lines)).not.toContain(typed);
    // Said once, however often something is chosen.
    await choose(bot, 'cn-shanghai', typed);
    expect(textOf(await bot.view()).split(secret[kind])).toHaveLength(2);

    // Taken out, the window goes on, and the sentence is gone.
    await choose(bot, 'cn-beijing', 'load test');
    await bot.view((view) => !textOf(view).includes(secret[kind]));
    expect(blockIdOf(await bot.view(), 'zone')).toContain('cn-beijing');
  },
);
