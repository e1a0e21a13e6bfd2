import { expect, test } from 'vitest';
import { type Demand, isMet } from '../../../src/core/approval/approval.ts';
import { reducedRequirements, unsatisfiableTold } from '../../../src/core/approval/reduce-requirements.ts';
import { UNTOLD_LINE } from '../../../src/core/policy/rules.ts';

const PEOPLE = ['A', 'B', 'C', 'D', 'E'];
const demand = (users: string, needed: number, line = 1): Demand => ({
  ...{ line, needed, from: null, users: [...users], unknownGroups: [] },
});

/** Every set of voters out of five. */
const CROWDS = Array.from({ length: 32 }, (_, bits) =>
  PEOPLE.filter((__, n) => (bits >> n) % 2 === 1).map((by) => ({ by, at: 0, note: '' })),
);

const accepted = (demands: readonly Demand[]): readonly boolean[] =>
  CROWDS.map((votes) => demands.every((one) => isMet(one, votes)));

test('what is left asks for exactly the same people, whatever the rules', () => {
  let seed = 11;
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((seed / 2 ** 31) * below);
  };
  let shorter = 0;
  for (let round = 0; round < 4_000; round += 1) {
    const demands = Array.from({ length: 1 + random(4) }, (_, line) => {
      const users = PEOPLE.filter(() => random(3) > 0);
      return { ...demand('', 1 + random(3), line), users };
    });
    const left = reducedRequirements(demands);
    expect({ demands, accepts: accepted(left) }).toEqual({ demands, accepts: accepted(demands) });
    // None of two is left that says no more than the other does.
    for (const one of left)
      for (const other of left)
        if (one !== other && accepted([other]).some((is) => is))
          expect(accepted([one, other])).not.toEqual(accepted([other]));
    shorter += left.length < demands.length ? 1 : 0;
  }
  expect(shorter).toBeGreaterThan(1_000);
});

test.each([
  ['the larger number of the same people', [demand('ABC', 1), demand('ABC', 2)], [1]],
  ['once what stands there twice', [demand('ABC', 1), demand('CBA', 1)], [0]],
  ['a few of those who are asked anyway', [demand('AB', 1), demand('ABC', 1)], [0]],
  ['two of three who leave at most one out', [demand('ABC', 2), demand('BCD', 1)], [0]],
  ['what only some of them can meet', [demand('ABC', 2), demand('B', 1)], [0, 1]],
  ['what nobody can meet, beside what can be', [demand('', 1), demand('ABC', 1)], [0, 1]],
])('is left: %s', (_, demands, left) => {
  expect(reducedRequirements(demands)).toEqual(left.map((n) => demands[n]));
});

test('people who are not known are not taken for others', () => {
  const oncall = { ...demand('', 1), unknownGroups: ['SONCALL'] };
  const both = { ...demand('AB', 1), unknownGroups: ['SONCALL'] };
  expect(reducedRequirements([oncall, demand('AB', 1)])).toHaveLength(2);
  expect(reducedRequirements([oncall, both])).toEqual([oncall]);
  expect(reducedRequirements([{ ...oncall, needed: 2 }, oncall])).toEqual([{ ...oncall, needed: 2 }]);
});

test('of what nobody can meet one sentence is for everybody, and every rule with its line for admins', () => {
  const demands = [demand('A', 2, 4), demand('', 3, 9), demand('AB', 3, 12)];
  expect(unsatisfiableTold(demands, true)).toEqual(demands);
  expect(unsatisfiableTold(demands, false)).toEqual([{ ...demands[1], line: UNTOLD_LINE }]);
  expect(unsatisfiableTold([], false)).toEqual([]);
});
