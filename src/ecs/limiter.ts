import { randomUUID } from 'node:crypto';
import Bottleneck from 'bottleneck';
import type { Clock } from '../core/clock.ts';
import type { Failure } from '../core/failure.ts';
import type { Log } from '../core/log.ts';
import { fail, type Result } from '../core/result.ts';
import type { Lane } from './apis.ts';
import { failureOf } from './failures.ts';
import type { SharedLimits } from './limiter-redis.ts';
import { fullRate, type Rate, recovered, slowed } from './rate.ts';

/** Paces calls per API and region: the account's quotas count so. */
export interface Limiter {
  /**
   * Runs `call` when its turn comes and answers what it answers. A call whose turn does not come in time is not made and ends as
   * `throttled` with code null; one that cannot be counted (Redis away, stopping) as `notSent`.
   */
  run<T>(job: Job, call: () => Promise<Result<T, Failure>>): Promise<Result<T, Failure>>;
  /** How it stands with each API and region that was called since the start. */
  state(): readonly LimitState[];
  /** Drops what waits, lets what was sent come to its end (bounded by the call's own timeout). */
  stop(): Promise<void>;
}

/** The queue of one API in one region, at one moment. */
export interface LimitState {
  readonly api: string;
  readonly region: string;
  /** Calls per second: at most, and now that the cloud may have throttled. */
  readonly fullPerSecond: number;
  readonly perSecond: number;
  /** Calls that wait for their turn. */
  readonly waiting: number;
  /** When the cloud last throttled it, milliseconds UTC; null for not since the start. */
  readonly throttledAt: number | null;
  /** Nothing is sent before this moment; in the past when nothing is held back. */
  readonly pausedUntil: number;
}

export interface Job {
  readonly api: string;
  readonly region: string;
  readonly lane: Lane;
}

export interface LimiterOptions {
  /** Calls per second for an API. */
  readonly perSecond: (api: string) => number;
  /** Calls under way at once, per API and region. */
  readonly atOnce: number;
  /** The longest a call can take: the HTTP timeout. */
  readonly callMs: number;
  readonly clock: Clock;
  readonly log: Log;
  /** Null: this process counts alone. */
  readonly shared: SharedLimits | null;
  /** The longest a call waits for its turn. With `callMs` it must stay below the lease of the work that calls. */
  readonly maxWaitMs?: number;
  /** How long it must be quiet for each step back to the full rate. */
  readonly recoverStepMs?: number;
}

const PRIORITY: Readonly<Record<Lane, number>> = { people: 4, polling: 6 };

export function makeLimiter(options: LimiterOptions): Limiter {
  const gates = new Map<string, Gate>();
  let stopping = false;
  return {
    run(job, call) {
      if (stopping) return Promise.resolve(fail(notSent(job.api, STOPPING)));
      const key = `${job.api}:${job.region}`;
      const gate = gates.get(key) ?? new Gate(job, options);
      gates.set(key, gate);
      return gate.run(job, call);
    },
    state: () => [...gates.values()].map((gate) => gate.state()),
    async stop() {
      stopping = true;
      await Promise.all([...gates.values()].map((gate) => gate.stop()));
      options.shared?.close();
    },
  };
}

const STOPPING = 'The bot is stopping; nothing was sent.';
const notSent = (api: string, detail: string): Failure => failureOf('notSent', { api, detail });

/** What a replica that was throttled tells the others. */
interface Told {
  readonly from: string;
  readonly current: number;
  readonly pausedUntil: number;
}

/** The queue of one API in one region. Holds timers and, where limits are shared, a subscription. */
class Gate {
  readonly #bottleneck: Bottleneck;
  readonly #options: LimiterOptions;
  readonly #maxWaitMs: number;
  /** Tells its own messages from those of other replicas. */
  readonly #name = randomUUID();
  #rate: Rate;
  #stopping = false;
  /** Jobs whose turn has not come, those included that nobody waits for any more: Bottleneck cannot take one out of its queue. */
  #inLine = 0;
  #throttledAt: number | null = null;
  readonly #of: Pick<Job, 'api' | 'region'>;

  constructor({ api, region }: Job, options: LimiterOptions) {
    this.#of = { api, region };
    this.#options = options;
    this.#maxWaitMs = options.maxWaitMs ?? 15_000;
    this.#rate = fullRate(options.perSecond(api), options.clock.now());
    this.#bottleneck = new Bottleneck({
      id: `ecs-chatops:${api}:${region}`,
      ...this.#pace(),
      maxConcurrent: options.atOnce,
      rejectOnDrop: true,
      ...(options.shared === null ? {} : SHARED),
      ...(options.shared === null ? {} : { connection: options.shared.connection }),
    });
    // Failures reach the caller through the job itself; an unheard error event would be lost or thrown.
    this.#bottleneck.on('error', () => undefined);
    this.#bottleneck.on('message', (text: string) => this.#hear(text));
    // In Redis the first settings win for as long as they live: say ours again, they may be newer.
    if (options.shared !== null) this.#apply();
  }

  run<T>({ api, lane }: Job, call: () => Promise<Result<T, Failure>>): Promise<Result<T, Failure>> {
    this.#recover();
    if (this.#lineIsFull(lane)) return Promise.resolve(fail(this.#waitedTooLong(api)));
    const { clock } = this.#options;
    this.#inLine++;
    return new Promise((resolve) => {
      let stage: 'waiting' | 'sent' | 'over' = 'waiting';
      const end = (result: Result<T, Failure>): void => {
        if (stage === 'over') return;
        stage = 'over';
        cancelWait();
        resolve(result);
      };
      const cancelWait = clock.after(this.#maxWaitMs, () => {
        if (stage === 'waiting') end(fail(this.#waitedTooLong(api)));
      });
      let left = false;
      const leaveLine = (): void => {
        if (!left) this.#inLine--;
        left = true;
      };
      const job = async (): Promise<void> => {
        leaveLine();
        if (stage !== 'waiting') return;
        const pauseMs = this.#rate.pausedUntil - clock.now();
        if (pauseMs > 0) return end(fail(paused(api, pauseMs)));
        stage = 'sent';
        const startedAt = clock.now();
        const result = await call();
        if (!result.ok && result.error.kind === 'throttled') this.#slowDown(startedAt, result.error.retryAfterMs, api);
        // Ended here and not by Bottleneck's promise, which first gives its slot back and may wait for Redis.
        end(result);
      };
      this.#bottleneck
        .schedule({ priority: PRIORITY[lane], expiration: 2 * this.#options.callMs + 10_000 }, job)
        .catch(() => {
          leaveLine();
          end(fail(this.#dropped(api, stage === 'sent')));
        });
    });
  }

  state(): LimitState {
    this.#recover();
    const { full, current, pausedUntil } = this.#rate;
    const rates = { fullPerSecond: full, perSecond: current, pausedUntil };
    return { ...this.#of, ...rates, waiting: this.#inLine, throttledAt: this.#throttledAt };
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    const ended = this.#bottleneck.stop({ dropWaitingJobs: true }).catch(() => undefined);
    let cancel = (): void => undefined;
    const bound = new Promise<void>((resolve) => {
      cancel = this.#options.clock.after(this.#options.callMs + 1_000, resolve);
    });
    await Promise.race([ended, bound]);
    cancel();
    // With a shared connection it would unsubscribe without waiting for it; closing the connection ends those timers too.
    if (this.#options.shared === null) await this.#bottleneck.disconnect(false);
  }

  // Spacing (minTime) instead of a refilled reservoir: a reservoir lets two windows' worth through at their border, and
  // Bottleneck's local refill stops for good once its settings are updated.
  #pace(): { readonly minTime: number } {
    return { minTime: Math.ceil(1_000 / this.#rate.current) };
  }

  /** Whether one more could not be served before it has waited too long. Polling leaves half of the line to people. */
  #lineIsFull(lane: Lane): boolean {
    const servable = Math.max(2, (this.#rate.current * this.#maxWaitMs) / 1_000);
    return this.#inLine >= (lane === 'people' ? servable : servable / 2);
  }

  #apply(): void {
    // It returns a promise, whatever its types say.
    Promise.resolve(this.#bottleneck.updateSettings(this.#pace())).catch(() => undefined);
  }

  #slowDown(startedAt: number, retryAfterMs: number | null, api: string): void {
    const before = this.#rate;
    this.#throttledAt = this.#options.clock.now();
    this.#rate = slowed(before, startedAt, retryAfterMs, this.#options.clock.now());
    if (this.#rate.current !== before.current) {
      this.#apply();
      const { current: perSecond } = this.#rate;
      this.#options.log.warn({ api, perSecond, retryAfterMs }, 'the cloud throttles this API; calling it more slowly');
    }
    if (this.#options.shared === null) return;
    const { current, pausedUntil } = this.#rate;
    const told: Told = { from: this.#name, current, pausedUntil };
    this.#bottleneck.publish(JSON.stringify(told)).catch(() => undefined);
  }

  /** Another replica was throttled: it lowered the shared rate already; here it is only remembered. */
  #hear(text: string): void {
    const { from, current, pausedUntil } = JSON.parse(text) as Told;
    if (from === this.#name || !(current > 0)) return;
    if (current >= this.#rate.current && pausedUntil <= this.#rate.pausedUntil) return;
    this.#rate = {
      full: this.#rate.full,
      current: Math.min(current, this.#rate.current),
      pausedUntil: Math.max(pausedUntil, this.#rate.pausedUntil),
      changedAt: this.#options.clock.now(),
    };
  }

  #recover(): void {
    const before = this.#rate;
    this.#rate = recovered(before, this.#options.recoverStepMs ?? 10_000, this.#options.clock.now());
    if (this.#rate !== before) this.#apply();
  }

  #waitedTooLong(api: string): Failure {
    if (this.#options.shared?.isUp() === false) return notSent(api, REDIS_AWAY);
    const retryAfterMs = Math.max(1_000, Math.ceil((1_000 * this.#inLine) / this.#rate.current));
    return failureOf('throttled', { api, retryAfterMs, detail: `Too many ${api} calls wait; this one was not sent.` });
  }

  #dropped(api: string, sent: boolean): Failure {
    if (sent) return failureOf('ambiguous', { api, detail: 'The call took longer than it may.' });
    if (this.#stopping) return notSent(api, STOPPING);
    return this.#options.shared === null ? this.#waitedTooLong(api) : notSent(api, REDIS_AWAY);
  }
}

const REDIS_AWAY = 'The Redis that shares the rate limit cannot be reached; nothing was sent.';

const paused = (api: string, retryAfterMs: number): Failure =>
  failureOf('throttled', {
    api,
    retryAfterMs,
    detail: `The cloud asked for a pause in ${api}; this call was not sent.`,
  });

const SHARED = {
  // Frees the slots of a replica that died, and tells those who wait.
  heartbeatInterval: 1_000,
  // Unused counters go away by themselves.
  timeout: 600_000,
};
