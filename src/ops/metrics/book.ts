import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type LabelsOf, METRICS, type MetricKey, type MetricOf } from './catalogue.ts';

/** Keeps the figures of the catalogue, and no others but the process' own. */
export interface MetricBook {
  count<K extends MetricOf<'counter'>>(metric: K, labels: LabelsOf<K>): void;
  /** In seconds. */
  time<K extends MetricOf<'histogram'>>(metric: K, labels: LabelsOf<K>, seconds: number): void;
  /** Replaces all values of a gauge; one that is not given is absent. */
  set<K extends MetricOf<'gauge'>>(metric: K, values: readonly (readonly [labels: LabelsOf<K>, value: number])[]): void;
  /** As Prometheus reads it. */
  text(): Promise<string>;
  /** The names of all, with those of the process. */
  names(): readonly string[];
  readonly contentType: string;
}

/** What stands for a value that the catalogue does not list: it may be anything, and is not shown. */
const OTHER = 'other';

export function makeMetricBook(): MetricBook {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const made = new Map(Object.keys(METRICS).map((key) => [key as MetricKey, register(key as MetricKey, registry)]));
  // A first failure is a rise only if there was a zero before it.
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
      // Without labels a reset leaves a zero, which would be a lie about what could not be read.
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
