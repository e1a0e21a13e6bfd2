import { expect, test } from 'vitest';
import { FAILURE_KINDS } from '../../../src/core/failure/failure.ts';
import { failedFor, stepsAfter, stepsFor } from '../../../src/core/instance/next-steps.ts';
import { sampleFailure, sampleInstance, sampleRequest } from '../../../src/sandbox/gallery/samples.ts';

const request = sampleRequest(3);
const failed = (ordinal: number, kind: (typeof FAILURE_KINDS)[number], cloudId: string | null = null) => ({
  ...sampleInstance(request, ordinal, 'failed', sampleFailure(kind)),
  cloudId,
});

test.each(FAILURE_KINDS)('after %s there is something to press', (kind) => {
  expect(stepsAfter(kind).length).toBeGreaterThan(0);
});

test('what may exist after all is looked for and never ordered again', () => {
  for (const kind of ['ambiguous', 'inFlight', 'doubtful', 'deadline', 'vanished', 'gone'] as const)
    expect(stepsAfter(kind)).toEqual(['lookAgain']);
});

test('an instance that exists is not ordered again, whatever it failed with', () => {
  const instances = [failed(1, 'noStock', 'i-1')];
  expect(stepsFor(instances)).toEqual([]);
  expect(failedFor('tryAgain', [failed(1, 'money', 'i-1'), failed(2, 'money')]).map(({ ordinal }) => ordinal)).toEqual([
    2,
  ]);
});

test('while it is retried, and once it runs, there is nothing to press', () => {
  expect(stepsFor([sampleInstance(request, 1, 'troubled'), sampleInstance(request, 2, 'running')])).toEqual([]);
});

test('several failures together have the steps of all, each once', () => {
  const instances = [failed(1, 'noStock'), failed(2, 'money'), failed(3, 'doubtful')];
  expect(stepsFor(instances)).toEqual(['alternatives', 'tryAgain', 'balance', 'lookAgain']);
  expect(failedFor('tryAgain', instances).map(({ ordinal }) => ordinal)).toEqual([1, 2]);
});
