import { expect, test } from 'vitest';
import { connectionCheck } from '../../../src/slack/doctor/slack-checks.ts';
import { lossIn, refusedLoss } from '../../../src/slack/transport/lost-connection.ts';
import { TEXTS } from '../../../src/text/texts.ts';
import { until } from '../../sandbox/slack/serve.ts';
import { thoroughTest } from '../../support/thorough.ts';
import { startBot } from '../bot.ts';

const disconnect = (reason: unknown) => lossIn(JSON.stringify({ type: 'disconnect', reason }));

test('Slack’s reason is reported with what to do, and its own renewals are no trouble', () => {
  expect(disconnect('too_many_websockets')?.sentence).toMatch(/too_many_websockets.*Stop the other bots/u);
  expect(disconnect('link_disabled')?.sentence).toMatch(/link_disabled.*Switch it on under Socket Mode/u);
  expect(disconnect('something_new')?.sentence).toContain('something_new');
  for (const reason of ['warning', 'refresh_requested']) expect(disconnect(reason)).toEqual({ reason, sentence: null });
  for (const reason of [undefined, 7, 'Not <a> word']) expect(disconnect(reason)?.reason).toBe('unknown');
  for (const message of ['{"type":"hello"}', 'not json', '[]', 'null', new Uint8Array(3)])
    expect(lossIn(message)).toBeNull();
});

test.each(['token_revoked', 'invalid_auth', 'account_inactive', 'not_authed'])(
  'a connection that is refused with %s names the token that has to be replaced',
  (code) => {
    const loss = refusedLoss({ kind: 'notAllowed', code }, 'https://slack.com/api/');
    expect(loss).toEqual({ reason: code, sentence: expect.stringContaining('SLACK_APP_TOKEN') });
    for (const text of Object.values(TEXTS)) {
      const connection = () => ({ mode: 'socket' as const, connected: false, since: null, renewed: 2, loss });
      const found = connectionCheck({ text, clock: { now: () => 0, after: () => () => {} }, connection });
      expect(JSON.stringify(found)).toContain(code);
      expect(JSON.stringify(found)).toContain('SLACK_APP_TOKEN');
    }
  },
);

test('a link that Slack ends, and a token that is revoked meanwhile, are reported and end the bot with a sentence', async () => {
  const bot = await startBot('socket');
  bot.slack.addFault({ name: 'slack-token-revoked', action: 'apps.connections.open', times: 0 });
  bot.slack.addFault({ name: 'slack-disconnect', reason: 'too_many_websockets' });
  await until(() => bot.lines.some((line) => JSON.stringify(line).includes('too_many_websockets')) || undefined);
  expect(bot.app.loss()).toMatchObject({ reason: 'too_many_websockets' });
  expect(await bot.app.refused).toMatch(/SLACK_APP_TOKEN \(token_revoked\)/u);
  expect(bot.app.loss()).toMatchObject({ reason: 'token_revoked' });
  expect(bot.app.connected()).toBe(false);
}, 20_000);

thoroughTest(
  'once connected again there is no loss',
  async () => {
    const bot = await startBot('socket');
    bot.slack.addFault({ name: 'slack-disconnect', reason: 'link_disabled' });
    await until(() => bot.app.loss()?.reason === 'link_disabled' || undefined);
    await until(() => (bot.app.connected() && bot.app.loss() === null) || undefined);
    expect(JSON.stringify(bot.lines)).toContain('Slack is connected again');
  },
  20_000,
);
