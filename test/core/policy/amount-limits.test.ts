import { describe, expect, test } from 'vitest';
import { ALL_MEMBERS } from '../../../src/core/policy/people.ts';
import { maxAmountOf, mostAmount, personExcess, personLimit } from '../../../src/core/policy/person-limits.ts';
import { NO_POLICY, type Policy } from '../../../src/core/policy/policy.ts';
import { factsOf, withPolicyProblems } from '../../../src/core/policy/policy-facts.ts';
import { judgePolicy } from '../../../src/core/policy/policy-judge.ts';
import { NOTHING_KNOWN } from '../../../src/core/spec/choices.ts';
import { problemOfField } from '../../../src/core/spec/spec-judge.ts';

const limited = (limits: Partial<Record<keyof Policy['limits'], number>>): Policy => ({
  ...NO_POLICY,
  limits: Object.fromEntries(Object.entries(limits).map(([key, value], n) => [key, { value, line: n + 1 }])),
});
const PER_DAY = 'maxInstancesPerPersonPerDay';
const asker = { user: 'U1', isAdmin: false, channel: 'C1' };

describe('how many instances one request may ask for', () => {
  test.each([
    [{}, 20, 100, 20],
    [{ maxAmount: 5 }, 5, 100, 5],
    [{ maxAmount: 300 }, 300, 300, 300],
    [{ maxAmount: 1000 }, 1000, 1000, 1000],
    [{ maxAmount: 300, [PER_DAY]: 50 }, 300, 50, 50],
    [{ [PER_DAY]: 10 }, 20, 10, 10],
  ])('%j: %i in a request, %i in a day, so %i at once', (limits, request, day, most) => {
    const policy = limited(limits);
    expect([maxAmountOf(policy), personLimit(policy, PER_DAY), mostAmount(policy)]).toEqual([request, day, most]);
    const nothing = { pending: 0, instances: 0 };
    expect(personExcess(policy, nothing, { waits: false, instances: most })).toBeNull();
  });

  test.each([
    [{}, '20', null],
    [{}, '21', { problem: 'notAllowed', rule: { rule: 'maxAmount', line: null, max: 20 } }],
    [{ maxAmount: 300 }, '300', null],
    [{ maxAmount: 300 }, '301', { problem: 'notAllowed', rule: { rule: 'maxAmount', line: 1, max: 300 } }],
    // Beyond what any policy can allow, the bound that is told is that of this one.
    [{ maxAmount: 300 }, '5000', { problem: 'outOfRange', min: 1, max: 300 }],
    [{}, '5000', { problem: 'outOfRange', min: 1, max: 20 }],
    [{}, '0', { problem: 'outOfRange', min: 1, max: 20 }],
    [{ maxAmount: 1000 }, 'many', { problem: 'notANumber', min: 1, max: 1000 }],
  ])('under %j %s is told %j', (limits, amount, expected) => {
    const policy = limited(limits);
    const wrong = problemOfField('amount', { amount }, NOTHING_KNOWN);
    const facts = factsOf({ amount }, NOTHING_KNOWN, asker);
    const [first = null] = withPolicyProblems(wrong === null ? [] : [wrong], facts, policy, ALL_MEMBERS);
    if (expected === null) expect(first).toBeNull();
    else expect(first).toMatchObject({ field: 'amount', given: amount, ...expected });
  });

  test('an order of a policy that allowed more is refused under one that says nothing', () => {
    const facts = factsOf({ amount: '300' }, NOTHING_KNOWN, asker);
    expect(judgePolicy(facts, limited({ maxAmount: 300 }), ALL_MEMBERS).breaches).toEqual([]);
    expect(judgePolicy(facts, NO_POLICY, ALL_MEMBERS).breaches.map(({ rule }) => rule)).toEqual(['maxAmount']);
  });

  test('the bounds of bandwidth and disk are told as the policy has them too', () => {
    const policy = limited({ maxBandwidthOut: 5, maxDiskGiB: 100 });
    const said = (field: 'bandwidth' | 'size', given: string) => {
      const wrong = problemOfField(field, { [field]: given, disk: 'cloud_essd' }, NOTHING_KNOWN);
      return withPolicyProblems(
        wrong === null ? [] : [wrong],
        factsOf({}, NOTHING_KNOWN, asker),
        policy,
        ALL_MEMBERS,
      )[0];
    };
    expect(said('bandwidth', '500')).toMatchObject({ problem: 'outOfRange', min: 0, max: 5 });
    expect(said('size', '9999')).toMatchObject({ problem: 'outOfRange', min: 20, max: 100 });
  });
});

describe('what one person may have asked for at once', () => {
  const policy = limited({ maxAmount: 10, maxPendingPerPerson: 3, [PER_DAY]: 10 });
  const day = { limit: PER_DAY, max: 10 };
  const waiting = { limit: 'maxPendingPerPerson', max: 3 };

  test.each([
    ['as many instances as are left of the day', { pending: 0, instances: 6 }, { waits: false, instances: 4 }, null],
    ['one more than that', { pending: 0, instances: 6 }, { waits: false, instances: 5 }, { ...day, has: 6, more: 5 }],
    ['no instance, after a day that was used up', { pending: 0, instances: 11 }, { waits: false, instances: 0 }, null],
    ['the last request that may wait', { pending: 2, instances: 0 }, { waits: true, instances: 1 }, null],
    [
      'one more that would wait',
      { pending: 3, instances: 0 },
      { waits: true, instances: 1 },
      { ...waiting, has: 3, more: 1 },
    ],
    [
      'one that need not wait, beside as many that do',
      { pending: 4, instances: 0 },
      { waits: false, instances: 1 },
      null,
    ],
    [
      'one beyond both, told by its instances',
      { pending: 3, instances: 10 },
      { waits: true, instances: 1 },
      { ...day, has: 10, more: 1 },
    ],
  ])('%s', (_, lately, order, excess) => {
    expect(personExcess(policy, lately, order)).toEqual(excess);
  });
});
