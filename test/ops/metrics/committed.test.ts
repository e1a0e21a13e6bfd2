import { expect, test } from 'vitest';
import { failureOf } from '../../../src/core/failure/failure.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import type { EventKind } from '../../../src/core/request/event.ts';
import { committedFacts } from '../../../src/ops/metrics/committed.ts';
import { anInstance, aRequest, NOW } from '../../store/samples.ts';

const event = (kind: EventKind, instanceId: string | null = null, at = NOW + 5_000) => ({
  at,
  kind,
  actor: 'bot',
  requestId: 'r-1',
  instanceId,
  data: {},
});

const ofRow = (kind: EventKind, fields: Partial<Instance>) =>
  committedFacts({ at: NOW, instances: [{ next: anInstance('r-1', 1, fields) }], events: [event(kind, 'r-1-1')] });

test('a decision counts when it was committed, with how long it was waited for', () => {
  const next = aRequest('r-1', { createdAt: NOW });
  expect(committedFacts({ at: NOW, requests: [{ next }], events: [event('request.approved')] })).toEqual({
    decisions: ['approved'],
    failures: [],
    states: [{ state: 'pending', ms: 5_000 }],
  });
  expect(committedFacts({ at: NOW, events: [event('request.refused')] }).decisions).toEqual(['notAllowed']);
  expect(committedFacts({ at: NOW, requests: [{ next }], events: [event('request.finished')] }).states).toEqual([
    { state: 'request', ms: 5_000 },
  ]);
});

const order = (what: 'stop' | 'restart' | 'start' | 'release') =>
  ({ what, by: 'U1', at: NOW + 1_000, stoppedMode: null, down: false, acted: null }) as const;

test.each([
  ['creating', 'instance.accepted', { createTriedAt: NOW, acceptedAt: NOW + 5_000 }, 5_000],
  ['starting', 'instance.running', { acceptedAt: NOW + 2_000 }, 3_000],
  ['starting', 'instance.running', { acceptedAt: NOW - 99_000, order: order('start') }, 4_000],
  ['restarting', 'instance.running', { order: order('restart') }, 4_000],
  ['stopping', 'instance.stopped', { order: order('stop') }, 4_000],
  ['releasing', 'instance.released', { order: order('release') }, 4_000],
] as const)('the time in %s is counted by %s', (state, kind, fields, ms) => {
  expect(ofRow(kind, fields).states).toEqual([{ state, ms }]);
});

test('a failure counts by its kind', () => {
  expect(ofRow('instance.failed', { failure: failureOf('doubtful') }).failures).toEqual(['doubtful']);
  expect(committedFacts({ at: NOW, events: [event('instance.failed', 'r-9-1')] }).failures).toEqual(['unknown']);
});
