import { type Failure, failureOf } from '../../core/failure/failure.ts';
import { REDIS_AWAY } from '../../core/failure/failure-cause.ts';

/** The failure for a call that the limiter did not send. */
export const notSent = (api: string, detail: string): Failure => failureOf('notSent', { api, detail });

export const STOPPING = 'The bot is stopping; nothing was sent.';

/** Calls that other replicas cannot count are not sent. */
export const redisAway = (api: string): Failure => failureOf('notSent', { api, code: REDIS_AWAY });

/** The cloud's own word: another call of the API was throttled. */
export const paused = (api: string, retryAfterMs: number): Failure =>
  failureOf('throttled', {
    api,
    retryAfterMs,
    detail: `The cloud asked for a pause in ${api}; this call was not sent.`,
  });

/** The bot's own word: so many of its calls wait that this one would wait too long. */
export const queued = (api: string, retryAfterMs: number): Failure => failureOf('queued', { api, retryAfterMs });
