import { expect, test } from 'vitest';
import { type GrowthWish, orderGrowth } from '../../../src/core/disk/order-growth.ts';
import type { Freeze } from '../../../src/core/freeze.ts';
import type { Actor } from '../../../src/core/instance/found-instance.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { NO_POLICY, type Policy } from '../../../src/core/policy/policy.ts';
import { sampleCloud } from '../../../src/sandbox/gallery/instance/instances.ts';
import { cny, hourlyQuote, NOW, peopleWith, policyWith, spent } from '../../support/approvals.ts';
import { anInstance } from '../../support/instances.ts';

const OWNER: Actor = { user: 'U1', isAdmin: false };
const HOUR_MORE = { micros: 60_000, currency: 'CNY' };

const running = (fields: Partial<Instance> = {}): Instance =>
  anInstance({ cloudId: 'i-1', outcome: 'reached', dueAt: null, ...fields });

const WISH: GrowthWish = {
  changes: [
    { which: 'system', diskId: 'd-1', from: 40, to: 100 },
    { which: 1, diskId: 'd-2', from: 100, to: 200 },
  ],
  prices: { each: [HOUR_MORE, null], more: HOUR_MORE, whole: hourlyQuote(1_000_000, { amount: 1 }) },
  clientTokens: ['t-1', 't-2'],
  growths: [],
  channel: 'C1',
};

type Circumstances = Parameters<typeof orderGrowth>[3];

const order = (
  over: Partial<Circumstances> & {
    readonly wish?: Partial<GrowthWish>;
    readonly row?: Instance;
    readonly by?: Actor;
  } = {},
) => {
  const { wish, row = running(), by = OWNER, ...circumstances } = over;
  return orderGrowth(row, { ...WISH, ...wish }, by, {
    ...{ at: NOW, account: null, cloud: sampleCloud(), freeze: null, policy: NO_POLICY, admins: [] },
    ...{ people: peopleWith({}), month: [] },
    ...circumstances,
  });
};

test('the order, its tokens and what each disk costs more are stored before anything is sent', () => {
  const left = [
    { is: 'grow', ...WISH.changes[0], clientToken: 't-1', more: HOUR_MORE },
    { is: 'grow', ...WISH.changes[1], clientToken: 't-2', more: null },
  ];
  expect(order({ row: running({ growths: [] }) })).toMatchObject({
    taken: {
      next: {
        version: 2,
        attributes: { by: 'U1', left },
        growths: [
          { by: 'U1', clientToken: 't-1', more: HOUR_MORE, state: 'ordered', at: NOW },
          { by: 'U1', clientToken: 't-2', more: null, state: 'ordered' },
        ],
      },
      events: [{ kind: 'instance.changeWanted', data: { steps: left } }],
    },
  });
});

const FREEZE: Freeze = { version: 3, reason: 'audit', by: 'U9', at: NOW, until: null };
const budgets = (minor: number) => policyWith({ budgets: [{ line: 9, who: 'each', perMonth: cny(minor) }] });
const limited = (over: Partial<Policy>): Policy => ({ ...NO_POLICY, ...over });
const UNPRICED = { prices: { each: [null, null], more: null, whole: null } } as const;

const tags = Array.from({ length: 17 }, (_, n) => ({ key: `k${n}`, value: '1' }));
const TAGGED = {
  row: running({ spec: { ...running().spec, tags }, policyTags: [{ key: 'cost', value: '42' }] }),
};

test.each<[string, Parameters<typeof order>[0], object]>([
  ['no right', { by: { user: 'U2', isAdmin: false } }, { why: 'notYours' }],
  ['gone', { row: running({ wanted: 'released' }) }, { why: 'gone' }],
  ['being released', { row: running({ wanted: 'released', outcome: null }) }, { why: 'beingReleased' }],
  ['not there yet', { row: running({ cloudId: null, outcome: null }) }, { why: 'notCreatedYet' }],
  ['locked', { cloud: sampleCloud({ locks: ['financial'] }) }, { why: 'locked', locks: ['financial'] }],
  ['while frozen', { freeze: FREEZE }, { why: 'frozen', freeze: FREEZE }],
  [
    'a disk above the policy’s limit',
    { policy: limited({ limits: { maxDiskGiB: { value: 150, line: 4 } } }) },
    { why: 'notByPolicy', breaches: [{ rule: 'maxDiskGiB', line: 0 }] },
  ],
  [
    'a new disk above the policy’s limit',
    {
      policy: limited({ limits: { maxDiskGiB: { value: 150, line: 4 } } }),
      wish: { changes: [{ which: 1, zone: 'z', disk: { category: 'cloud_essd', sizeGiB: 151 } }] },
    },
    { why: 'notByPolicy', breaches: [{ rule: 'maxDiskGiB' }] },
  ],
  [
    'somebody who may not pay by the hour here',
    {
      policy: limited({ create: { line: 2, value: [{ who: 'everyone', channels: ['C2'], charges: ['payAsYouGo'] }] } }),
    },
    { why: 'notByPolicy', breaches: [{ rule: 'create' }] },
  ],
  ['over budget', { policy: budgets(100) }, { why: 'overBudget', overdrafts: [{ hourly: true }] }],
  [
    'over what is left of a budget',
    { policy: budgets(10_000), month: [spent('U1', cny(9_999))] },
    { why: 'overBudget', overdrafts: [{ spent: cny(9_999) }] },
  ],
  [
    'without a price, against a budget',
    { policy: budgets(1_000_000), wish: UNPRICED },
    { why: 'overBudget', overdrafts: [{ cost: null }] },
  ],
  [
    'a new disk that would get more tags than fit beside the bot’s own',
    { wish: { changes: [{ which: 1, zone: 'z', disk: { category: 'cloud_essd', sizeGiB: 60 } }] }, ...TAGGED },
    { why: 'diskTagsTooMany', max: 17 },
  ],
])('nothing is ordered: %s', (_, how, refused) => {
  expect(order(how)).toMatchObject({ refused });
});

test('a disk grows whatever tags its instance has', () => {
  expect(order(TAGGED)).toHaveProperty('taken');
});

test('what was ordered and came about after the disks were looked at is not ordered again', () => {
  const decided = order();
  if ('refused' in decided) throw new Error(decided.refused.why);
  const growths = decided.taken.next.growths ?? [];
  const refused = { why: 'disksChanged' };
  const grown = growths.map((one) => ({ ...one, state: 'grown' as const }));
  expect(order({ row: running({ growths: grown }) })).toEqual({ refused });
  expect(order({ row: running({ growths: grown }), wish: { growths } })).toEqual({ refused });
  expect(order({ row: running({ growths: grown }), wish: { growths: grown } })).toHaveProperty('taken');
});

test('what would need an approval as a new instance is refused, by the price of the whole and not of the difference', () => {
  const rules = (minor: number) =>
    policyWith({ rules: [{ line: 7, charge: 'payAsYouGo', above: cny(minor), needed: 1, from: null }] });
  // A yuan an hour is 730 a month.
  expect(order({ policy: rules(72_900) })).toMatchObject({ refused: { why: 'needsApproval', lines: [0] } });
  expect(order({ policy: rules(72_900), by: { ...OWNER, isAdmin: true } })).toMatchObject({ refused: { lines: [7] } });
  expect(order({ policy: rules(73_000) })).toHaveProperty('taken');
  expect(order({ policy: rules(73_000), wish: UNPRICED })).toMatchObject({ refused: { why: 'needsApproval' } });
});

test('for a larger disk of a spot instance the rules about spot count too', () => {
  const rule = { line: 7, charge: 'spot', above: null, needed: 1, from: null } as const;
  const policy = policyWith({ rules: [rule] });
  expect(order({ policy })).toHaveProperty('taken');
  const spot = { ...sampleCloud(), chargeKind: 'spot' } as const;
  expect(order({ policy, cloud: spot })).toMatchObject({ refused: { why: 'needsApproval' } });
  const hourly = policyWith({ rules: [{ ...rule, charge: 'payAsYouGo' }] });
  expect(order({ policy: hourly, cloud: spot })).toMatchObject({ refused: { why: 'needsApproval' } });
});

test('what may be created new is no matter of an instance that is there already; without rules no price is needed', () => {
  const none = { value: [], line: 1 };
  expect(
    order({ policy: limited({ regions: none, types: none, images: none, limits: { maxVCpu: none1() } }) }),
  ).toHaveProperty('taken');
  expect(order({ wish: UNPRICED })).toHaveProperty('taken');
});

function none1() {
  return { value: 0, line: 1 };
}

test.each([
  ['kms-allowed', 'taken'],
  ['KMS-ALLOWED', 'taken'],
  ['kms-other', 'refused'],
  [undefined, 'taken'],
])('a disk that is added may be encrypted with the keys of the policy alone: %s is %s', (kmsKeyId, is) => {
  const { options } = NO_POLICY;
  const required = { value: [{ fields: ['purpose'], channels: 'any' }], line: 2 } as const;
  const policy = limited({ options: { ...options, required, kmsKeys: { value: ['kms-allowed'], line: 4 } } });
  const disk = { category: 'cloud_essd', sizeGiB: 100, encrypted: true, ...(kmsKeyId && { kmsKeyId }) } as const;
  const changes = [WISH.changes[0], { which: 2, disk, zone: 'cn-beijing-h' }].filter((one) => one !== undefined);
  const decided = order({ policy, wish: { changes } });
  expect(Object.keys(decided)).toEqual([is]);
  if (is === 'refused')
    expect(decided).toMatchObject({
      refused: { why: 'notByPolicy', breaches: [{ rule: 'kmsKeys', given: kmsKeyId }] },
    });
});
