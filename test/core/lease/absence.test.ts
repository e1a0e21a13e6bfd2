import { expect, test } from 'vitest';
import { reduce } from '../../../src/core/instance/reduce.ts';
import { reduceRenewal } from '../../../src/core/renewal/reduce-renewal.ts';
import { isRenewing } from '../../../src/core/renewal/renewal-act.ts';
import { untried } from '../../../src/core/renewal/renewal-new.ts';
import { aRequest } from '../../store/samples.ts';
import { aFailure, anInstance, NOW, timing } from '../../support/instances.ts';

/** While it was due nobody was there: the bot was off, or on credentials of another account. */
const LONG = 20 * timing.doubtAfterMs;
const failure = aFailure('transient');

test.each([
  ['came back late', NOW, null],
  ['was there all along', NOW + LONG - 1_000, 'failed'],
])('what waits to be bought is not given up at the first trouble by who %s', (_, dueAt, outcome) => {
  const row = anInstance({ dueAt, deadlineAt: NOW + timing.deadlineMs });
  const { next } = reduce(row, { is: 'refused', what: 'finalCheck', failure }, NOW + LONG, timing);
  expect(next.outcome).toBe(outcome);
});

test.each([
  ['came back late', NOW, undefined],
  ['was there all along', NOW + LONG - 1_000, 'failed'],
])('a renewal is not given up at the first trouble by who %s', (_, dueAt, end) => {
  const renewal = { ...untried('r-1-1', 'i-1', NOW + 9 * LONG, 'token'), begunAt: NOW };
  const request = aRequest('r-2', { renewal, dueAt });
  if (!isRenewing(request)) throw new Error('it is no renewal');
  const { next } = reduceRenewal(request, { is: 'unseen', failure }, NOW + LONG, timing);
  expect(next.renewal.end?.is).toBe(end);
});
