import type { TracingConfig } from '../config.ts';
import { errorName } from '../core/base/log.ts';
import { NO_TRACER, type Tracer } from '../core/tracing/tracer.ts';

interface Tracing {
  readonly tracer: Tracer;
  /** Sends the remaining spans. */
  stop(): Promise<void>;
}

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
  return { tracer, stop: () => provider.shutdown().catch(() => {}) };
}
