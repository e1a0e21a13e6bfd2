import { expect, test } from 'vitest';
import { TEXTS } from '../../../src/text/texts.ts';
import { LENA, PLATFORM } from '../../sandbox/slack/serve.ts';
import { startBot } from '../bot.ts';

const { unreadable } = TEXTS.en.commands;

// What is not acknowledged within the limit would be sent again by Slack, and told to the person as an error of Slack's own.
test('over Socket Mode what cannot be read is acknowledged, answered where it can be, and the link goes on', async () => {
  let forge = (payload: Readonly<Record<string, unknown>>): object => payload;
  const bot = await startBot('socket', { slack: { ackLimitMs: 5_000, forge: (payload) => forge(payload) } });
  const button = {
    type: 'button' as const,
    action_id: 'approve',
    value: 'x',
    text: { type: 'plain_text' as const, text: 'x' },
  };
  const blocks = [{ type: 'actions' as const, elements: [button] }];
  const { ts } = await bot.web.chat.postMessage({ channel: PLATFORM, text: 'a button', blocks });
  const press = () => bot.slack.action({ user: LENA, channel: PLATFORM, message_ts: String(ts), action_id: 'approve' });

  for (const broken of [{ text: 7 }, { user_id: ['U1'] }, { trigger_id: null }, { response_url: {} }]) {
    forge = (payload) => ({ ...payload, ...broken });
    const told = bot.told().length;
    expect([broken, await bot.type('help')]).toEqual([broken, { ok: true }]);
    expect(bot.told().slice(told).join()).toContain(unreadable);
  }
  for (const broken of [{ actions: null }, { actions: [] }, { view: 7, container: 7 }, { type: 'nobody_knows' }]) {
    forge = (payload) => ({ ...payload, ...broken });
    expect([broken, (await press()).ok]).toEqual([broken, true]);
  }
  forge = (payload) => ({ ...payload, actions: null });
  const before = bot.lines.length;
  expect((await press()).ok).toBe(true);
  expect(
    bot.lines
      .slice(before)
      .map(({ message }) => String(message))
      .join(),
  ).toContain('in a shape that cannot be read');

  forge = (payload) => payload;
  const told = bot.told().length;
  expect(await bot.type('help')).toEqual({ ok: true });
  await bot.idle();
  expect(bot.told().slice(told).join()).not.toContain(unreadable);
  expect(bot.app.loss()).toBeNull();
});
