import type { WebClient } from '@slack/web-api';
import type { SlackConfig } from '../../config.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { homeOfToken, type Installation } from '../entry/origin.ts';
import { passesLater, type SlackError } from '../kit/slack-error.ts';
import type { boltLog } from './bolt-logger.ts';
import { callSlack, startClient } from './start-client.ts';
import {
  appTokenTrouble,
  botTokenTrouble,
  missingScopeSentence,
  ORGANISATION_WIDE,
  permanentError,
  type StartupError,
} from './startup-errors.ts';

type Where = Pick<SlackConfig, 'apiUrl' | 'proxy'>;

/** Slack's answer about the bot. */
export interface CheckedBot {
  readonly ids?: { readonly botId?: string; readonly botUserId?: string };
  /** The names of the workspace and the bot. */
  readonly names?: { readonly team: string; readonly bot: string };
  /** The workspace's web address. */
  readonly url?: string;
  /** Whose payloads are accepted; none is before this is known. */
  readonly installation?: Installation;
}

export async function checkBotToken(
  config: Where & Pick<SlackConfig, 'botToken'>,
  logger: ReturnType<typeof boltLog>,
): Promise<Result<CheckedBot, StartupError>> {
  const { apiUrl } = config;
  const client = startClient(config.botToken, config, logger);
  const answer = await callSlack(() => client.auth.test());
  if (!answer.ok) return fail(botTokenTrouble(answer.error, apiUrl));
  const { bot_id, user_id, url, response_metadata, team, user } = answer.value;
  const home = homeOfToken(answer.value);
  if (home === 'organisation') return fail(permanentError(ORGANISATION_WIDE));
  const missing = missingScopeSentence(response_metadata?.scopes ?? null);
  if (missing !== null) return fail(permanentError(missing));
  const ids = {
    ...(bot_id === undefined ? {} : { botId: bot_id }),
    ...(user_id === undefined ? {} : { botUserId: user_id }),
  };
  if (home === null) return fail(botTokenTrouble({ kind: 'inDoubt', code: 'no_team' }, apiUrl));
  const app = await appOf(client, bot_id);
  if (!app.ok) return fail(botTokenTrouble(app.error, apiUrl));
  const installation = { ...home, app: app.value };
  const names = team === undefined || user === undefined ? {} : { names: { team, bot: user } };
  return ok({ ids, installation, ...names, ...(url?.startsWith('https://') ? { url } : {}) });
}

/** The id of the token's app; null if Slack refuses to say. The caller waits out passing failures. */
async function appOf(client: WebClient, bot: string | undefined): Promise<Result<string | null, SlackError>> {
  if (bot === undefined) return ok(null);
  const answer = await callSlack(() => client.bots.info({ bot }));
  if (answer.ok) return ok(answer.value.bot?.app_id ?? null);
  return passesLater(answer.error) ? answer : ok(null);
}

/** Whether Slack lets the app connect in Socket Mode. Does not connect. */
export async function checkAppToken(
  config: Where & { readonly appToken: string },
  logger: ReturnType<typeof boltLog>,
): Promise<Result<null, StartupError>> {
  const answer = await callSlack(() => startClient(config.appToken, config, logger).apps.connections.open());
  return answer.ok ? ok(null) : fail(appTokenTrouble(answer.error, config.apiUrl));
}
