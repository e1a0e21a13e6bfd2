import { WebClient } from '@slack/web-api';
import { quietLogger } from './quiet-logger.ts';

/**
 * A Web API client of its own for each purpose: with a common one, a rate limit that holds up one kind of call would hold up what
 * people wait for. It never waits and never repeats by itself, because a repeated chat.postMessage whose first answer was lost
 * is a second message, and a decision cannot wait for a second try.
 */
export const makeQuietClient = (
  { botToken, apiUrl }: { readonly botToken: string; readonly apiUrl: string },
  timeoutMs: number,
): WebClient =>
  new WebClient(botToken, {
    slackApiUrl: apiUrl,
    rejectRateLimitedCalls: true,
    retryConfig: { retries: 0 },
    timeout: timeoutMs,
    logger: quietLogger,
  });
