import { expect, test } from 'vitest';
import { allOf, costInMonth, monthAfter, monthOf, partsOf, type Spending } from '../../../src/core/approval/budget.ts';
import { type Expense, endMoved, expenseAfter, newExpense } from '../../../src/core/approval/expense.ts';
import {
  spendingOf,
  type Tally,
  talliesOf,
  talliesOfRenewing,
  withoutRequest,
} from '../../../src/core/approval/tally.ts';
import { partOf } from '../../../src/core/base/money.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { anInstance, aRequest, aSpec, NOW } from '../../store/samples.ts';
import { cny, hourlyQuote, termQuote } from '../../support/approvals.ts';
import { upTo } from '../../support/thorough.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MICROS = 600_000;
const MONTH = { unit: 'Month', period: 1 } as const;

const hourlyRequest = aRequest('r-1', { quote: hourlyQuote(MICROS, { amount: 1 }) });
const prepaidRequest = aRequest('r-1', {
  spec: aSpec({ charge: { kind: 'prepaid', term: MONTH, autoRenew: true } }),
  quote: termQuote(30_112, { amount: 1 }),
});

const opened = (request: typeof hourlyRequest): Expense => {
  const expense = newExpense(anInstance('r-1', 1), request);
  if (expense === null) throw new Error('it costs nothing');
  return expense;
};

/** What a row becomes, when, and whether it is billed from then on. */
interface Step {
  readonly at: number;
  readonly change: Partial<Instance>;
  readonly is: 'waits' | 'runs' | 'paused' | 'over';
}

const stopped = (stoppedMode: 'StopCharging' | 'KeepCharging'): Partial<Instance> => ({
  wanted: 'stopped',
  order: { what: 'stop', stoppedMode, by: 'U1', at: 0, down: false, acted: null },
  outcome: 'reached',
  observed: { status: 'Stopped', at: 0 },
});
const START = { what: 'start', stoppedMode: null, by: 'U1', at: 0, down: false, acted: null } as const;
const RUNS = { status: 'Running', at: 0 } as const;

/** All that is added up along the way. */
function booked(steps: readonly Step[]): readonly Tally[] {
  let row = anInstance('r-1', 1);
  let expense = opened(hourlyRequest);
  const tallies: Tally[] = [...talliesOf(null, expense, NOW)];
  for (const { at, change } of steps) {
    row = { ...row, ...change, ...(change.cloudId && { acceptedAt: at }) };
    const next = expenseAfter(expense, row, at);
    tallies.push(...talliesOf(expense, next, at));
    expense = next;
  }
  return tallies;
}

const inMonth = (tallies: readonly Tally[], at: number): Spending =>
  spendingOf(
    tallies.filter(({ month }) => month === 0 || month === monthOf(at)),
    at,
  )[0] ?? NOTHING;

const NOTHING: Spending = {
  ...{ requester: 'U1', currency: 'CNY', debited: 0, soFar: 0, runsOn: 0, waiting: 0, unpriced: 0 },
};

/** The same without sums: hour by hour of a month, by what stood at the beginning of each. */
function counted(steps: readonly Step[], now: number): Spending {
  const stateAt = (at: number): Step['is'] => steps.findLast((step) => step.at <= at)?.is ?? 'waits';
  let [soFar, runsOn, waiting] = [0, 0, 0];
  for (let at = monthOf(now); at < monthAfter(now); at += HOUR) {
    if (at < now) soFar += stateAt(at) === 'runs' && at >= NOW0 ? MICROS : 0;
    else if (stateAt(now) === 'runs') runsOn += MICROS;
    else if (stateAt(now) !== 'over') waiting += MICROS;
  }
  return { ...NOTHING, soFar, runsOn, waiting };
}

const NOW0 = Math.floor(NOW / HOUR) * HOUR;

test('whatever becomes of an instance, each month counts its hours and, while it exists, the rest', () => {
  let seed = 7;
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return seed % below;
  };
  for (let round = 0; round < upTo(100, 300); round += 1) {
    let at = NOW0 + random(400) * HOUR;
    const steps: Step[] = [{ at, change: { cloudId: 'i-1', outcome: 'reached', observed: RUNS }, is: 'runs' }];
    for (let n = random(6); n > 0; n -= 1) {
      at += (1 + random(700)) * HOUR;
      const before = steps.at(-1)?.is;
      const choices: readonly Step[] = [
        { at, change: stopped('KeepCharging'), is: before === 'paused' ? 'paused' : 'runs' },
        { at, change: stopped('StopCharging'), is: 'paused' },
        // A start that has not shown its effect yet, or failed.
        { at, change: { wanted: 'running', order: START, outcome: 'failed' }, is: before ?? 'runs' },
        { at, change: { wanted: 'running', order: START, outcome: 'reached', observed: RUNS }, is: 'runs' },
      ];
      const step = choices[random(choices.length)];
      // A stop in standard mode ends the other mode only by way of a start.
      if (step !== undefined && !(before === 'paused' && step.change.wanted === 'stopped')) steps.push(step);
    }
    if (random(2) === 1) {
      at += (1 + random(900)) * HOUR;
      const order = { ...START, what: 'release' } as const;
      steps.push({ at, change: { wanted: 'released', order, outcome: 'reached' }, is: 'over' });
    }
    const tallies = booked(steps);
    for (const ahead of [0, 1, 30, 31 * 24]) {
      const now = at + ahead * HOUR;
      expect({ round, ahead, spent: inMonth(tallies, now) }).toEqual({ round, ahead, spent: counted(steps, now) });
    }
    const release = steps.at(-1);
    if (release?.is !== 'over') continue;
    // What is over adds up month by month to all that it ever ran.
    const ran = steps.reduce((ms, step, n) => ms + (step.is === 'runs' ? (steps[n + 1]?.at ?? at) - step.at : 0), 0);
    const all = tallies.filter(({ sum }) => sum === 'ran').reduce((sum, { by }) => sum + by, 0);
    expect({ round, all }).toEqual({ round, all: (ran / HOUR) * MICROS });
  }
});

test('what was stopped and started again between two looks has cost its hours until then, and counts on', () => {
  const runningSince = (since: number): Expense => ({ ...opened(hourlyRequest), state: { is: 'running', since } });
  const [first, second] = [runningSince(NOW0), runningSince(NOW0 + 3 * HOUR)];
  const tallies = [...talliesOf(null, first, NOW0), ...talliesOf(first, second, NOW0 + 3 * HOUR)];
  expect(inMonth(tallies, NOW0 + 4 * HOUR).soFar).toBe(4 * MICROS);
});

test('a month begins and ends in UTC, in leap years and at the turn of the year', () => {
  expect(monthAfter(Date.UTC(2026, 11, 31, 23, 59))).toBe(Date.UTC(2027, 0, 1));
  expect(monthAfter(Date.UTC(2028, 1, 29))).toBe(Date.UTC(2028, 2, 1));
  expect(costInMonth(hourlyQuote(1_000_000), Date.UTC(2026, 1, 1))).toEqual(cny(28 * 24 * 100));
  expect(costInMonth(hourlyQuote(1_000_000), Date.UTC(2026, 1, 28, 23))).toEqual(cny(100));
  expect(costInMonth(termQuote(4_711), Date.UTC(2026, 1, 28, 23))).toEqual(cny(4_711));
});

test('the shares of several are together exactly the price', () => {
  for (const [units, count] of [
    [100, 3],
    [301_120_000, 7],
    [1, 20],
  ] as const)
    expect(Array.from({ length: count }, (_, n) => partOf(units, n + 1, count)).reduce((a, b) => a + b)).toBe(units);
});

test.each([
  ['a month later', 30 * DAY, null, 301_120_000],
  ['three months later', 92 * DAY, null, 3 * 301_120_000],
  ['a day later, as the cloud counts days', DAY, null, 0],
  ['earlier', -9 * DAY, null, 0],
  ['by a renewal of ours', 31 * DAY, 0, 0],
  ['by a renewal of ours and automatically', 61 * DAY, 0, 301_120_000],
  ['automatically, long after a renewal of ours', 30 * DAY, -31 * DAY, 301_120_000],
])('an end that has moved %s costs what renewed itself', (_, by, wasBy, micros) => {
  const until = Date.UTC(2026, 9, 1, 16);
  const bought: Expense = { ...opened(prepaidRequest), until, state: { is: 'debited', at: NOW } };
  const asked = wasBy === null ? null : { wasUntil: until + wasBy, term: MONTH, cost: null };
  const moved = endMoved(bought, until + by, asked);
  expect(moved.micros).toBe(micros);
  expect(moved.next.until).toBe(until + by);
  expect(endMoved(moved.next, until + by, asked).micros).toBe(0);
  const tallies = talliesOfRenewing(bought, moved.micros, NOW);
  expect(tallies.map(({ by: sum }) => sum)).toEqual(micros === 0 ? [] : [micros]);
});

test('what has no price is counted as such, and no money', () => {
  const unpriced = opened(aRequest('r-1'));
  const [one] = spendingOf(talliesOf(null, unpriced, NOW), NOW);
  expect(one).toEqual({ ...NOTHING, currency: '', unpriced: 1 });
  expect(partsOf(one === undefined ? [] : [one])).toEqual({ parts: [], unpriced: 1 });
  const renewed = endMoved({ ...unpriced, until: NOW, state: { is: 'debited', at: NOW } }, NOW + 31 * DAY, null);
  expect(renewed.micros).toBeNull();
});

test('what waits is left out of what counts against itself, to the last part', () => {
  const waiting = opened(hourlyRequest);
  const other = { ...waiting, id: 'r-2', cost: { kind: 'hourly', micros: 333_333, currency: 'CNY' } } as const;
  const month = spendingOf([...talliesOf(null, waiting, NOW), ...talliesOf(null, other, NOW)], NOW);
  const alone = spendingOf(talliesOf(null, other, NOW), NOW);
  const left = withoutRequest(month, waiting, NOW).map(allOf);
  expect(Math.abs((left[0] ?? 0) - (alone[0] === undefined ? 0 : allOf(alone[0])))).toBeLessThanOrEqual(1);
});
