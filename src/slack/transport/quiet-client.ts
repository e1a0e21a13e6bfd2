import { WebClient } from '@slack/web-api';
import { NO_PROXIES, type ProxySettings } from '../../core/base/proxy.ts';
import { quietLogger } from './quiet-logger.ts';
import { slackFetch } from './slack-network.ts';

/** What of the configuration a client needs. */
export interface SlackAccess {
  readonly botToken: string;
  readonly apiUrl: string;
  readonly proxy?: ProxySettings;
}

/**
 * A Web API client of its own for each purpose: with a common one, a rate limit that holds up one kind of call would hold up what
 * people wait for. It never waits and never repeats a call, because a repeated chat.postMessage whose first answer was lost
 * is a second message, and a decision cannot wait for a second try.
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
