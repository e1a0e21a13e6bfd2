import { describe, expect, test } from 'vitest';
import { lacksFixed, tagsOfNewDisk } from '../../../src/core/disk/disk-tags.ts';
import {
  type Growth,
  grownBy,
  growthsAfter,
  growthsDropped,
  growthsLoose,
  orderedGrowth,
} from '../../../src/core/disk/growth.ts';
import { refusalOfDisk } from '../../../src/core/disk/judge-growth.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { NO_POLICY, type Policy } from '../../../src/core/policy/policy.ts';
import { policyOf } from '../../policy/reading.ts';
import { anAccepted, NOW, spec } from '../../support/instances.ts';

const CNY = (micros: number) => ({ micros, currency: 'CNY' });
const ADDED = { which: 1, zone: 'z', disk: { category: 'cloud_essd', sizeGiB: 60 } } as const;
const GROWN = { which: 'system', diskId: 'd-1', from: 40, to: 100 } as const;
const tags = (...words: string[]) =>
  words.map((word) => ({ key: word.split('=')[0] ?? '', value: word.split('=')[1] ?? '' }));

describe('what disks cost more', () => {
  const ordered = (clientToken: string, over: Partial<Growth> = {}): Growth => ({
    ...orderedGrowth({ is: 'grow', ...GROWN, clientToken, more: CNY(60) }, 'U1', NOW),
    ...over,
  });
  const BOTH = [ordered('t-1'), ordered('t-2')];

  test('is ordered first, by whom and at which price', () => {
    expect(BOTH[0]).toEqual({ by: 'U1', clientToken: 't-1', more: CNY(60), state: 'ordered', at: NOW });
  });

  test('is settled for the one whose call it was, and once', () => {
    const settled = growthsAfter(BOTH, { clientToken: 't-2' }, 'grown', NOW + 5);
    expect(settled).toEqual([BOTH[0], { ...BOTH[1], state: 'grown', at: NOW + 5 }]);
    expect(growthsAfter(settled, { clientToken: 't-2' }, 'notGrown', NOW + 9)).toEqual(settled);
  });

  test('stays when its instance is released, where the disk is not attached', () => {
    expect(growthsLoose(BOTH, { clientToken: 't-1' })).toEqual([{ ...BOTH[0], isLoose: true }, BOTH[1]]);
  });

  test('does not happen any more once the instance is gone, but what was bought was bought', () => {
    const all = [ordered('t-1'), ordered('t-2', { state: 'grown' }), ordered('t-3', { state: 'doubtful' })];
    expect(growthsDropped(all, NOW + 5)).toEqual([{ ...all[0], state: 'notGrown', at: NOW + 5 }, all[1], all[2]]);
  });

  test('is the sum of what has grown at a known price, in one currency', () => {
    const grown = (more: Growth['more'], state: Growth['state'] = 'grown') => ordered('t', { more, state });
    expect(
      grownBy([grown(CNY(60)), grown(null), grown(CNY(40)), grown(CNY(7), 'doubtful'), grown(CNY(9), 'ordered')]),
    ).toEqual(CNY(100));
    expect(grownBy([grown(CNY(60)), grown({ micros: 5, currency: 'USD' })])).toEqual(CNY(60));
    expect([grownBy([]), grownBy([grown(null)])]).toEqual([null, null]);
  });
});

const FIXED = 'tags: { fixed: { cost: "42" } }\n';
const row = (own: Partial<Instance> = {}, said = tags('team=web')): Instance =>
  anAccepted({ outcome: 'reached', spec: { ...spec, tags: said }, ...own });

describe('the tags of a new disk', () => {
  const { options } = policyOf(FIXED);
  const of = (instance: Instance) => tagsOfNewDisk(instance, options).map(({ key, value }) => `${key}=${value}`);

  test('are those of its instance, by key, and over all those that the policy sets now', () => {
    expect(of(row({ policyTags: tags('old=1', 'cost=7') }))).toEqual(['cost=42', 'old=1', 'team=web']);
    expect(of(row({ policyTags: tags('team=db') }))).toEqual(['cost=42', 'team=web']);
    expect(tagsOfNewDisk(anAccepted(), NO_POLICY.options)).toEqual([]);
  });

  test('are those of the first call for it, which is repeated to the letter', () => {
    const order = { by: 'U1', at: NOW, left: [], done: [], missed: [], tryAt: NOW, attempts: 0 };
    expect(of(row({ attributes: order }))).toEqual(['cost=42', 'team=web']);
    expect(of(row({ attributes: { ...order, tags: tags('a=b') } }))).toEqual(['a=b']);
  });

  test('lack one that the policy sets where it is missing or another', () => {
    expect([tags('cost=42', 'a=b'), tags('cost=7'), tags('a=42')].map((said) => lacksFixed(said, options))).toEqual([
      ...[false, true, true],
    ]);
    expect(lacksFixed([], NO_POLICY.options)).toBe(false);
  });
});

describe('right before a disk is paid for the policy of then is asked again', () => {
  const refused = (change: Parameters<typeof refusalOfDisk>[0], policy: Policy, instance = row()) =>
    refusalOfDisk(change, instance, policy)?.detail ?? null;
  const keyed = { ...ADDED, disk: { ...ADDED.disk, encrypted: true, kmsKeyId: 'key-2' } } as const;
  const order = { by: 'U1', at: NOW, left: [], done: [], missed: [], tryAt: NOW, attempts: 0 };
  const seventeen = tags(...Array.from({ length: 17 }, (_, n) => `k${n}=1`));

  test.each<[string, Parameters<typeof refusalOfDisk>[0], Policy, Instance, string | null]>([
    ['a larger disk', GROWN, policyOf('limits: { maxDiskGiB: 99 }\n'), row(), 'maxDiskGiB'],
    ['a new disk that is too large', ADDED, policyOf('limits: { maxDiskGiB: 59 }\n'), row(), 'maxDiskGiB'],
    ['a key that is not allowed', keyed, policyOf('kmsKeys: [key-1]\n'), row(), 'kmsKeys'],
    ['too many tags', ADDED, policyOf(FIXED), row({}, seventeen), 'tags'],
    [
      'a fixed tag that its first call lacked',
      ADDED,
      policyOf(FIXED),
      row({ attributes: { ...order, tags: [] } }),
      'tags',
    ],
    ['what fits', ADDED, policyOf('limits: { maxDiskGiB: 60 }\nkmsKeys: [key-1]\n'), row(), null],
    ['as many tags as fit', ADDED, NO_POLICY, row({}, seventeen), null],
    ['a larger disk, whatever its tags', GROWN, policyOf(FIXED), row({}, seventeen), null],
    // The instance is there already.
    ['what an instance must be', ADDED, policyOf('regions: [cn-x]\nfamilies: [x]\nimages: [x]\n'), row(), null],
    ['what it must say', ADDED, policyOf('required: [{ fields: [script] }]\nlogin: { allowed: [key] }\n'), row(), null],
  ])('%s', (_what, change, policy, instance, detail) => {
    expect(refused(change, policy, instance)).toBe(detail);
  });
});
