import { expect, test } from 'vitest';
import { isMet, type Requirement } from '../../../src/core/approval/approval.ts';
import { reducedRequirements, unsatisfiableTold } from '../../../src/core/approval/reduce-requirements.ts';
import { UNTOLD_LINE } from '../../../src/core/policy/rules.ts';
import { upTo } from '../../support/thorough.ts';

const PEOPLE = ['A', 'B', 'C', 'D', 'E'];
const requirement = (users: string, needed: number, line = 1): Requirement => ({
  ...{ line, needed, from: null, users: [...users], unknownGroups: [] },
});

/** Every set of voters out of five. */
const CROWDS = Array.from({ length: 32 }, (_, bits) =>
  PEOPLE.filter((__, n) => (bits >> n) % 2 === 1).map((by) => ({ by })),
);

const accepted = (requirements: readonly Requirement[]): readonly boolean[] =>
  CROWDS.map((votes) => requirements.every((one) => isMet(one, votes)));

test('what is left asks for exactly the same people, whatever the rules', () => {
  let seed = 11;
  const random = (below: number): number => {
    seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31;
    return Math.floor((seed / 2 ** 31) * below);
  };
  let shorter = 0;
  for (let round = 0; round < upTo(1_000, 4_000); round += 1) {
    const requirements = Array.from({ length: 1 + random(4) }, (_, line) => {
      const users = PEOPLE.filter(() => random(3) > 0);
      return { ...requirement('', 1 + random(3), line), users };
    });
    const left = reducedRequirements(requirements);
    expect({ requirements, accepts: accepted(left) }).toEqual({ requirements, accepts: accepted(requirements) });
    // None of two is left that says no more than the other does.
    for (const one of left)
      for (const other of left)
        if (one !== other && accepted([other]).some((is) => is))
          expect(accepted([one, other])).not.toEqual(accepted([other]));
    shorter += left.length < requirements.length ? 1 : 0;
  }
  expect(shorter).toBeGreaterThan(upTo(250, 1_000));
});

test.each([
  ['the larger number of the same people', [requirement('ABC', 1), requirement('ABC', 2)], [1]],
  ['a requirement that is there twice, once', [requirement('ABC', 1), requirement('CBA', 1)], [0]],
  ['a few of those who are asked anyway', [requirement('AB', 1), requirement('ABC', 1)], [0]],
  ['two of three who leave at most one out', [requirement('ABC', 2), requirement('BCD', 1)], [0]],
  ['what only some of them can meet', [requirement('ABC', 2), requirement('B', 1)], [0, 1]],
  ['what nobody can meet, beside what can be', [requirement('', 1), requirement('ABC', 1)], [0, 1]],
])('is left: %s', (_, requirements, left) => {
  expect(reducedRequirements(requirements)).toEqual(left.map((n) => requirements[n]));
});

test('people who are not known are not taken for others', () => {
  const oncall = { ...requirement('', 1), unknownGroups: ['SONCALL'] };
  const both = { ...requirement('AB', 1), unknownGroups: ['SONCALL'] };
  expect(reducedRequirements([oncall, requirement('AB', 1)])).toHaveLength(2);
  expect(reducedRequirements([oncall, both])).toEqual([oncall]);
  expect(reducedRequirements([{ ...oncall, needed: 2 }, oncall])).toEqual([{ ...oncall, needed: 2 }]);
});

test('of what nobody can meet one sentence is for everybody, and every rule with its line for admins', () => {
  const requirements = [requirement('A', 2, 4), requirement('', 3, 9), requirement('AB', 3, 12)];
  expect(unsatisfiableTold(requirements, true)).toEqual(requirements);
  expect(unsatisfiableTold(requirements, false)).toEqual([{ ...requirements[1], line: UNTOLD_LINE }]);
  expect(unsatisfiableTold([], false)).toEqual([]);
});
