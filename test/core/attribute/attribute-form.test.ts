import { expect, test } from 'vitest';
import {
  type AttributesShown,
  type AttributesTyped,
  attributesShown,
  wishOfForm,
} from '../../../src/core/attribute/attribute-form.ts';
import { sampleCloud } from '../../../src/sandbox/gallery/instance/instances.ts';
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
  ['a field that there was not', { protection: null, name: null }, {}],
])('what was changed in the window is wanted: %s', (_what, typed, wish) => {
  expect(wishOfForm(SHOWN, { ...SAME, ...typed })).toEqual({ ok: true, value: wish });
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

test.each<[Partial<AttributesTyped>, string]>([
  [{ name: '1' }, 'name'],
  [{ tags: 'acs:x=1' }, 'tags'],
  [{ tags: 'a=1\na=2' }, 'tags'],
  [{ tags: '=1' }, 'tags'],
  [{ owner: null }, 'owner'],
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
  // As JSON they are twice as long, and Slack keeps 3,000 characters of it.
  const quotes = Array.from({ length: 17 }, (_each, n) => ({ key: `k${n}`, value: '"'.repeat(110) }));
  expect(JSON.stringify(shown({ tags: quotes })).length).toBeLessThan(3_000);
  expect(attributesShown({ cloud: null, own, why: 'late' })).toMatchObject({
    name: 'web',
    tags: null,
    protection: null,
  });
});
