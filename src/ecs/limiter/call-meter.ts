import type { Clock } from '../../core/base/clock.ts';
import type { FailureKind } from '../../core/failure/failure.ts';
import type { Limiter } from './limiter.ts';

type CallOutcome = FailureKind | 'ok';

/** Counts calls to the cloud by their outcome. */
export interface CallMeter {
  /** Counts a call that was sent, with the time until its answer. */
  called(api: string, outcome: CallOutcome, ms: number): void;
  /** Counts a call that got no turn and was not sent. */
  unsent(api: string, outcome: CallOutcome): void;
}

/** The same limiter, which reports every call to the meter. */
export const meterCalls = (limiter: Limiter, clock: Clock, meter: CallMeter): Limiter => ({
  ...limiter,
  async run(job, call) {
    let wasSent = false;
    const result = await limiter.run(job, async () => {
      wasSent = true;
      const startedAt = clock.now();
      const answer = await call();
      meter.called(job.api, answer.ok ? 'ok' : answer.error.kind, clock.now() - startedAt);
      return answer;
    });
    if (!wasSent && !result.ok) meter.unsent(job.api, result.error.kind);
    return result;
  },
});
