import type { Logger } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import type { SlackConfig } from '../../config.ts';
import { fail, ok, type Result } from '../../core/base/result.ts';
import { type SlackError, slackError } from '../kit/slack-error.ts';
import { slackFetch } from './slack-network.ts';

export const START_TIMEOUT_MS = 10_000;

/** Retries through a short network failure at the start; reports anything else. */
export const startClient = (token: string, { apiUrl, proxy }: Pick<SlackConfig, 'apiUrl' | 'proxy'>, logger: Logger) =>
  new WebClient(token, {
    slackApiUrl: apiUrl,
    retryConfig: { retries: 2, minTimeout: 250 },
    rejectRateLimitedCalls: true,
    timeout: START_TIMEOUT_MS,
    logger,
    ...slackFetch(proxy),
  });

export async function callSlack<T>(call: () => Promise<T>): Promise<Result<T, SlackError>> {
  try {
    return ok(await call());
  } catch (error) {
    return fail(slackError(error));
  }
}
