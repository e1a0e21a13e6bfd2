import { type Logger, LogLevel, WebClient } from '@slack/web-api';
import { NO_PROXIES, type ProxySettings } from '../../core/base/proxy.ts';
import { slackFetch } from './slack-network.ts';

/** The SDK's log lines add nothing to those at the call, which also name its subject. */
const quietLogger: Logger = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  setLevel() {},
  getLevel: () => LogLevel.ERROR,
  setName() {},
};

/** The part of the configuration that a client needs. */
export interface SlackAccess {
  readonly botToken: string;
  readonly apiUrl: string;
  readonly proxy?: ProxySettings;
}

/**
 * Each purpose has its own Web API client: with a shared one, the rate limit of one kind of call would delay another that people
 * wait for. It never waits and never repeats: a repeated chat.postMessage whose first answer was lost is a second message, and a
 * decision cannot wait for a second try.
 */
export const makeQuietClient = ({ botToken, apiUrl, proxy = NO_PROXIES }: SlackAccess, timeoutMs: number): WebClient =>
  new WebClient(botToken, {
    slackApiUrl: apiUrl,
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
    timeout: timeoutMs,
    logger: quietLogger,
    ...slackFetch(proxy),
  });
