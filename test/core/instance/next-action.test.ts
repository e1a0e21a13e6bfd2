import { expect, test } from 'vitest';
import { type Instance, type Observed, STATUSES, type Wanted } from '../../../src/core/instance/instance.ts';
import { type LookResult, type NextAction, nextAction } from '../../../src/core/instance/next-action.ts';
import { aFailure, anAccepted, anInstance, NOW, seen, spec, timing } from '../../support/instances.ts';

const WANTED: readonly Wanted[] = ['running', 'stopped', 'released'];
const BOOLEANS = [false, true];

/** Everything that the act for an existing instance may depend on. */
interface Case {
  readonly wanted: Wanted;
  readonly status: Observed['status'];
  readonly locked: boolean;
  readonly overdue: boolean;
  readonly addressAsked: boolean;
  readonly addressKnown: boolean;
  readonly addressed: boolean;
  readonly justStarted: boolean;
}

function* cases(): Generator<Case> {
  for (const wanted of WANTED)
    for (const status of STATUSES)
      for (const locked of BOOLEANS)
        for (const overdue of BOOLEANS)
          for (const addressAsked of BOOLEANS)
            for (const addressKnown of BOOLEANS)
              for (const addressed of BOOLEANS)
                for (const justStarted of BOOLEANS)
                  yield { wanted, status, locked, overdue, addressAsked, addressKnown, addressed, justStarted };
}

const rowOf = (one: Case): Instance =>
  anAccepted({
    wanted: one.wanted,
    spec: { ...spec, internetMaxBandwidthOut: one.addressAsked ? 5 : 0 },
    deadlineAt: one.overdue ? NOW : NOW + 1,
    publicIp: one.addressKnown ? '1.2.3.4' : null,
    addressedAt: one.addressed ? NOW - 1 : null,
    startTriedAt: one.justStarted ? NOW - timing.graceMs + 1 : null,
  });

const actFor = (one: Case): NextAction =>
  nextAction(rowOf(one), seen(one.status, { locks: one.locked ? ['security'] : [] }), NOW, timing);

const word = (act: NextAction): string => (act.do === 'fail' ? `fail ${act.kind}` : act.do);

/** The same table told the other way round: by act, and by hand. */
function oracle(one: Case): string {
  const { wanted, status, locked, overdue } = one;
  const goal = { running: 'Running', stopped: 'Stopped', released: null }[wanted];
  const needsAddress = wanted === 'running' && one.addressAsked && !one.addressKnown && !one.addressed;
  if (status === goal) return needsAddress && !locked && !overdue ? 'allocateAddress' : 'done';
  if (locked) return 'fail locked';
  if (overdue) return 'fail deadline';
  const table: Record<string, string> = {
    'running Stopped': needsAddress ? 'allocateAddress' : one.justStarted ? 'look' : 'start',
    'stopped Running': 'stop',
    'released Running': 'delete',
    'released Stopped': 'delete',
  };
  return table[`${wanted} ${status}`] ?? 'look';
}

test('for every wanted and observed state, with every flag, the table says the one right act', () => {
  const wrong = [...cases()].filter((one) => word(actFor(one)) !== oracle(one));
  expect(wrong).toEqual([]);
});

test('only a stopped instance is started, only a running one is stopped, only a resting one is deleted', () => {
  const allowed: Record<string, readonly string[]> = {
    start: ['Stopped'],
    stop: ['Running'],
    delete: ['Running', 'Stopped'],
    allocateAddress: ['Running', 'Stopped'],
  };
  for (const one of cases()) {
    const { do: act } = actFor(one);
    if (act in allowed) expect(allowed[act]).toContain(one.status);
    if (['start', 'stop', 'delete', 'allocateAddress'].includes(act)) expect(one.locked || one.overdue).toBe(false);
  }
});

test('an instance that has ended is left alone, whatever a look shows', () => {
  for (const one of cases())
    for (const outcome of ['reached', 'failed'] as const)
      for (const look of [null, 'missing', seen(one.status)] as const)
        expect(nextAction({ ...rowOf(one), outcome }, look, NOW, timing)).toEqual({ do: 'rest' });
});

test('an instance that exists is looked at before anything is decided', () => {
  for (const wanted of WANTED)
    expect(nextAction(anAccepted({ wanted, deadlineAt: 0 }), null, NOW, timing).do).toBe('look');
});

const act = (fields: Partial<Instance>, look: LookResult = null, now = NOW): string =>
  word(nextAction(anInstance(fields), look, now, timing));

test('what was never sent is created, unless nobody wants it any more', () => {
  expect(act({})).toBe('create');
  expect(act({ wanted: 'stopped' })).toBe('create');
  expect(act({ wanted: 'released' })).toBe('done');
});

test('a create in doubt is repeated with its token for a while, then only looked up', () => {
  const doubtful = { createTriedAt: NOW, attempts: 7, failure: aFailure('ambiguous') };
  const doubtEnd = NOW + timing.doubtAfterMs;
  expect(act(doubtful)).toBe('create');
  expect(act(doubtful, 'missing', doubtEnd - 1)).toBe('create');
  expect(act(doubtful, null, doubtEnd)).toBe('lookUpByTag');
  expect(act(doubtful, 'missing', doubtEnd)).toBe('lookUpByTag');
  expect(act(doubtful, 'missing', doubtEnd + timing.graceMs - 1)).toBe('lookUpByTag');
  expect(act(doubtful, 'missing', doubtEnd + timing.graceMs)).toBe('fail doubtful');
});

test('a create in doubt that nobody wants any more is never sent again', () => {
  const doubtful = { wanted: 'released', createTriedAt: NOW, attempts: 1 } as const;
  expect(act(doubtful)).toBe('lookUpByTag');
  expect(act(doubtful, 'missing', NOW + timing.doubtAfterMs + timing.graceMs)).toBe('fail doubtful');
});

test('a create refused after an earlier one in doubt is looked up until its grace ends, then reported as refused', () => {
  const creates = { sent: 2, undone: 1, lastAt: NOW, mayRepeat: false };
  const refused = { createTriedAt: NOW - 5_000, creates, failure: aFailure('noStock') };
  expect(act(refused)).toBe('lookUpByTag');
  expect(act(refused, 'missing', NOW + timing.graceMs - 1)).toBe('lookUpByTag');
  expect(act(refused, 'missing', NOW + timing.graceMs)).toBe('fail noStock');
});

test.each(['DescribePrice', 'DescribeKeyPairs'])(
  'what speaks against a create after one in doubt, and is no answer to a create, proves nothing while that might be repeated: %s',
  (api) => {
    const creates = { sent: 1, undone: 0, lastAt: NOW, mayRepeat: false };
    const row = { createTriedAt: NOW - 5_000, creates, failure: aFailure('badInput', { api }) };
    const proven = NOW - 5_000 + timing.doubtAfterMs + timing.graceMs;
    expect(act(row, 'missing', NOW + timing.graceMs)).toBe('lookUpByTag');
    expect(act(row, 'missing', proven - 1)).toBe('lookUpByTag');
    expect(act(row, 'missing', proven)).toBe('fail badInput');
    const answered = { ...row, failure: aFailure('badInput', { api: 'CreateInstance' }) };
    expect(act(answered, 'missing', NOW + timing.graceMs)).toBe('fail badInput');
  },
);

test('only a look that was begun past the grace period proves that nothing was bought', () => {
  const creates = { sent: 2, undone: 1, lastAt: NOW, mayRepeat: false };
  const row = anInstance({ createTriedAt: NOW - 5_000, creates, failure: aFailure('money') });
  const answered = NOW + timing.graceMs + 9_000;
  expect(word(nextAction(row, 'missing', answered, timing, NOW + timing.graceMs - 1))).toBe('lookUpByTag');
  expect(word(nextAction(row, 'missing', answered, timing, NOW + timing.graceMs))).toBe('fail money');
});

test('what was refused each time before anything could happen is no doubt when its time is over', () => {
  const creates = { sent: 3, undone: 3, lastAt: NOW, mayRepeat: true };
  const row = { createTriedAt: NOW, creates, failure: aFailure('throttled') };
  expect(act(row, null, NOW + timing.doubtAfterMs)).toBe('lookUpByTag');
  expect(act(row, 'missing', NOW + timing.doubtAfterMs)).toBe('fail throttled');
});

test('a new id may be missing for its grace period, and even then not at the first look', () => {
  const missing = (misses: number, ageMs: number, fields: Partial<Instance> = {}): string =>
    word(nextAction(anAccepted({ attempts: 9, misses, ...fields }), 'missing', NOW + ageMs, timing));
  expect(missing(9, timing.graceMs - 1)).toBe('look');
  expect(missing(2, timing.graceMs)).toBe('look');
  expect(missing(3, timing.graceMs)).toBe('fail vanished');
  expect(missing(3, timing.graceMs, { observed: { status: 'Stopped', at: NOW + 5 } })).toBe('look');
  const before = { observed: { status: 'Running', at: NOW } } as const;
  expect(missing(3, timing.graceMs, { wanted: 'released', ...before })).toBe('done');
});

test('what was never seen is not taken for released because it is not listed', () => {
  const unseen = anAccepted({ misses: 3, wanted: 'released' });
  expect(word(nextAction(unseen, 'missing', NOW + timing.graceMs, timing))).toBe('fail vanished');
});

test('an accepted start has its grace to show before it is repeated', () => {
  const stopped = (ageMs: number): string =>
    word(nextAction(anAccepted({ startTriedAt: NOW }), seen('Stopped'), NOW + ageMs, timing));
  expect(stopped(timing.graceMs - 1)).toBe('look');
  expect(stopped(timing.graceMs)).toBe('start');
});
