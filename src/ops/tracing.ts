import { setTimeout as sleep } from 'node:timers/promises';
import type { TracingConfig } from '../config.ts';
import { errorName } from '../core/base/log.ts';
import { NO_TRACER, type Tracer } from '../core/tracing/tracer.ts';

interface Tracing {
  readonly tracer: Tracer;
  /** Sends the remaining spans, if the receiver takes them soon. */
  stop(): Promise<void>;
}

/** The library tries for ten seconds to send, which is a third of what a container gets to stop. */
const SENT_AT_STOP_MS = 2_000;

/** Loads OpenTelemetry's library only if it is used. A receiver that does not answer never delays the bot. */
export async function openTracing(config: TracingConfig | null): Promise<Tracing> {
  if (config === null) return { tracer: NO_TRACER, stop: async () => {} };
  const [
    { SpanStatusCode },
    { BatchSpanProcessor, NodeTracerProvider },
    { OTLPTraceExporter },
    { resourceFromAttributes },
  ] = await Promise.all([
    import('@opentelemetry/api'),
    import('@opentelemetry/sdk-trace-node'),
    import('@opentelemetry/exporter-trace-otlp-http'),
    import('@opentelemetry/resources'),
  ]);
  const { endpoint, headers, serviceName } = config;
  const url = `${endpoint.replace(/\/+$/u, '')}/v1/traces`;
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url, headers: { ...headers } }))],
  });
  // So that spans know their parents.
  provider.register();
  const spans = provider.getTracer('ecs-chatops');
  const tracer: Tracer = {
    span: (name, attributes, work, troubleOf = () => null) =>
      spans.startActiveSpan(name, { attributes }, async (span) => {
        const troubled = (message: string) => span.setStatus({ code: SpanStatusCode.ERROR, message });
        try {
          const outcome = await work();
          const trouble = troubleOf(outcome);
          if (trouble !== null) troubled(trouble);
          return outcome;
        } catch (error) {
          troubled(errorName(error));
          throw error;
        } finally {
          span.end();
        }
      }),
  };
  const stop = (): Promise<void> =>
    Promise.race([provider.shutdown().catch(() => {}), sleep(SENT_AT_STOP_MS, undefined, { ref: false })]);
  return { tracer, stop };
}
