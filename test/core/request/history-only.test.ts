import { expect, test } from 'vitest';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { untried } from '../../../src/core/renewal/renewal-new.ts';
import { isHistoryOnly } from '../../../src/core/request/history-only.ts';
import { adoptedOrigin, isAdopted, type Request } from '../../../src/core/request/request.ts';
import { PAY_AS_YOU_GO } from '../../../src/core/spec/charge.ts';
import { waitingRequest } from '../../support/approvals.ts';
import { aFailure, anAccepted, anInstance, NOW } from '../../support/instances.ts';

const request = (fields: Partial<Request> = {}): Request => ({
  ...waitingRequest('U1', PAY_AS_YOU_GO, null),
  state: 'finished',
  finishedAt: NOW,
  dueAt: null,
  ...fields,
});
const ended = (fields: Partial<Instance> = {}): Instance => anAccepted({ outcome: 'reached', dueAt: null, ...fields });
const freeze = { version: 1, reason: 'audit', by: 'U9', at: NOW, until: null };
const renewal = { ...untried('r-1-1', 'i-1', NOW, 'token'), attempts: 1, undone: 1 };
const failedWith = (kind: 'noStock' | 'doubtful' | 'deadline') => ({ is: 'failed' as const, failure: aFailure(kind) });

test('a request is history once it and all its instances have ended for certain', () => {
  expect(isHistoryOnly(request(), [ended(), ended({ outcome: 'failed', failure: aFailure('noStock') })])).toBe(true);
  expect(isHistoryOnly(request({ state: 'denied' }), [])).toBe(true);
  const never = { outcome: 'failed', dueAt: null, failure: aFailure('noStock') } as const;
  expect(isHistoryOnly(request(), [anInstance(never)])).toBe(true);
});

test.each<[string, Partial<Request>]>([
  ['waits for an approval', { state: 'pending' }],
  ['is being created', { state: 'creating' }],
  ['has not ended', { finishedAt: null }],
  ['is still worked on', { dueAt: NOW }],
])('a request that %s is none', (_, fields) => {
  expect(isHistoryOnly(request(fields), [ended()])).toBe(false);
});

const doubtful = { sent: 2, undone: 1, lastAt: NOW, mayRepeat: false };
test.each<[string, Instance]>([
  ['is under way', ended({ outcome: null })],
  ['is worked on again', ended({ dueAt: NOW })],
  ['waits for a freeze', ended({ heldBy: freeze })],
  [
    'may exist after all',
    ended({ cloudId: null, createTriedAt: null, outcome: 'failed', failure: aFailure('doubtful') }),
  ],
  ['may have been created', ended({ cloudId: null, outcome: 'failed', creates: doubtful })],
])('nor is one of which one instance %s', (_, instance) => {
  expect(isHistoryOnly(request(), [ended(), instance])).toBe(false);
});

test.each<[string, boolean, Partial<Request>]>([
  ['was made', true, { renewal: { ...renewal, end: { is: 'renewed', until: NOW }, undone: 0 } }],
  ['was denied, and so never tried', true, { renewal, state: 'denied' }],
  ['was refused for certain', true, { renewal: { ...renewal, end: failedWith('noStock') } }],
  ['has not ended', false, { renewal }],
  ['waits for a freeze', false, { renewal: { ...renewal, end: failedWith('noStock'), heldBy: freeze } }],
  ['may have been debited', false, { renewal: { ...renewal, end: failedWith('doubtful') } }],
  [
    'was refused after a call without an answer',
    false,
    { renewal: { ...renewal, end: failedWith('noStock'), undone: 0 } },
  ],
])('a renewal that %s: history %s', (_, isIt, fields) => {
  expect(isHistoryOnly(request(fields), [])).toBe(isIt);
});

test('an instance is adopted once by the same origin, and again only by another one', () => {
  expect([adoptedOrigin('i-1'), adoptedOrigin('i-1', 2)]).toEqual(['cloud:i-1', 'cloud:i-1:2']);
  expect(['cloud:i-1', 'cloud:i-1:2', 'view:cloud:1'].map((origin) => isAdopted({ origin }))).toEqual([
    true,
    true,
    false,
  ]);
});
