import { describe, expect, test } from 'vitest';
import { FAILURE_KINDS, type FailureKind } from '../../../src/core/failure/failure.ts';
import {
  type Attempt,
  isPassing,
  isStale,
  type Treatment,
  treatmentOf,
} from '../../../src/core/failure/failure-treatment.ts';

const LOOKS: readonly Attempt[] = ['look', 'lookUpByTag', 'lookFirst'];
const ACTS: readonly Attempt[] = ['allocateAddress', 'start', 'stop', 'reboot', 'delete'];
const STALE: readonly FailureKind[] = ['wrongState', 'alreadyDone', 'gone'];
const passing = FAILURE_KINDS.filter(isPassing);
const final = FAILURE_KINDS.filter((kind) => !isPassing(kind) && !STALE.includes(kind));

test('what shows that our picture is stale is that alone', () => {
  expect(FAILURE_KINDS.filter(isStale).toSorted()).toEqual(STALE.toSorted());
});

test('a refused look gives nothing up: what is looked for may exist', () => {
  for (const attempt of LOOKS) for (const kind of FAILURE_KINDS) expect(treatmentOf(attempt, kind)).toBe('retry');
});

test('what passes is tried again, whatever was tried', () => {
  for (const attempt of [...ACTS, 'create', 'finalCheck'] as const)
    for (const kind of passing) expect(treatmentOf(attempt, kind)).toBe('retry');
});

describe('a refused create', () => {
  test('for good gives it up, also if it is refused as if it were stale', () => {
    for (const kind of [...final, ...STALE]) expect(treatmentOf('create', kind)).toBe('giveUp');
  });

  test('for want of credentials waits for them if an instance may exist', () => {
    for (const attempt of ['create', 'finalCheck'] as const) {
      expect(treatmentOf(attempt, 'credentials', true)).toBe('retry');
      expect(treatmentOf(attempt, 'credentials', false)).toBe('giveUp');
      expect(treatmentOf(attempt, 'badInput', true)).toBe('giveUp');
    }
  });
});

test('a refused question for the price gives up for good, and is asked again if the picture is stale', () => {
  for (const kind of final) expect(treatmentOf('finalCheck', kind)).toBe('giveUp');
  for (const kind of STALE) expect(treatmentOf('finalCheck', kind)).toBe('retry');
});

test('a refused act on an instance looks if the picture is stale, and tries again what may heal', () => {
  const heals: readonly FailureKind[] = ['tokenMismatch', 'credentials', 'badInput', 'unreadable', 'unknown'];
  for (const attempt of ACTS) {
    for (const kind of final) {
      const treatment: Treatment = heals.includes(kind) ? 'retry' : 'giveUp';
      expect([attempt, kind, treatmentOf(attempt, kind)]).toEqual([attempt, kind, treatment]);
    }
    for (const kind of STALE) {
      const isThere = attempt === 'allocateAddress' && kind === 'alreadyDone';
      expect([attempt, kind, treatmentOf(attempt, kind)]).toEqual([attempt, kind, isThere ? 'goOn' : 'look']);
    }
  }
});
