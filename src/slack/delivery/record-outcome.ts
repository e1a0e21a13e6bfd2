import { type Clock, pause } from '../../core/base/clock.ts';
import type { Log } from '../../core/base/log.ts';
import type { WakeSignal } from '../../core/base/wake-signal.ts';
import { type Delivery, type Outbox, StoreUnavailable } from '../../store/store.ts';
import { describeError } from '../kit/describe-error.ts';
import type { SlackError } from '../kit/slack-error.ts';
import type { SlackMeter } from '../kit/slack-meter.ts';
import type { RateLimiter } from './rate-limiter.ts';
import type { DeliveryOutcome } from './sender.ts';

/** Stores the outcome of tries and decides when the next one is. */
interface OutcomeRecorder {
  /** Resolves when the outcome is stored; waits for the store as long as the process runs. */
  record(delivery: Delivery, attempt: () => Promise<DeliveryOutcome>): Promise<void>;
  /** The ids of deliveries that this version does not know, and leaves to a newer one. */
  unknown(): readonly string[];
  /** While Slack cannot be reached, or does not accept the bot, nothing is tried before this time. */
  pausedUntil(): number;
  /** Why nothing can be sent at the moment; null if the last try went well. */
  trouble(): string | null;
}

interface OutcomePorts {
  readonly outbox: Outbox;
  readonly rateLimiter: RateLimiter;
  readonly clock: Clock;
  readonly log: Log;
  /** Woken at each moment when something is due again. */
  readonly wakeSignal: Pick<WakeSignal, 'wakeAt' | 'stopped'>;
  /** Runs before a message is given up; after a crash in between it runs again. */
  readonly abandoning: (delivery: Delivery) => Promise<void>;
  readonly meter: Pick<SlackMeter, 'tried'>;
}

const FIRST_BACK_OFF_MS = 1000;
const MAX_BACK_OFF_MS = 60_000;
/** A message refused for an unknown reason is tried this often (about four minutes), then given up. */
const MAX_REFUSALS = 8;

const backOffMs = (failures: number): number => Math.min(MAX_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** (failures - 1));

export function makeOutcomeRecorder({
  outbox,
  rateLimiter,
  clock,
  log,
  wakeSignal,
  abandoning,
  meter,
}: OutcomePorts): OutcomeRecorder {
  /** This process's failed tries per delivery. The stored count also includes waits for the bot's own rate limit. */
  const failures = new Map<string, number>();
  const unknown = new Set<string>();
  const outage = makeOutage(clock);
  const record = makeRecorder(clock, log, wakeSignal);

  async function sent(
    delivery: Delivery,
    { at, isLast, isUnchanged }: Extract<DeliveryOutcome, { kind: 'sent' }>,
  ): Promise<void> {
    failures.delete(delivery.id);
    if (!isUnchanged) outage.over();
    await record(() => (isLast ? outbox.drop(delivery) : outbox.delivered(delivery, at, clock.now())));
  }

  async function never(delivery: Delivery, reason: string): Promise<void> {
    failures.delete(delivery.id);
    log.error({ ...about(delivery), reason }, 'Slack refuses this message for good; it is not sent');
    await record(() => abandoning(delivery));
    await record(() => outbox.abandon(delivery, reason, clock.now()));
  }

  async function needless(delivery: Delivery): Promise<void> {
    failures.delete(delivery.id);
    await record(() => outbox.drop(delivery));
  }

  async function leave(delivery: Delivery): Promise<void> {
    unknown.add(delivery.id);
    log.warn(about(delivery), 'a newer version has written this message; it is left to that version');
    await postpone(delivery, 0, false);
  }

  async function postpone(delivery: Delivery, ms: number, inDoubt: boolean): Promise<void> {
    const dueAt = clock.now() + ms;
    await record(() => outbox.postpone(delivery, dueAt, inDoubt));
    wakeSignal.wakeAt(dueAt);
  }

  async function troubled(delivery: Delivery, outcome: Extract<DeliveryOutcome, { kind: 'trouble' }>): Promise<void> {
    const { trouble, method, inDoubt } = outcome;
    if (trouble.kind === 'slowDown') {
      rateLimiter.refused(method, trouble.retryAfterMs, clock.now());
      log.info({ ...about(delivery), method, retryAfterMs: trouble.retryAfterMs }, 'Slack asks us to slow down');
      return postpone(delivery, trouble.retryAfterMs, inDoubt);
    }
    const count = (failures.get(delivery.id) ?? 0) + 1;
    failures.set(delivery.id, count);
    if (trouble.kind === 'tooMuch' || (isOwn(trouble) && count >= MAX_REFUSALS)) return never(delivery, trouble.code);
    const ms = backOffMs(count);
    if (!isOwn(trouble)) outage.strike(trouble.code);
    const line = { ...about(delivery), method, code: trouble.code, retryInMs: ms };
    if (trouble.kind === 'notAllowed') log.error(line, 'Slack does not accept the bot: check its token and its scopes');
    else log.warn(line, 'a message could not be sent; it is tried again');
    return postpone(delivery, ms, inDoubt);
  }

  return {
    record: async (delivery, attempt) => {
      const outcome = await attempt().catch((error: unknown) => unprepared(delivery, error, log));
      meter.tried(delivery.kind, outcome.kind);
      if (outcome.kind === 'sent') await sent(delivery, outcome);
      else if (outcome.kind === 'wait') await postpone(delivery, outcome.ms, delivery.mayHaveBeenSent);
      else if (outcome.kind === 'unknown') await leave(delivery);
      else if (outcome.kind === 'never') await never(delivery, outcome.reason);
      else if (outcome.kind === 'needless') await needless(delivery);
      else await troubled(delivery, outcome);
    },
    unknown: () => [...unknown],
    pausedUntil: outage.until,
    trouble: outage.code,
  };
}

/** While Slack does not answer at all, or does not accept the bot, nothing is tried until the wait is over. */
function makeOutage(clock: Clock) {
  let strikes = 0;
  let until = 0;
  let code: string | null = null;
  return {
    strike: (why: string): void => {
      // Failures of calls that were under way when it began tell nothing new.
      if (until <= clock.now()) strikes += 1;
      until = clock.now() + backOffMs(strikes);
      code = why;
    },
    over: (): void => {
      strikes = 0;
      until = 0;
      code = null;
    },
    // A longer wait is of a later hour, from before the clock was set back.
    until: (): number => (until - clock.now() > MAX_BACK_OFF_MS ? 0 : until),
    code: (): string | null => code,
  };
}

/** The outcome of a message must be stored, or it is sent twice: only the end of the process ends the tries. */
function makeRecorder(clock: Clock, log: Log, wakeSignal: Pick<WakeSignal, 'stopped'>) {
  return async (write: () => Promise<void>): Promise<void> => {
    for (let tries = 1; ; tries += 1) {
      try {
        return await write();
      } catch (error) {
        if (!(error instanceof StoreUnavailable)) throw error;
        if (wakeSignal.stopped())
          return log.error({}, 'the store cannot be written; a message may be looked for after the start');
        await pause(clock, Math.min(5000, 100 * 2 ** tries));
      }
    }
  };
}

function unprepared(delivery: Delivery, error: unknown, log: Log): DeliveryOutcome {
  // Nothing is read or written after a post, so the store failed before anything was sent.
  if (error instanceof StoreUnavailable) return { kind: 'wait', ms: FIRST_BACK_OFF_MS };
  log.error({ ...about(delivery), ...describeError(error) }, 'a message could not be prepared');
  const trouble = { kind: 'refused', code: 'internal' } as const;
  return { kind: 'trouble', trouble, method: 'chat.postMessage', inDoubt: true };
}

/** Trouble with this message only; others may well go through. */
const isOwn = ({ kind }: SlackError): boolean => kind === 'refused' || kind === 'messageGone' || kind === 'noSuchPlace';

const about = ({ requestId, id, kind }: Delivery): object => ({ requestId, delivery: id, kind });
