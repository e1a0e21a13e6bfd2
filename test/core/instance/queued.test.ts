import { expect, test } from 'vitest';
import type { Attempt } from '../../../src/core/failure/failure-treatment.ts';
import { needsToken } from '../../../src/core/instance/create-calls.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { nextAction } from '../../../src/core/instance/next-action.ts';
import { reduce } from '../../../src/core/instance/reduce.ts';
import { toMinute, withEnd } from '../../../src/core/lease/lease.ts';
import { reduceRenewal } from '../../../src/core/renewal/reduce-renewal.ts';
import type { Renewing } from '../../../src/core/renewal/renewal-act.ts';
import { untried } from '../../../src/core/renewal/renewal-new.ts';
import { PAY_AS_YOU_GO } from '../../../src/core/spec/charge.ts';
import { waitingRequest } from '../../support/approvals.ts';
import { aFailure, anAccepted, anInstance, NOW, timing } from '../../support/instances.ts';

const WAIT_MS = 40_000;
const FAILURE = aFailure('queued', { retryAfterMs: WAIT_MS });
const queued = (row: Instance, what: Attempt, now = NOW) =>
  reduce(row, { is: 'refused', what, failure: FAILURE }, now, timing);
const creating = (row: Instance, now = NOW) => reduce(row, { is: 'creating', account: '111' }, now, timing).next;

const acting = (what: 'stop' | 'reboot' | 'delete') =>
  anAccepted({
    order: {
      what: what === 'reboot' ? 'restart' : what === 'delete' ? 'release' : what,
      stoppedMode: null,
      by: 'U1',
      at: NOW,
      acted: null,
      down: false,
    },
    wanted: what === 'stop' ? 'stopped' : what === 'delete' ? 'released' : 'running',
  } as Partial<Instance>);

const EVERY: readonly (readonly [Attempt, Instance])[] = [
  ['lookFirst', anInstance()],
  ['finalCheck', anInstance()],
  ['create', creating(anInstance())],
  ['lookUpByTag', creating(anInstance())],
  ['look', anAccepted()],
  ['allocateAddress', anAccepted()],
  ['start', anAccepted()],
  ['stop', acting('stop')],
  ['reboot', acting('reboot')],
  ['delete', acting('delete')],
];

test.each(EVERY)('a %s that waits for its turn is due then, with no word to people and no failed try', (what, row) => {
  const { next, messages, events } = queued(row, what);
  expect(next.dueAt).toBe(NOW + WAIT_MS);
  expect([next.failure, next.outcome, next.attempts]).toEqual([null, null, what === 'create' ? 0 : row.attempts]);
  expect(messages.filter(({ kind }) => kind !== 'card')).toEqual([]);
  expect(events.map(({ kind }) => kind)).toEqual(what === 'create' ? ['instance.goingOn'] : []);
});

test('no time runs for a create that waits, however long: it is ordered at last, with its token', () => {
  let row = anInstance();
  let now = NOW;
  for (let times = 0; times < 100; times++) {
    row = queued(creating(row, now), 'create', now).next;
    now = row.dueAt ?? 0;
    expect(nextAction(row, null, now, timing)).toEqual({ do: 'create' });
  }
  expect(now).toBeGreaterThan(NOW + timing.doubtAfterMs);
  expect(row).toMatchObject({ clientToken: 'token-1', createTriedAt: null, deadlineAt: null, outcome: null });
  expect(needsToken(row)).toBe(false);
});

test('a create that may have taken effect keeps its time while its repetition waits', () => {
  const lost = reduce(
    creating(anInstance()),
    { is: 'refused', what: 'create', failure: aFailure('ambiguous') },
    NOW,
    timing,
  );
  const { next } = queued(creating(lost.next, NOW + 1_000), 'create', NOW + 1_000);
  expect(next).toMatchObject({ createTriedAt: NOW, failure: { kind: 'ambiguous' } });
  expect(nextAction(next, null, NOW + timing.doubtAfterMs, timing)).toEqual({ do: 'lookUpByTag' });
});

test('a look that never gets its turn ends at the deadline like any other', () => {
  const row = anAccepted({ dueAt: NOW + timing.deadlineMs });
  expect(queued(row, 'look', row.deadlineAt ?? 0).next).toMatchObject({
    outcome: 'failed',
    failure: { kind: 'deadline' },
  });
});

test('a release time and a renewal that wait for their turn say nothing either', () => {
  const end = toMinute(NOW + 7 * 86_400_000);
  const running = anAccepted({ outcome: 'reached', dueAt: null, observed: { status: 'Running', at: NOW } });
  const leased = { ...running, lease: withEnd(null, end, NOW) };
  const lease = reduce(leased, { is: 'leaseNotSet', failure: FAILURE }, NOW, timing);
  expect(lease.next.lease).toMatchObject({ tryAt: NOW + WAIT_MS, failure: null, attempts: 0 });
  expect([...lease.events, ...lease.messages]).toEqual([]);

  const renewal = { ...untried('r-1-1', 'i-1', NOW, 'token'), begunAt: NOW, triedAt: NOW, attempts: 1 };
  const renewing: Renewing = { ...waitingRequest('U1', PAY_AS_YOU_GO, null), state: 'creating', renewal };
  const refused = reduceRenewal(renewing, { is: 'refused', failure: FAILURE }, NOW, timing);
  expect(refused.next).toMatchObject({ dueAt: NOW + WAIT_MS, renewal: { failure: null, setbacks: 0, refusals: 0 } });
  expect(refused.events).toEqual([]);
  expect(refused.messages.map(({ kind }) => kind)).toEqual(['card']);
});
