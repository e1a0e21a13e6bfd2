import { fail, type Result } from '../../core/base/result.ts';
import type { Failure } from '../../core/failure/failure.ts';
import { notSent, STOPPING } from '../failures/unsent.ts';
import type { LimitState } from './adaptive-rate.ts';
import { ApiQueue, type Job, type LimiterOptions } from './api-queue.ts';
import { makeInstanceBudget } from './instance-budget.ts';

/** Paces calls per API and region, because the account's quotas count per API and region. */
export interface Limiter {
  /**
   * Runs `call` when its turn comes, and returns its result. The bot's own work and people take turns, see `line.ts`. A call
   * whose turn does not come in time is not made, and fails as `queued`; during a pause that the cloud asked for, as `throttled`
   * with code null. A call that cannot be counted (Redis away, stopping), or for whose answer nobody waits any more (see
   * `call-owner.ts`), fails as `notSent`.
   */
  run<T>(job: Job, call: () => Promise<Result<T, Failure>>): Promise<Result<T, Failure>>;
  /** The state of each API and region called since the start. */
  state(): readonly LimitState[];
  /** Drops waiting calls and lets sent ones end, within the call's own timeout. */
  stop(): Promise<void>;
}

export function makeLimiter(options: LimiterOptions): Limiter {
  const queues = new Map<string, ApiQueue>();
  const budget = makeInstanceBudget(options.instancesPerMinute ?? Number.POSITIVE_INFINITY);
  let stopping = false;
  return {
    run(job, call) {
      if (stopping) return Promise.resolve(fail(notSent(job.api, STOPPING)));
      const key = `${job.api}:${job.region}`;
      const queue = queues.get(key) ?? new ApiQueue(job, options, budget);
      queues.set(key, queue);
      return queue.run(job, call);
    },
    state: () => [...queues.values()].map((queue) => queue.state()),
    async stop() {
      stopping = true;
      await Promise.all([...queues.values()].map((queue) => queue.stop()));
      options.shared?.close();
    },
  };
}
