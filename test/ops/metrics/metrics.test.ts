import { readFileSync } from 'node:fs';
import { expect, onTestFinished, test } from 'vitest';
import { parse } from 'yaml';
import { COMMANDS } from '../../../src/commands/index.ts';
import { silentLog } from '../../../src/core/base/log.ts';
import { makeLoopWatch } from '../../../src/core/loop/loop-watch.ts';
import { untried } from '../../../src/core/renewal/renewal-new.ts';
import type { LimitState } from '../../../src/ecs/limiter/adaptive-rate.ts';
import { makeMetricBook } from '../../../src/ops/metrics/book.ts';
import { METRICS } from '../../../src/ops/metrics/catalogue.ts';
import { type MetricSources, makeMetrics } from '../../../src/ops/metrics/metrics.ts';
import { systemClock } from '../../../src/ops/system.ts';
import { meterStore } from '../../../src/store/meter-store.ts';
import { StoreUnavailable } from '../../../src/store/store.ts';
import { anInstance, aRequest, fixedClock, NOW } from '../../store/samples.ts';
import { openMemoryDatabase } from '../../support/memory-database.ts';

const file = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

/** Every name in a text that Prometheus would look for. */
function namesIn(text: string): readonly string[] {
  const named = text.match(/\b(?:ecs_chatops|nodejs|process)_[a-z0-9_]+/gu) ?? [];
  return [...new Set(named.map((name) => (histograms.has(name) ? name : name.replace(/_(?:bucket|sum|count)$/u, ''))))];
}
const histograms = new Set(makeMetricBook().names());

test('a metric says its unit in its name, once, and describes itself', () => {
  const names = Object.values(METRICS).map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  for (const { name, type, help } of Object.values(METRICS)) {
    expect(name.endsWith('_total'), name).toBe(type === 'counter');
    if (type === 'histogram') expect(name).toMatch(/_seconds$/u);
    expect(help, name).toMatch(/\.$/u);
  }
});

test.each(['deploy/prometheus/alerts.yml', 'deploy/grafana/dashboard.json'])(
  'every metric that %s names is there',
  (path) => {
    const known = makeMetricBook().names();
    const named = namesIn(file(path));
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((name) => !known.includes(name))).toEqual([]);
  },
);

test('every metric of the bot is on the dashboard, or an alert watches it', () => {
  const used = namesIn(file('deploy/prometheus/alerts.yml') + file('deploy/grafana/dashboard.json'));
  expect(Object.values(METRICS).flatMap(({ name }) => (used.includes(name) ? [] : [name]))).toEqual([]);
});

test('each alert says what to do, in commands that exist, and asks for label values that exist', () => {
  const { groups } = parse(file('deploy/prometheus/alerts.yml')) as {
    groups: { rules: { alert: string; expr: string; annotations: Record<string, string> }[] }[];
  };
  const rules = groups.flatMap((group) => group.rules);
  expect(rules.length).toBeGreaterThan(10);
  const values = Object.values(METRICS).flatMap(({ labels }) => Object.values(labels).flat() as string[]);
  for (const { alert, expr, annotations } of rules) {
    expect(annotations.summary, alert).toMatch(/\.$/u);
    expect(annotations.action, alert).toMatch(/\.$/u);
    for (const [, word = ''] of annotations.action?.matchAll(/\/ecs ([a-z-]+)/gu) ?? [])
      expect(
        COMMANDS.map(({ name }) => name),
        alert,
      ).toContain(word);
    for (const [, label = '', given = ''] of expr.matchAll(/(\w+)=~?"([^"]+)"/gu))
      if (label !== 'job' && label !== 'le')
        for (const value of given.split('|')) expect(values, alert).toContain(value);
  }
});

test('what the catalogue does not list never becomes a label', async () => {
  const metrics = makeMetrics(fixedClock);
  metrics.calls.called('DescribeEverything', 'ok', 5);
  metrics.slack.acknowledged('U07INESCAR5', 5);
  const text = await metrics.text();
  expect(text).not.toMatch(/DescribeEverything|U07INESCAR5/u);
  expect(text).toContain('ecs_chatops_cloud_calls_total{api="other",outcome="ok"} 1');
});

async function stage(over: Partial<MetricSources> = {}) {
  const database = await openMemoryDatabase({ log: silentLog, clock: fixedClock });
  onTestFinished(() => database.destroy());
  const metrics = makeMetrics({ ...systemClock, now: () => NOW + 60_000 });
  const store = meterStore(database.open(), systemClock, metrics.store);
  const loops = makeLoopWatch(systemClock);
  onTestFinished(loops.stop);
  metrics.readFrom({ store, loops, limits: () => [], connected: () => true, ...over });
  return { metrics, store };
}

test('the figures of the moment come from the store', async () => {
  const gate: LimitState = {
    api: 'DescribeInstances',
    region: 'cn-beijing',
    fullPerSecond: 10,
    perSecond: 5,
    waiting: 3,
    oldestAt: NOW + 58_000,
    throttledAt: NOW,
    refused: 1,
    pausedUntil: 0,
  };
  const { metrics, store } = await stage({
    limits: () => [gate, { ...gate, region: 'cn-hangzhou', perSecond: 10, waiting: 1, oldestAt: NOW + 59_000 }],
  });
  const created = { createTriedAt: NOW, cloudId: 'i-1', acceptedAt: NOW, slowTold: true };
  await store.commit({
    at: NOW,
    requests: [
      { next: aRequest('r-1') },
      { next: aRequest('r-2', { state: 'pending', createdAt: NOW + 30_000, origin: 'view:2' }) },
    ],
    instances: [{ next: anInstance('r-1', 1, created) }, { next: anInstance('r-1', 2) }],
    messages: [{ kind: 'card', requestId: 'r-1' }],
  });
  const text = await metrics.text();
  for (const line of [
    'ecs_chatops_instances_under_way{stage="starting"} 1',
    'ecs_chatops_instances_under_way{stage="waiting"} 1',
    'ecs_chatops_instances_under_way{stage="doubtful"} 0',
    'ecs_chatops_instances_stuck 1',
    'ecs_chatops_requests_pending 1',
    'ecs_chatops_requests_pending_oldest_seconds 30',
    'ecs_chatops_reconciler_lag_seconds 60',
    'ecs_chatops_outbox_waiting 1',
    'ecs_chatops_outbox_oldest_seconds 60',
    'ecs_chatops_limiter_waiting{api="DescribeInstances"} 4',
    'ecs_chatops_limiter_oldest_seconds{api="DescribeInstances"} 2',
    'ecs_chatops_limiter_pace_ratio{api="DescribeInstances"} 0.5',
    'ecs_chatops_frozen 0',
    'ecs_chatops_slack_connected 1',
    'ecs_chatops_store_up 1',
    'ecs_chatops_store_seconds_count{operation="commit"} 1',
    'ecs_chatops_instances_failed_total{failure="doubtful"} 0',
  ])
    expect(text.split('\n')).toContain(line);
  expect(text).toMatch(/^nodejs_eventloop_lag_p99_seconds /mu);
});

test('renewals and disks of which nobody knows whether they were charged are counted', async () => {
  const { metrics, store } = await stage({});
  const renewal = { ...untried('r-1-1', 'i-1', NOW, 'token'), attempts: 1 };
  const order = { by: 'U1', at: NOW, done: [], missed: [], tryAt: NOW + 60_000, attempts: 1 };
  const left = [{ is: 'grow', disk: 'd-1', toGiB: 100 }] as never;
  const atRest = { cloudId: 'i-1', acceptedAt: NOW, endedAt: NOW, outcome: 'reached', dueAt: null } as const;
  await store.commit({
    at: NOW,
    requests: [
      { next: aRequest('r-1') },
      { next: aRequest('r-2', { origin: 'view:2', renewal, dueAt: NOW }) },
      { next: aRequest('r-3', { origin: 'view:3', renewal: { ...renewal, attempts: 0 }, dueAt: NOW }) },
      { next: aRequest('r-4', { origin: 'view:4', renewal: { ...renewal, acceptedAt: NOW }, dueAt: NOW }) },
    ],
    instances: [
      { next: anInstance('r-1', 1, { ...atRest, attributes: { ...order, left, sent: true, isDoubtful: true } }) },
      { next: anInstance('r-1', 2, { ...atRest, cloudId: 'i-2', attributes: { ...order, left, sent: true } }) },
    ],
  });
  const lines = (await metrics.text()).split('\n');
  expect(lines).toContain('ecs_chatops_purchases_doubtful{what="renewal"} 1');
  expect(lines).toContain('ecs_chatops_purchases_doubtful{what="disk"} 1');
});

test('what cannot be read from the store is absent, and not zero', async () => {
  const away = async () => Promise.reject(new StoreUnavailable('gone'));
  const { metrics } = await stage({
    store: { workload: away, freeze: away, nextDueAt: away, outbox: { depth: away } },
  });
  const text = await metrics.text();
  expect(text).toMatch(/^ecs_chatops_store_up 0$/mu);
  for (const name of ['outbox_waiting', 'requests_pending', 'frozen', 'reconciler_lag_seconds', 'instances_under_way'])
    expect(text, name).not.toMatch(new RegExp(`^ecs_chatops_${name}[ {]`, 'mu'));
});
