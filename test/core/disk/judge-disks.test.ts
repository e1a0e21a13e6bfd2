import { expect, test } from 'vitest';
import { growthPrices, priceOrdersOf } from '../../../src/core/disk/disk-price.ts';
import {
  atOnce,
  diskKey,
  diskWish,
  diskWord,
  formatAgreedPrice,
  isAgreed,
  parseAgreedPrice,
  sizeOf,
  type WhichDisk,
  whichDisk,
} from '../../../src/core/disk/disk-wish.ts';
import { againstType, judgeDisks, prepaidGrowth } from '../../../src/core/disk/judge-disks.ts';
import type { Disk } from '../../../src/core/instance/cloud-instance.ts';
import { meaningOf } from '../../../src/core/option/parameter-names.ts';
import type { Quote } from '../../../src/core/spec/quote.ts';
import { sampleCloud } from '../../../src/sandbox/gallery/instance/instances.ts';

const disk = (over: Partial<Disk> = {}): Disk => ({
  ...{ id: 'd-1', kind: 'system', category: 'cloud_essd', performanceLevel: 'PL1', sizeGiB: 40 },
  ...{ status: 'In_use', isPrepaid: false },
  ...over,
});
const data = (over: Partial<Disk> = {}): Disk => disk({ id: 'd-2', kind: 'data', ...over });
const want = (which: WhichDisk, given: number | string) =>
  diskWish(which === 'system' ? 'disk' : diskWord(which), which, String(given));
const RUNNING = { status: 'Running', zone: 'cn-beijing-h' } as const;

test('disks are counted as in a create: the system disk is the first', () => {
  for (const key of ['disk', 'Disk1', 'disk.1', 'disk1size', 'size', 'SystemDisk.Size', 'system_disk'])
    expect(whichDisk(key)).toBe('system');
  for (const key of ['disk2', 'disk.2.size', 'datadisk1', 'data_disk1', 'DataDisk.1.Size'])
    expect(whichDisk(key)).toBe(1);
  expect(whichDisk('disk17')).toBe(16);
  for (const key of ['disk0', 'datadisk', 'datadisk0', 'disks', 'disk123']) expect(whichDisk(key)).toBeNull();
  for (const n of [1, 2, 16]) {
    expect(whichDisk(diskWord(n))).toBe(n);
    expect(meaningOf(diskWord(n))).toEqual({ is: 'disk', n });
  }
});

test('each of several disks is found by its number, and grows from the size that the cloud shows', () => {
  const disks = [disk(), data(), data({ id: 'd-3', sizeGiB: 100 })];
  const judged = judgeDisks({ disks: [want('system', 41), want(2, 101)] }, RUNNING, disks);
  expect(judged).toEqual({
    changes: [
      { which: 'system', diskId: 'd-1', from: 40, to: 41 },
      { which: 2, diskId: 'd-3', from: 100, to: 101 },
    ],
  });
});

test.each<[string, string, string, readonly Disk[]]>([
  ['the one before it was detached, so that its number is of none', 'disk3', 'd-3', [disk(), data({ id: 'd-3' })]],
  ['the same, and another one has its number', 'disk2', 'd-2', [disk(), data({ id: 'd-3' })]],
  ['it was itself detached', 'disk2', 'd-2', [disk()]],
  ['another was attached where there was to be a new one', 'disk2', 'new', [disk(), data()]],
  ['the system disk was replaced', 'disk', 'd-0', [disk()]],
])('a disk that was shown is not taken for another: %s', (_what, key, shown, disks) => {
  const which = whichDisk(key) ?? 'system';
  const judged = judgeDisks({ disks: [diskWish(key, which, '500', shown)] }, RUNNING, disks);
  expect(judged).toEqual({ refused: { why: 'diskOther', key } });
});

test('a disk that is still the one that was shown is changed, and a new one bought', () => {
  const disks = [disk(), data()];
  const shown = [diskWish('disk2', 1, '500', 'd-2'), diskWish('disk3', 2, '20', 'new')];
  expect(judgeDisks({ disks: shown }, RUNNING, disks)).toMatchObject({ changes: [{ diskId: 'd-2' }, { which: 2 }] });
});

test.each<[string, WhichDisk, number, readonly Disk[], object]>([
  ['smaller', 'system', 39, [disk()], { why: 'diskSmaller', key: 'disk', is: 40 }],
  ['the same', 'system', 40, [disk()], { why: 'diskSame', is: 40 }],
  ['too large for a system disk', 'system', 2049, [disk()], { why: 'diskTooLarge', max: 2048 }],
  [
    'too large for a basic system disk',
    'system',
    501,
    [disk({ category: 'cloud', performanceLevel: '' })],
    { why: 'diskTooLarge', max: 500 },
  ],
  ['too large for its level', 1, 65_537, [disk(), data()], { why: 'diskTooLarge', max: 65_536 }],
  [
    'too large for its category',
    1,
    32_769,
    [disk(), data({ category: 'cloud_efficiency', performanceLevel: '' })],
    { why: 'diskTooLarge', max: 32_768 },
  ],
  ['a number with none before it', 3, 100, [disk(), data()], { why: 'noSuchDisk', key: 'disk4', dataDisks: 1 }],
  ['the second where there is none', 2, 100, [disk()], { why: 'noSuchDisk', dataDisks: 0 }],
  ['no system disk', 'system', 100, [data()], { why: 'noSuchDisk' }],
  ['being attached', 1, 100, [disk(), data({ status: 'Attaching' })], { why: 'diskNotInUse', status: 'Attaching' }],
  ['of an unknown kind', 1, 100, [disk(), data({ category: 'local_ssd_pro' })], { why: 'diskKind' }],
  [
    'basic, while it runs',
    1,
    100,
    [disk(), data({ category: 'cloud', performanceLevel: '' })],
    { why: 'diskWhileStopped' },
  ],
])('what does not grow is refused before anything is asked or stored: %s', (_, which, sizeGiB, disks, refused) => {
  expect(judgeDisks({ disks: [want(which, sizeGiB)] }, RUNNING, disks)).toMatchObject({ refused });
});

test('a prepaid disk grows alone, and is told from what is paid for by the hour', () => {
  const disks = [disk({ isPrepaid: true }), data()];
  const cloud = { ...RUNNING, instanceType: 'ecs.g7.large' };
  expect(judgeDisks({ disks: [want('system', 100), want(1, 60)] }, RUNNING, disks)).toEqual({
    refused: { why: 'diskPrepaidAlone', key: 'disk' },
  });
  const judged = judgeDisks({ disks: [want('system', 100)] }, RUNNING, disks);
  if ('refused' in judged) throw new Error(judged.refused.why);
  expect(prepaidGrowth(judged.changes, cloud, disks)).toEqual({
    ...{ which: 'system', diskId: 'd-1', from: 40, to: 100, category: 'cloud_essd', instanceType: 'ecs.g7.large' },
  });
  const byTheHour = judgeDisks({ disks: [want(1, 60)] }, RUNNING, disks);
  expect('refused' in byTheHour ? byTheHour : prepaidGrowth(byTheHour.changes, cloud, disks)).toBeNull();
});

test('one of several that does not grow keeps all from growing', () => {
  const judged = judgeDisks({ disks: [want('system', 100), want(1, 40)] }, RUNNING, [disk(), data()]);
  expect(judged).toMatchObject({ refused: { why: 'diskSame', key: 'disk2' } });
});

test('a basic disk grows while its instance is stopped', () => {
  const basic = [disk(), data({ category: 'cloud', performanceLevel: '' })];
  expect(judgeDisks({ disks: [want(1, 100)] }, { ...RUNNING, status: 'Stopped' }, basic)).toHaveProperty('changes');
});

test('the number behind the last is a new disk, by the words of a create; several follow one another', () => {
  const wishes = [want(1, '100'), want(2, 'essd_pl0:50,name=logs,keep'), want(3, '20')];
  expect(judgeDisks({ disks: wishes }, RUNNING, [disk(), data()])).toEqual({
    changes: [
      { which: 1, diskId: 'd-2', from: 40, to: 100 },
      { which: 2, disk: { category: 'cloud_essd_pl0', sizeGiB: 50, name: 'logs', keep: true }, zone: 'cn-beijing-h' },
      { which: 3, disk: { category: 'cloud_essd', sizeGiB: 20 }, zone: 'cn-beijing-h' },
    ],
  });
});

test.each<[string, string, object]>([
  ['below the least of its level', 'essd_pl2:100', { why: 'diskFault', fault: { is: 'diskSize', min: 461 } }],
  ['of no size', 'keep', { why: 'diskFault' }],
  ['of an unknown category', 'floppy:20', { why: 'diskFault', fault: { is: 'diskCategory' } }],
  ['of a snapshot', '100,snapshot=s-bp67acfmxazb4', { why: 'diskOfSnapshot' }],
])('what is no new disk that can be bought is refused: %s', (_, given, refused) => {
  expect(judgeDisks({ disks: [want(1, given)] }, RUNNING, [disk()])).toMatchObject({ refused });
});

test('of a disk that is there only the size can be said, and there is room for sixteen', () => {
  const judged = judgeDisks({ disks: [want(1, 'essd_pl0:100')] }, RUNNING, [disk(), data()]);
  expect(judged).toMatchObject({ refused: { why: 'diskIsThere', is: 40 } });
  const sixteen = Array.from({ length: 16 }, (_, n) => data({ id: `d-${n}` }));
  expect(judgeDisks({ disks: [want(17, 100)] }, RUNNING, [disk(), ...sixteen])).toMatchObject({
    refused: { why: 'dataDisksTooMany', max: 16 },
  });
});

test('what the type does not take is not bought, for it could not be attached', () => {
  const changes = [{ which: 1, zone: 'z', disk: { category: 'cloud_ssd', sizeGiB: 20 } }] as const;
  const refused = {
    why: 'diskNotForType',
    key: 'disk2',
    category: 'cloud_ssd',
    fits: ['cloud_auto', 'cloud_efficiency'],
  };
  expect(againstType(changes, ['cloud_efficiency', 'cloud_auto'])).toEqual(refused);
  expect(againstType(changes, ['cloud_ssd'])).toBeNull();
  expect(againstType(changes, [])).toBeNull();
  expect(againstType([{ which: 1, diskId: 'd', from: 1, to: 2 }], ['cloud'])).toBeNull();
});

test('a new disk is priced beside those that are there', () => {
  const changes = [{ which: 1, zone: 'z', disk: { category: 'cloud_ssd', sizeGiB: 20 } }] as const;
  const orders = priceOrdersOf(sampleCloud(), [disk()], changes, null);
  expect(orders.map(({ dataDisks = [] }) => dataDisks)).toEqual([[], [changes[0].disk]]);
});

const hourly = (micros: number): Quote => {
  const price = { micros, currency: 'CNY' };
  return { kind: 'hourly', price, listPrice: price, amount: 1, at: 0 };
};

test('the price is that of the instance with each of the disks grown, one after the other', () => {
  const disks = [disk(), data()];
  const growths = [
    { which: 'system', diskId: 'd-1', from: 40, to: 100 },
    { which: 1, diskId: 'd-2', from: 40, to: 200 },
  ] as const;
  const orders = priceOrdersOf(sampleCloud({ chargeKind: 'spot' }), disks, growths, null);
  expect(orders.map(({ systemDisk, dataDisks }) => [systemDisk.sizeGiB, dataDisks?.[0]?.sizeGiB])).toEqual([
    [40, 40],
    [100, 40],
    [100, 200],
  ]);
  expect(orders.map(({ charge, amount }) => [charge.kind, amount])).toEqual(orders.map(() => ['payAsYouGo', 1]));
  expect(growthPrices([hourly(1_000), hourly(1_060), hourly(1_220)], disks)).toEqual({
    each: [
      { micros: 60, currency: 'CNY' },
      { micros: 160, currency: 'CNY' },
    ],
    more: { micros: 220, currency: 'CNY' },
    whole: hourly(1_220),
  });
});

test('a price that is not known, of nothing, or falls is none; and no whole is known with a disk of an unknown kind', () => {
  for (const quotes of [
    [null, hourly(5)],
    [hourly(5), null],
    [hourly(5), hourly(5)],
    [hourly(5), hourly(4)],
  ])
    expect(growthPrices(quotes, [disk()])).toMatchObject({ each: [null], more: null });
  for (const quotes of [
    [hourly(5), null, hourly(9)],
    [hourly(5), hourly(5), hourly(9)],
  ])
    expect(growthPrices(quotes, [disk()]).more).toBeNull();
  expect(growthPrices([hourly(5), hourly(6)], [disk(), data({ category: 'odd' })])).toMatchObject({ whole: null });
});

test('what a button holds is agreed to at that price or a lower one, in that currency, and never without a price', () => {
  const price = { micros: 51_234, currency: 'CNY' };
  expect(parseAgreedPrice(formatAgreedPrice(price))).toEqual(price);
  expect(parseAgreedPrice(formatAgreedPrice(null))).toBe('unknown');
  expect(['', '1', 'CNY', 'cny1', 'CNY-1', 'CNY1.1234567', 'CNY1 '].map(parseAgreedPrice)).toEqual(Array(7).fill(null));
  expect(isAgreed(price, price)).toBe(true);
  expect(isAgreed(price, { ...price, micros: 51_233 })).toBe(true);
  expect(isAgreed(price, { ...price, micros: 51_235 })).toBe(false);
  expect(isAgreed(price, { ...price, currency: 'USD' })).toBe(false);
  expect(isAgreed(price, null)).toBe(false);
  expect(isAgreed('unknown', price)).toBe(false);
  expect(isAgreed('unknown', null)).toBe(true);
  for (const now of [price, null]) expect(isAgreed(null, now)).toBe(false);
});

test('the instance is priced as it is, in whatever order the cloud lists its disks, without those of an unknown kind', () => {
  const odd = data({ id: 'd-9', category: 'local_ssd_pro' });
  const added = { which: 3, zone: 'z', disk: { category: 'cloud_ssd', sizeGiB: 20 } } as const;
  const [before, after] = priceOrdersOf(sampleCloud(), [odd, data({ sizeGiB: 60 }), disk()], [added], {
    internetChargeType: 'PayByBandwidth',
  });
  const known = { category: 'cloud_essd', sizeGiB: 60 };
  expect(before).toMatchObject({ systemDisk: { category: 'cloud_essd', sizeGiB: 40 }, dataDisks: [known] });
  expect(after).toMatchObject({ dataDisks: [known, added.disk], internetChargeType: 'PayByBandwidth' });
  const [plain] = priceOrdersOf(sampleCloud(), [disk()], [], null);
  expect([plain && 'dataDisks' in plain, plain && 'internetChargeType' in plain]).toEqual([false, false]);
});

test('prices in two currencies have no difference', () => {
  const usd = { ...hourly(9), price: { micros: 9, currency: 'USD' } } as Quote;
  expect(growthPrices([hourly(5), usd], [disk()])).toMatchObject({ each: [null], more: null });
});

test('a prepaid disk costs its price at once, and one by the hour nothing at once', () => {
  const price = { minor: 1_234, currency: 'CNY' };
  const term = { kind: 'term', price, listPrice: price, amount: 1, at: 0 } as const;
  expect([atOnce(term), atOnce(hourly(5))]).toEqual([{ micros: 12_340_000, currency: 'CNY' }, null]);
});

test('people name a disk by its place', () => {
  expect(['system' as const, 1, 2].map(diskKey)).toEqual(['disk', 'disk2', 'disk3']);
  expect(['100', '100 GiB', '100g'].map(sizeOf)).toEqual([100, 100, 100]);
  expect(['100TB', '100 G B', '0', '1e3', ''].map(sizeOf)).toEqual([null, null, null, null, null]);
});
