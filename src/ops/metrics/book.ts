import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type LabelsOf, METRICS, type MetricKey, type MetricOf } from './catalogue.ts';

/** Keeps the metrics of the catalogue, and the process's own. */
export interface MetricBook {
  count<K extends MetricOf<'counter'>>(metric: K, labels: LabelsOf<K>): void;
  /** In seconds. */
  time<K extends MetricOf<'histogram'>>(metric: K, labels: LabelsOf<K>, seconds: number): void;
  /** Replaces all values of a gauge; a value that is not given is removed. */
  set<K extends MetricOf<'gauge'>>(metric: K, values: readonly (readonly [labels: LabelsOf<K>, value: number])[]): void;
  /** In Prometheus's format. */
  text(): Promise<string>;
  /** The names of all metrics, including the process's. */
  names(): readonly string[];
  readonly contentType: string;
}

/** Replaces a value that the catalogue does not list: it may be anything, and is not shown. */
const OTHER = 'other';

export function makeMetricBook(): MetricBook {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const made = new Map(Object.keys(METRICS).map((key) => [key as MetricKey, register(key as MetricKey, registry)]));
  // Prometheus sees a first failure as a rise only if there was a zero before.
  for (const decision of METRICS.decisions.labels.decision) of('decisions', Counter).inc({ decision }, 0);
  for (const failure of METRICS.failures.labels.failure) of('failures', Counter).inc({ failure }, 0);
  for (const kind of METRICS.sends.labels.kind)
    for (const outcome of METRICS.sends.labels.outcome) of('sends', Counter).inc({ kind, outcome }, 0);
  for (const operation of METRICS.storeErrors.labels.operation) of('storeErrors', Counter).inc({ operation }, 0);

  function of<T>(key: MetricKey, kind: new (...given: never[]) => T): T {
    const metric = made.get(key);
    if (!(metric instanceof kind)) throw new TypeError(`${key} is of another type`);
    return metric;
  }

  return {
    count: (key, labels) => of(key, Counter).inc(listed(key, labels)),
    time: (key, labels, seconds) => of(key, Histogram).observe(listed(key, labels), seconds),
    set(key, values) {
      const gauge = of(key, Gauge);
      gauge.reset();
      // Without labels, a reset leaves a zero, which would be false for an unreadable value.
      if (values.length === 0 && Object.keys(METRICS[key].labels).length === 0) gauge.remove();
      for (const [labels, value] of values) gauge.set(listed(key, labels), value);
    },
    text: () => registry.metrics(),
    names: () => registry.getMetricsAsArray().map(({ name }) => name),
    contentType: registry.contentType,
  };
}

function register(key: MetricKey, registry: Registry): Counter | Gauge | Histogram {
  const { name, help, labels, type } = METRICS[key];
  const options = { name, help, labelNames: Object.keys(labels), registers: [registry] };
  if (type === 'counter') return new Counter(options);
  if (type === 'gauge') return new Gauge(options);
  return new Histogram({ ...options, buckets: [...METRICS[key as MetricOf<'histogram'>].buckets] });
}

function listed(key: MetricKey, labels: Readonly<Record<string, string>>): Record<string, string> {
  const known: Readonly<Record<string, readonly string[]>> = METRICS[key].labels;
  return Object.fromEntries(
    Object.entries(labels).map(([label, value]) => [label, known[label]?.includes(value) ? value : OTHER]),
  );
}
