import { expect, test } from 'vitest';
import {
  type AttributesShown,
  type AttributesTyped,
  attributesShown,
  disksWithoutField,
  wishOfForm,
} from '../../../src/core/attribute/attribute-form.ts';
import { readAttributes } from '../../../src/core/attribute/attribute-words.ts';
import type { WhichDisk } from '../../../src/core/disk/disk-wish.ts';
import { sampleCloud } from '../../../src/sandbox/gallery/instance/instances.ts';
import { anInstance } from '../../support/instances.ts';

const SHOWN: AttributesShown = {
  ...{ id: 'r-1-1', name: 'web', tags: 'env=dev\nteam=web', protection: false, owner: 'U1' },
  disks: [
    { which: 'system', id: 'd-1', sizeGiB: 40 },
    { which: 2, id: 'd-3', sizeGiB: 100 },
  ],
};
const { id: _, disks: __, ...RESHOWN } = SHOWN;
const sizes = (system: string, second: string): AttributesTyped['sizes'] =>
  new Map<WhichDisk, string>([
    ['system', system],
    [2, second],
  ]);
const SAME: AttributesTyped = { ...RESHOWN, sizes: sizes('40', '100') };

test.each<[string, Partial<AttributesTyped>, object]>([
  ['nothing', {}, {}],
  ['the name', { name: ' web-2 ' }, { name: 'web-2' }],
  ['a tag’s value', { tags: 'env=prod\nteam=web' }, { tags: [{ key: 'env', value: 'prod' }] }],
  [
    'a tag taken out, another added',
    { tags: 'team=web\ncost=42' },
    { tags: [{ key: 'cost', value: '42' }], untag: ['env'] },
  ],
  ['every tag taken out', { tags: null }, { untag: ['env', 'team'] }],
  ['the protection', { protection: true }, { protection: true }],
  ['the owner', { owner: 'U2' }, { owner: 'U2' }],
  ['a field that there was not', { protection: null, name: null }, {}],
])('what was changed in the window is wanted: %s', (_what, typed, wish) => {
  expect(wishOfForm(SHOWN, { ...SAME, ...typed })).toEqual({ ok: true, value: wish });
});

test('larger disks are wanted as a command would say it, without a price that anybody has agreed to', () => {
  const wanted = wishOfForm(SHOWN, { ...SAME, sizes: sizes('60', ' 200 ') });
  expect(wanted).toEqual(readAttributes(['disk/d-1=60', 'disk3/d-3=200']));
  expect(wishOfForm(SHOWN, { ...SAME, sizes: sizes('', '') })).toEqual({ ok: true, value: {} });
  expect(wishOfForm({ ...SHOWN, disks: null }, { ...SAME, sizes: sizes('60', '60') })).toEqual({ ok: true, value: {} });
});

test('tags that were not shown stay, whatever is sent', () => {
  expect(wishOfForm({ ...SHOWN, tags: null }, { ...SAME, tags: null })).toEqual({ ok: true, value: {} });
});

test('what others have given it does not stand in the way of a change: it can be taken out', () => {
  const many = Array.from({ length: 20 }, (_each, n) => `k${n}=1`);
  const shown = { ...SHOWN, tags: ['te\u200bam=web', ...many].join('\n') };
  const typed = (tags: readonly string[]) => wishOfForm(shown, { ...SAME, tags: tags.join('\n') });
  expect(typed(many)).toEqual({ ok: true, value: { untag: ['te\u200bam'] } });
  expect(typed(['te\u200bam=web', ...many.slice(1)])).toEqual({ ok: true, value: { untag: ['k0'] } });
});

test('a window that claims to have shown what nobody may change takes nothing of it away', () => {
  for (const key of ['ecs-chatops:request', 'acs:rm', 'aliyun'])
    expect(wishOfForm({ ...SHOWN, tags: `${key}=1\nteam=web` }, { ...SAME, tags: 'team=web' })).toEqual({
      ok: false,
      error: { field: 'tags', fault: { is: 'tag', fault: { is: 'tagReserved', tag: key } } },
    });
});

const tagFault = (fault: object) => ({ is: 'tag', fault });

test.each<[Partial<AttributesTyped>, string | number, object]>([
  [{ name: '1' }, 'name', { is: 'name', given: '1' }],
  [{ tags: 'acs:x=1' }, 'tags', tagFault({ is: 'tagReserved', tag: 'acs:x=1' })],
  [{ tags: 'a=1\na=2' }, 'tags', tagFault({ is: 'tagTwice', tag: 'a' })],
  // One of the two is there already.
  [{ tags: 'env=dev\nteam=web\nenv=prod' }, 'tags', tagFault({ is: 'tagTwice', tag: 'env' })],
  [{ tags: '=1' }, 'tags', tagFault({ is: 'tagShape', tag: '=1' })],
  [{ owner: null }, 'owner', { is: 'noOwner' }],
  [{ sizes: sizes('39', '100') }, 'system', { is: 'diskShrinks', sizeGiB: 40 }],
  [{ sizes: sizes('50', 'large') }, 2, { is: 'diskSize', given: 'large' }],
  // What costs something is agreed to first, and alone.
  [{ sizes: sizes('40', '200'), name: 'web-2' }, 2, { is: 'diskBeside' }],
])('%j is told at its field', (typed, field, fault) => {
  expect(wishOfForm(SHOWN, { ...SAME, ...typed })).toEqual({ ok: false, error: { field, fault } });
});

test('an owner and a tag’s value that were not shown are no change', () => {
  expect(wishOfForm({ ...SHOWN, owner: null }, { ...SAME, owner: null })).toEqual({ ok: true, value: {} });
  expect(wishOfForm(SHOWN, { ...SAME, tags: 'env=web\nteam=web' })).toEqual({
    ...{ ok: true, value: { tags: [{ key: 'env', value: 'web' }] } },
  });
});

test('the window shows an instance as it is, without the tags that nobody may change', () => {
  const tags = ['ecs-chatops:request', 'acs:rm', 'team'].map((key) => ({ key, value: '1' }));
  const own = anInstance({ cloudId: 'i-1' });
  const shown = (cloud: object) =>
    attributesShown({ cloud: sampleCloud({ cloudId: 'i-1', name: 'web-9', tags, ...cloud }), own }, null);
  expect(shown({})).toEqual({
    ...{ id: 'r-1-1', name: 'web-9', tags: 'team=1', protection: false, owner: 'U1', disks: null },
  });
  expect(shown({ chargeKind: 'prepaid' }).protection).toBeNull();
  const long = Array.from({ length: 20 }, (_each, n) => ({ key: `k${n}`.padEnd(120, 'x'), value: '1' }));
  expect(shown({ tags: long }).tags).toBeNull();
  // As JSON they are twice as long, and Slack keeps 3,000 characters of it.
  const quotes = Array.from({ length: 17 }, (_each, n) => ({ key: `k${n}`, value: '"'.repeat(110) }));
  expect(JSON.stringify(shown({ tags: quotes })).length).toBeLessThan(3_000);
  expect(attributesShown({ cloud: null, own, why: 'late' }, null)).toMatchObject({
    name: 'web',
    tags: null,
    protection: null,
  });
});

test('the window shows the disks that can be changed by their places, without what is prepaid', () => {
  const disk = (id: string, kind: 'system' | 'data', sizeGiB: number, isPrepaid = false) => ({
    ...{ id, kind, sizeGiB, isPrepaid, category: 'cloud_essd', performanceLevel: 'PL1', status: 'In_use' },
  });
  const own = anInstance({ cloudId: 'i-1' });
  const found = { cloud: sampleCloud({ cloudId: 'i-1' }), own };
  const disks = [disk('d-1', 'system', 40), disk('d-2', 'data', 50, true), disk('d-3', 'data', 60)];
  expect(attributesShown(found, disks).disks).toEqual([
    { which: 'system', id: 'd-1', sizeGiB: 40 },
    { which: 2, id: 'd-3', sizeGiB: 60 },
  ]);
  const without = disksWithoutField(attributesShown(found, disks), disks);
  expect(without).toEqual({ prepaid: [1], noRoom: [] });
  const many = (length: number) =>
    Array.from({ length }, (_each, n) => disk(`d-2ze6h8k1m4p7s0v3x9${n}`, n === 0 ? 'system' : 'data', 65_536));
  // With as many as the bot would attach each has its field.
  expect(attributesShown(found, many(17)).disks).toHaveLength(17);
  // With however many, and with much else to remember, the window remembers what it showed.
  const tags = Array.from({ length: 13 }, (_each, n) => ({ key: `k${n}`, value: 'x'.repeat(100) }));
  for (const cloud of [found.cloud, sampleCloud({ cloudId: 'i-1', name: '"'.repeat(128), tags })]) {
    const shown = attributesShown({ cloud, own }, many(80));
    expect(JSON.stringify(shown).length).toBeLessThanOrEqual(3_000);
    expect(shown.disks?.[0]).toMatchObject({ which: 'system' });
    const { noRoom } = disksWithoutField(shown, many(80));
    expect([...(shown.disks ?? []).map(({ which }) => which), ...noRoom]).toEqual([
      'system',
      ...Array.from({ length: 79 }, (_each, n) => n + 1),
    ]);
    expect(shown.disks).toEqual(attributesShown(found, many(80)).disks?.slice(0, shown.disks?.length));
  }
});
