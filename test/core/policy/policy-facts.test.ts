import { describe, expect, test } from 'vitest';
import { ALL_MEMBERS } from '../../../src/core/policy/people.ts';
import { NO_POLICY, type Policy } from '../../../src/core/policy/policy.ts';
import {
  factsOf,
  largestDisk,
  orderTraitsOf,
  problemFor,
  problemOf,
  withPolicyProblems,
} from '../../../src/core/policy/policy-facts.ts';
import { UNTOLD_LINE } from '../../../src/core/policy/rules.ts';
import { NOTHING_KNOWN } from '../../../src/core/spec/choices.ts';
import type { Draft, FieldProblem } from '../../../src/core/spec/spec.ts';
import { CHOICES, WHOLE } from '../option/order.ts';

const ASKER = { user: 'U1', isAdmin: true, channel: 'C1' };
const facts = (draft: Draft, lists: Parameters<typeof factsOf>[1] = CHOICES) => factsOf(draft, lists, ASKER);
const SNAPSHOT = 'cloud_essd:,snapshot=s-bp1snapshot0000000001';

describe('what a policy judges of a draft', () => {
  test('is all that a whole order says, in the terms of the cloud', () => {
    expect(facts({ ...WHOLE, charge: 'spot', amount: '3', groups: 'sg-2,sg-3', role: 'EcsReader' })).toEqual({
      ...{ user: 'U1', isAdmin: true, channel: 'C1', charge: 'spot', region: 'cn-beijing' },
      ...{ type: 'ecs.g7.large', family: 'ecs.g7', vCpu: 2, image: CHOICES.images[0], amount: 3 },
      ...{ bandwidthOut: 5, diskGiB: 40, options: { groups: 'sg-2,sg-3', role: 'EcsReader' } },
      network: { vSwitch: 'vsw-1', group: 'sg-1', more: ['sg-2', 'sg-3'] },
    });
  });

  test('is nothing where it says nothing: unknown, not none', () => {
    expect(facts({})).toEqual({
      ...{ user: 'U1', isAdmin: true, channel: 'C1', charge: 'payAsYouGo', region: null, type: null, family: null },
      ...{ vCpu: null, image: null, amount: null, bandwidthOut: null, diskGiB: null, options: {} },
      network: { vSwitch: null, group: null },
    });
    expect(facts({ vswitch: '', group: '' }).network).toEqual({ vSwitch: null, group: null });
  });

  test('is unknown of a type and an image that are in no list, and while there are no lists', () => {
    const unknown = { type: null, family: null, vCpu: null, image: null };
    expect(facts({ ...WHOLE, type: 'ecs.x', image: 'x' })).toMatchObject(unknown);
    expect(facts(WHOLE, NOTHING_KNOWN)).toMatchObject(unknown);
  });

  test.each(['', '-1', '1e3', '5.5', ' 5', '5 ', '1234567890', 'many'])('is no number of “%s”', (word) => {
    expect(facts({ amount: word, bandwidth: word, size: word })).toMatchObject({
      ...{ amount: null, bandwidthOut: null, diskGiB: null },
    });
  });

  test('tells which options it can have, also while it is incomplete', () => {
    expect(orderTraitsOf({ ...WHOLE, charge: 'prepaid' })).toEqual({
      ...{ charge: 'prepaid', amount: 1, type: 'ecs.g7.large' },
    });
    expect(orderTraitsOf({ charge: 'cash' })).toEqual({ charge: null, amount: null, type: null });
  });

  test.each<[Draft, number | null]>([
    [{ size: '40' }, 40],
    [{ size: '40', disks: 'cloud_essd:500\ncloud_essd:100' }, 500],
    [{ disks: 'cloud_essd:20' }, 20],
    [{ size: '600', disks: 'cloud_essd:500' }, 600],
    [{ size: '40', disks: SNAPSHOT }, null],
    [{}, null],
  ])('of %j the largest disk is %s', (draft, GiB) => {
    expect(largestDisk(draft)).toBe(GiB);
  });
});

describe('the problems of a draft', () => {
  const limits = { maxAmount: { value: 5, line: 2 }, maxDiskGiB: { value: 100, line: 3 } };
  const policy: Policy = { ...NO_POLICY, regions: { value: ['cn-hangzhou'], line: 1 }, limits };
  const rule = { rule: 'regions', line: 1, allowed: ['cn-hangzhou'], max: null } as const;
  const problems = (known: readonly FieldProblem[], draft: Draft) =>
    withPolicyProblems(known, facts(draft), policy, ALL_MEMBERS);

  test('are those known and those of the policy, in the order of the form, one for each field', () => {
    const name: FieldProblem = { field: 'name', problem: 'nameShape', given: '!' };
    const region: FieldProblem = { field: 'region', problem: 'unknownChoice', given: 'x' };
    const draft = { ...WHOLE, size: '200', amount: '9' };
    expect(problems([name], draft).map(({ field, problem }) => `${field} ${problem}`)).toEqual([
      ...['region notAllowed', 'size notAllowed', 'name nameShape', 'amount notAllowed'],
    ]);
    expect(problems([region], { ...WHOLE, amount: '1' })).toEqual([region]);
    expect(problems([], WHOLE)[0]).toEqual({ field: 'region', problem: 'notAllowed', given: 'cn-beijing', rule });
  });

  test.each<[FieldProblem['field'], number, number, number]>([
    // The bound of the policy, where it lies within that of the cloud.
    ['amount', 1, 1000, 5],
    ['amount', 5, 5, 5],
    ['size', 20, 100, 100],
    ['size', 20, 99, 99],
    ['size', 100, 2048, 100],
    // A policy that allows less than is possible at all: the bound of the cloud is what is true of the number.
    ['size', 101, 2048, 2048],
    ['bandwidth', 0, 100, 100],
    ['inbound', 1, 200, 200],
  ])('tell the bound that holds for this person: %s of %i to %i up to %i', (field, min, max, told) => {
    const [problem] = problems([{ field, problem: 'outOfRange', given: '', min, max }], { region: 'cn-hangzhou' });
    expect(problem).toMatchObject({ min, max: told });
  });

  test('without bounds get none', () => {
    const wrong: FieldProblem = { field: 'amount', problem: 'required', given: '' };
    expect(problems([wrong], { region: 'cn-hangzhou' })).toEqual([wrong]);
    const open: FieldProblem = { field: 'size', problem: 'tooSmallForImage', given: '1', min: 20 };
    expect(problems([open], { region: 'cn-hangzhou' })).toEqual([open]);
  });

  test('show lines of the policy to admins only', () => {
    const refused = { field: 'region', problem: 'notAllowed', given: 'x', rule } as const;
    expect(problemFor(true)(refused)).toEqual(refused);
    expect(problemFor(false)(refused)).toEqual({ ...refused, rule: { ...rule, line: UNTOLD_LINE } });
    const other = { field: 'name', problem: 'nameShape', given: '!' } as const;
    expect(problemFor(false)(other)).toEqual(other);
  });

  test('about a person or a channel are at no field', () => {
    const about = { rule: 'create', line: 1, allowed: [], max: null, given: 'U1' } as const;
    expect(problemOf({ ...about, field: null })).toBeNull();
  });
});
