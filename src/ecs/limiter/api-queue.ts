import { randomUUID } from 'node:crypto';
import Bottleneck from 'bottleneck';
import type { Clock } from '../../core/base/clock.ts';
import type { Log } from '../../core/base/log.ts';
import { fail, type Result } from '../../core/base/result.ts';
import { type Failure, failureOf } from '../../core/failure/failure.ts';
import type { Lane } from '../apis.ts';
import { abortedCall, callOwner } from '../call-owner.ts';
import { notSent, paused, queued, redisAway, STOPPING } from '../failures/unsent.ts';
import { fullRate, type LimitState, type Rate, recovered, slowed } from './adaptive-rate.ts';
import type { InstanceBudget, Purchase } from './instance-budget.ts';
import type { SharedLimits } from './limiter-redis.ts';
import { isFull, makeLine, mostInTheWay, type Waiting } from './line.ts';

export interface Job {
  readonly api: string;
  readonly region: string;
  readonly lane: Lane;
  /** What the call buys, if it may make several instances. */
  readonly purchase?: Purchase;
}

export interface LimiterOptions {
  /** Calls per second for an API, from ECS_PER_SECOND and ECS_CREATE_PER_SECOND (`config-rates.ts`). */
  readonly perSecond: (api: string) => number;
  /** How many instances such calls may make per minute, in all regions together (ECS_INSTANCES_PER_MINUTE); no limit if absent. */
  readonly instancesPerMinute?: number;
  /** Calls under way at once, per API and region. */
  readonly atOnce: number;
  /** The longest a call can take: the HTTP timeout. */
  readonly callMs: number;
  readonly clock: Clock;
  readonly log: Log;
  /** Null if this process counts alone. */
  readonly shared: SharedLimits | null;
  /** The longest a call waits for its turn. With `callMs` it must stay below the lease of the work that calls. */
  readonly maxWaitMs?: number;
}

/** The quiet time before each step back to the full rate. */
const RECOVER_STEP_MS = 10_000;
/** How far ahead Bottleneck is asked for turns: the most by which a call that leaves the line delays those behind it. */
const AHEAD_MS = 50;

interface InLine extends Waiting {
  sent: boolean;
  /** Ends the call because there are no turns any more. */
  drop(): void;
  /** Ends the call because it waits too long. */
  refuse(): void;
  send(): Promise<void>;
}

/** A replica's message to the others: it was throttled, or has sent a call for several instances. */
type Told = { readonly from: string } & (
  | { readonly current: number; readonly pausedUntil: number }
  | { readonly instances: number }
);

/** The queue of one API in one region. Holds timers and, with shared limits, a subscription. */
export class ApiQueue {
  readonly #bottleneck: Bottleneck;
  readonly #options: LimiterOptions;
  readonly #budget: InstanceBudget;
  readonly #maxWaitMs: number;
  /** Tells its own messages from those of other replicas. */
  readonly #name = randomUUID();
  #rate: Rate;
  #stopping = false;
  readonly #line = makeLine<InLine>();
  /** When each waiting call joined, the oldest first. */
  readonly #joinedAt = new Map<InLine, number>();
  /** Turns asked of Bottleneck. Which call gets a turn is decided when it comes. */
  #turnsAsked = 0;
  #throttledAt: number | null = null;
  #refused = 0;
  readonly #of: Pick<Job, 'api' | 'region'>;

  constructor({ api, region }: Job, options: LimiterOptions, budget: InstanceBudget) {
    this.#budget = budget;
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
    // Failures reach the caller through the job; an unheard error event would be lost or thrown.
    this.#bottleneck.on('error', () => undefined);
    this.#bottleneck.on('message', (text: string) => this.#hear(text));
    // Redis keeps the first settings that it got, so send these, which may be newer.
    if (options.shared !== null) this.#apply();
  }

  run<T>({ api, lane, purchase }: Job, call: () => Promise<Result<T, Failure>>): Promise<Result<T, Failure>> {
    this.#recover();
    const { person, signal } = callOwner();
    if (signal?.aborted === true) return Promise.resolve(fail(abortedCall(api)));
    // Its row waits for the account's minute, not this line, which every other call of the API is in.
    const waitMs = purchase === undefined ? 0 : this.#budget.ask(purchase, this.#options.clock.now());
    if (waitMs > 0) return Promise.resolve(fail(queued(api, waitMs)));
    if (isFull(this.#line, { person, lane }, this.#servable())) return Promise.resolve(fail(this.#noTurn(api)));
    return new Promise((resolve) => {
      let over = false;
      const end = (result: Result<T, Failure>): void => {
        if (over) return;
        over = true;
        this.#line.leave(waiting);
        this.#joinedAt.delete(waiting);
        cancelWait();
        signal?.removeEventListener('abort', giveUp);
        resolve(result);
      };
      const giveUp = (): void => {
        if (!waiting.sent) end(fail(abortedCall(api)));
      };
      const waiting: InLine = {
        person,
        lane,
        sent: false,
        drop: () => end(fail(this.#dropped(api, waiting.sent))),
        refuse: () => end(fail(this.#noTurn(api))),
        // Ends here, because Bottleneck's promise first gives its slot back and may wait for Redis.
        send: async () => end(await this.#send({ api, purchase }, waiting, call)),
      };
      const cancelWait = this.#options.clock.after(this.#maxWaitMs, () => {
        if (!waiting.sent) waiting.refuse();
      });
      signal?.addEventListener('abort', giveUp);
      mostInTheWay(this.#line, person, this.#servable())?.refuse();
      this.#line.join(waiting);
      this.#joinedAt.set(waiting, this.#options.clock.now());
      this.#askForTurns();
    });
  }

  async #send<T>(
    { api, purchase }: { readonly api: string; readonly purchase: Purchase | undefined },
    waiting: InLine,
    call: () => Promise<Result<T, Failure>>,
  ): Promise<Result<T, Failure>> {
    const startedAt = this.#options.clock.now();
    const pauseMs = this.#rate.pausedUntil - startedAt;
    if (pauseMs > 0) return fail(paused(api, pauseMs));
    waiting.sent = true;
    if (purchase !== undefined) {
      this.#budget.spend(purchase.instances, startedAt, purchase.token);
      this.#tell({ from: this.#name, instances: purchase.instances });
    }
    const result = await call();
    if (!result.ok && result.error.kind === 'throttled') this.#slowDown(startedAt, result.error.retryAfterMs, api);
    return result;
  }

  // Asks for few turns at a time: Bottleneck cannot remove a job from its queue, so calls wait in this limiter's own line.
  #askForTurns(): void {
    const most = Math.max(1, (this.#rate.current * AHEAD_MS) / 1_000);
    while (this.#turnsAsked < Math.min(most, this.#line.size)) this.#askForTurn();
  }

  #askForTurn(): void {
    this.#turnsAsked += 1;
    let stage: 'asked' | 'come' = 'asked';
    let served: InLine | undefined;
    const turn = async (): Promise<void> => {
      stage = 'come';
      this.#turnsAsked -= 1;
      served = this.#line.next();
      if (served !== undefined) this.#joinedAt.delete(served);
      this.#askForTurns();
      await served?.send();
    };
    this.#bottleneck.schedule({ expiration: 2 * this.#options.callMs + 10_000 }, turn).catch(() => {
      if (stage === 'come') return served?.drop();
      // No turns will come: the limiter is stopping, or Redis is away.
      this.#turnsAsked -= 1;
      this.#dropAll();
    });
  }

  #dropAll(): void {
    for (let one = this.#line.next(); one !== undefined; one = this.#line.next()) one.drop();
  }

  #tell(told: Told): void {
    if (this.#options.shared === null) return;
    this.#bottleneck.publish(JSON.stringify(told)).catch(() => undefined);
  }

  state(): LimitState {
    this.#recover();
    const { full, current, pausedUntil } = this.#rate;
    const rates = { fullPerSecond: full, perSecond: current, pausedUntil };
    const [oldestAt = null] = this.#joinedAt.values();
    const line = { waiting: this.#line.size, oldestAt };
    return { ...this.#of, ...rates, ...line, throttledAt: this.#throttledAt, refused: this.#refused };
  }

  async stop(): Promise<void> {
    this.#stopping = true;
    this.#dropAll();
    const ended = this.#bottleneck.stop({ dropWaitingJobs: true }).catch(() => undefined);
    let cancel = (): void => undefined;
    const bound = new Promise<void>((resolve) => {
      cancel = this.#options.clock.after(this.#options.callMs + 1_000, resolve);
    });
    await Promise.race([ended, bound]);
    cancel();
    // With a shared connection this would unsubscribe without waiting; closing the connection ends those timers too.
    if (this.#options.shared === null) await this.#bottleneck.disconnect(false);
  }

  // Spaces calls (minTime) instead of refilling a reservoir: a reservoir lets two windows' worth through at their border, and
  // Bottleneck's local refill stops for good once its settings are updated.
  #pace(): { readonly minTime: number } {
    return { minTime: Math.ceil(1_000 / this.#rate.current) };
  }

  /** How many calls can be served before the last of them has waited too long. */
  #servable(): number {
    return Math.max(2, (this.#rate.current * this.#maxWaitMs) / 1_000);
  }

  #apply(): void {
    // Its types do not say so, but it returns a promise.
    Promise.resolve(this.#bottleneck.updateSettings(this.#pace())).catch(() => undefined);
  }

  #slowDown(startedAt: number, retryAfterMs: number | null, api: string): void {
    const before = this.#rate;
    this.#throttledAt = this.#options.clock.now();
    this.#refused += 1;
    this.#rate = slowed(before, startedAt, retryAfterMs, this.#options.clock.now());
    if (this.#rate.current !== before.current) {
      this.#apply();
      const { current: perSecond } = this.#rate;
      this.#options.log.warn({ api, perSecond, retryAfterMs }, 'the cloud throttles this API; calling it more slowly');
    }
    const { current, pausedUntil } = this.#rate;
    this.#tell({ from: this.#name, current, pausedUntil });
  }

  /** Another replica was throttled and has lowered the shared rate already; this one only remembers it. */
  #hear(text: string): void {
    const told = JSON.parse(text) as Told;
    if (told.from === this.#name) return;
    if ('instances' in told) {
      this.#budget.spend(told.instances, this.#options.clock.now());
      return;
    }
    const { current, pausedUntil } = told;
    if (!(current > 0)) return;
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
    this.#rate = recovered(before, RECOVER_STEP_MS, this.#options.clock.now());
    if (this.#rate !== before) this.#apply();
  }

  #noTurn(api: string): Failure {
    if (this.#options.shared?.isUp() === false) return redisAway(api);
    return queued(api, Math.max(1_000, Math.ceil((1_000 * this.#line.size) / this.#rate.current)));
  }

  #dropped(api: string, sent: boolean): Failure {
    if (sent) return failureOf('ambiguous', { api, detail: 'The call took longer than it may.' });
    if (this.#stopping) return notSent(api, STOPPING);
    return this.#options.shared === null ? this.#noTurn(api) : redisAway(api);
  }
}

const SHARED = {
  // Frees the slots of a dead replica, and tells the waiting ones.
  heartbeatInterval: 1_000,
  // Redis forgets unused counters after this.
  timeout: 600_000,
};
