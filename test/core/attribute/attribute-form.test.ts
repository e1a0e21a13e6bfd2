import { expect, test } from 'vitest';
import {
  type AttributesShown,
  type AttributesTyped,
  attributesShown,
  wishOfForm,
} from '../../../src/core/attribute/attribute-form.ts';
import { sampleCloud } from '../../../src/sandbox/gallery/instances.ts';
import { anInstance } from '../../support/instances.ts';

const SHOWN: AttributesShown = { id: 'r-1-1', name: 'web', tags: 'env=dev\nteam=web', protection: false, owner: 'U1' };
const { id: _, ...SAME } = SHOWN;

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
  ['a field that there was not', { protection: null, owner: null, name: null }, {}],
])('what was changed in the window is wanted: %s', (_what, typed, wish) => {
  expect(wishOfForm(SHOWN, { ...SAME, ...typed })).toEqual({ ok: true, value: wish });
});

test('tags that were not shown stay, whatever is sent', () => {
  expect(wishOfForm({ ...SHOWN, tags: null }, { ...SAME, tags: null })).toEqual({ ok: true, value: {} });
});

test.each<[Partial<AttributesTyped>, string]>([
  [{ name: '1' }, 'name'],
  [{ tags: 'acs:x=1' }, 'tags'],
  [{ tags: 'a=1\na=2' }, 'tags'],
  [{ tags: '=1' }, 'tags'],
])('%j is told at its field', (typed, field) => {
  expect(wishOfForm(SHOWN, { ...SAME, ...typed })).toMatchObject({ ok: false, error: { field } });
});

test('the window shows an instance as it is, without the tags that nobody may change', () => {
  const tags = ['ecs-chatops:request', 'acs:rm', 'team'].map((key) => ({ key, value: '1' }));
  const own = anInstance({ cloudId: 'i-1' });
  const shown = (cloud: object) =>
    attributesShown({ cloud: sampleCloud({ cloudId: 'i-1', name: 'web-9', tags, ...cloud }), own });
  expect(shown({})).toEqual({ id: 'r-1-1', name: 'web-9', tags: 'team=1', protection: false, owner: 'U1' });
  expect(shown({ chargeKind: 'prepaid' }).protection).toBeNull();
  const long = Array.from({ length: 20 }, (_each, n) => ({ key: `k${n}`.padEnd(120, 'x'), value: '1' }));
  expect(shown({ tags: long }).tags).toBeNull();
  expect(attributesShown({ cloud: null, own, why: 'late' })).toMatchObject({
    name: 'web',
    tags: null,
    protection: null,
  });
});
