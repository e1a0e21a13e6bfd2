import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, test } from 'vitest';
import type { SlackConfig } from '../../../src/config.ts';
import { signature } from '../../../src/sandbox/slack/transport/signed-http.ts';
import type { StartupError } from '../../../src/slack/transport/startup-errors.ts';
import { TEXTS } from '../../../src/text/texts.ts';
import { LENA, until } from '../../sandbox/slack/serve.ts';
import { thoroughTest } from '../../support/thorough.ts';
import { makeBot, startBot, textOf, valuesFor } from '../bot.ts';

/** What the bot says when it cannot start. */
const refused = async (transport: 'socket' | 'http', options: Parameters<typeof makeBot>[1]): Promise<string> => {
  const { sentence, passing } = await troubled(transport, options);
  expect(passing, 'worth trying again').toBe(false);
  return sentence;
};

async function troubled(transport: 'socket' | 'http', options: Parameters<typeof makeBot>[1]): Promise<StartupError> {
  const bot = await makeBot(transport, options);
  const started = await bot.app.start();
  expect(bot.app.connected()).toBe(false);
  const secrets = [bot.slack.botToken, bot.slack.appToken, 'xoxb-wrong', 'xapp-wrong'];
  for (const secret of secrets) expect(JSON.stringify([started, bot.lines])).not.toContain(secret);
  if (started.ok) throw new Error('It started.');
  return started.error;
}

const changed =
  (change: Partial<SlackConfig & { readonly appToken: string; readonly port: number }>) =>
  (config: SlackConfig): SlackConfig =>
    ({ ...config, ...change }) as SlackConfig;

/** A port on which nobody listens any more. */
async function closedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

describe('a start that cannot be says what to do', () => {
  test('about a bot token that Slack does not know', async () => {
    const said = await refused('socket', { config: changed({ botToken: 'xoxb-wrong' }) });
    expect(said).toContain('Slack does not know the token in SLACK_BOT_TOKEN (invalid_auth)');
    expect(said).toContain('Copy the Bot User OAuth Token');
  });

  test('about an app token that Slack does not know', async () => {
    const said = await refused('socket', { config: changed({ appToken: 'xapp-wrong' }) });
    expect(said).toContain('SLACK_APP_TOKEN (invalid_auth)');
  });

  test('about a bot token in place of the app token', async () => {
    const bot = await makeBot('socket', {
      config: (config) => ({ ...config, appToken: config.botToken }) as SlackConfig,
    });
    const started = await bot.app.start();
    expect(started).toMatchObject({
      ok: false,
      error: { passing: false, sentence: expect.stringContaining('SLACK_APP_TOKEN') },
    });
  });

  test.each(['organisation', 'none'] as const)(
    'about a token of a whole organisation, where Slack names its team as %s',
    async (teamId) => {
      const enterprise = { id: 'E07GRID0001', name: 'Grid' };
      const said = await refused('socket', { slack: { enterprise, orgWide: { teamId } } });
      expect(said).toContain('is of an organisation-wide installation');
      expect(said).toContain('Install the app to that workspace');
    },
  );

  test('about a scope that is missing', async () => {
    const said = await refused('socket', { slack: { scopes: ['commands', 'im:write'] } });
    expect(said).toContain('lacks the scope chat:write and users:read');
    expect(said).toContain('manifest.yml');
  });

  test('about a Slack that cannot be reached', async () => {
    const apiUrl = `http://127.0.0.1:${await closedPort()}/api/`;
    const { sentence, passing } = await troubled('socket', { config: changed({ apiUrl }) });
    expect(sentence).toContain(`Slack cannot be reached at ${apiUrl} (ECONNREFUSED)`);
    expect(passing).toBe(true);
  });

  test('about a port that is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    expect(await refused('http', { config: changed({ port }) })).toContain(`Port ${port} on 127.0.0.1 is taken`);
    other.close();
  });
});

test.each(['socket', 'http'] as const)('over %s it is connected from its start to its stop', async (transport) => {
  const bot = await startBot(transport);
  expect(bot.app.connected()).toBe(true);
  await bot.app.stop();
  expect(bot.app.connected()).toBe(false);
  expect((await bot.type('help')).ok).toBe(false);
});

test('a stop lets a submission in progress come to its end', async () => {
  const bot = await startBot('socket', {
    wrapStore: (store) => ({
      ...store,
      commit: async (change) => {
        void bot.app.stop();
        return store.commit(change);
      },
    }),
  });
  await bot.type('create zone=h type=g7.large image=ubuntu vswitch=vsw-h1 group=sg-web');
  const view = await bot.view();
  const sees = await bot.slack.submit({ user: LENA, view_id: view.id, values: valuesFor(view, { name: 'last-1' }) });
  expect(sees).toEqual({ ok: true });
  expect(await bot.requestOf(view)).toMatchObject({ spec: { name: 'last-1' } });
});

thoroughTest('it reconnects when Slack ends the connection, and is not ready meanwhile', async () => {
  const bot = await startBot('socket');
  bot.slack.addFault({ name: 'slack-disconnect' });
  await until(() => !bot.app.connected());
  await until(() => bot.app.connected(), 6000);
  expect(await bot.type('create')).toEqual({ ok: true });
  expect(textOf(await bot.view())).toContain('Region');
});

test('a listener that fails is answered in words with a reference that is in the log', async () => {
  const bot = await startBot('socket', {
    wrapStore: (store) => ({
      ...store,
      commit: async () => {
        throw new TypeError('a secret: xoxb-1');
      },
    }),
  });
  await bot.type('create zone=h type=g7.large image=ubuntu vswitch=vsw-h1 group=sg-web');
  const view = await bot.view();
  await bot.slack.submit({ user: LENA, view_id: view.id, values: valuesFor(view, { name: 'kept-1' }) });
  const again = await bot.view(({ hash }) => hash !== view.hash);
  const line = bot.lines.find(({ level }) => level === 'error');
  expect(line).toMatchObject({ message: 'a submission failed', error: 'TypeError' });
  expect(textOf(again)).toContain(`give the bot operator reference ${line?.reference}`);
  expect(JSON.stringify(bot.lines)).not.toContain('xoxb-1');
});

describe('over HTTP', () => {
  /** What Slack would send, with this signature or the right one. */
  const post = (bot: Awaited<ReturnType<typeof startBot>>, payload: object, signed?: string) => {
    const body = new URLSearchParams({ payload: JSON.stringify(payload) }).toString();
    const seconds = Math.floor(Date.now() / 1000);
    return fetch(`http://127.0.0.1:${bot.app.port()}/slack/events`, {
      method: 'POST',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        'x-slack-request-timestamp': String(seconds),
        'x-slack-signature': signed ?? signature(bot.slack.signingSecret, seconds, body),
      },
      body,
    });
  };
  const shortcut = (callbackId: string) => ({
    type: 'shortcut',
    callback_id: callbackId,
    trigger_id: '1.2.3',
    token: 'x',
    action_ts: '1',
    team: { id: 'T07SANDBOX1', domain: 'd' },
    user: { id: LENA, username: 'lena', team_id: 'T07SANDBOX1' },
    is_enterprise_install: false,
    enterprise: null,
  });

  test('the shortcut tries to open the form, and what keeps it from opening is reported in a direct message', async () => {
    const bot = await startBot('http');
    expect((await post(bot, shortcut('ecs_create_shortcut'))).status).toBe(200);
    const direct = await until(() =>
      bot.slack.state().channels.find(({ is_im, messages }) => is_im && messages.length > 0),
    );
    expect(direct.name).toBe(LENA);
    expect(direct.messages[0]?.text).toContain('The form couldn’t be opened');
    expect(direct.messages[0]?.text).toContain('Create ECS instances');
  });

  test('a shortcut of another version does nothing, and its user hears what to do', async () => {
    const bot = await startBot('http');
    expect((await post(bot, shortcut('gone'))).status).toBe(200);
    const direct = await until(() =>
      bot.slack.state().channels.find(({ is_im, messages }) => is_im && messages.length > 0),
    );
    expect([direct.name, direct.messages[0]?.text]).toEqual([LENA, TEXTS.en.commands.old]);
  });

  test('a request that Slack did not sign is refused', async () => {
    const bot = await startBot('http');
    const wrong = `v0=${'0'.repeat(64)}`;
    expect((await post(bot, shortcut('ecs_create_shortcut'), wrong)).status).toBe(401);
    expect(bot.slack.state().calls['views.open'] ?? 0).toBe(0);
  });
});
