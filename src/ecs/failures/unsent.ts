import { type Failure, failureOf } from '../../core/failure/failure.ts';

/** The failure for a call that the limiter did not send. */
export const notSent = (api: string, detail: string): Failure => failureOf('notSent', { api, detail });

export const STOPPING = 'The bot is stopping; nothing was sent.';
export const REDIS_AWAY = 'The Redis that shares the rate limit cannot be reached; nothing was sent.';

export const paused = (api: string, retryAfterMs: number): Failure =>
  failureOf('throttled', {
    api,
    retryAfterMs,
    detail: `The cloud asked for a pause in ${api}; this call was not sent.`,
  });

export const waitedTooLong = (api: string, retryAfterMs: number): Failure =>
  failureOf('throttled', { api, retryAfterMs, detail: `Too many ${api} calls wait; this one was not sent.` });
