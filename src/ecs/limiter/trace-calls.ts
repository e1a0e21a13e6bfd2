import type { Tracer } from '../../core/tracing/tracer.ts';
import type { Limiter } from './limiter.ts';

/**
 * The same limiter with tracing: one span per call from joining the line to the answer, and within it one from the turn to the
 * answer.
 */
export const traceCalls = (limiter: Limiter, tracer: Tracer): Limiter => ({
  ...limiter,
  run: (job, call) => {
    const { api, region } = job;
    return tracer.span(
      `ecs ${api}`,
      { 'cloud.region': region },
      () => limiter.run(job, () => tracer.span(`ecs ${api} sent`, { 'cloud.region': region }, call)),
      (result) => (result.ok ? null : result.error.kind),
    );
  },
});
