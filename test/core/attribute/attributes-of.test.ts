import { describe, expect, test } from 'vitest';
import type { AttributeStep } from '../../../src/core/attribute/attribute.ts';
import { attributeDueAt, isAttributeDue } from '../../../src/core/attribute/attribute-clock.ts';
import { attributesAfter, attributesOf, specAfter } from '../../../src/core/attribute/attributes-of.ts';
import { NOW, spec } from '../../support/instances.ts';

const tag = (key: string, value: string) => ({ key, value });
const disk = (sizeGiB: number) => ({ category: 'cloud_essd', sizeGiB }) as const;
const grow = (which: 'system' | number, from: number, to: number): AttributeStep => ({
  ...{ is: 'grow', which, diskId: 'd', from, to, clientToken: 't', more: null },
});

describe('the spec of an instance after a change', () => {
  const WHOLE = { ...spec, tags: [tag('env', 'dev'), tag('team', 'web')], dataDisks: [disk(20), disk(40)] };

  test.each<[AttributeStep, object]>([
    [{ is: 'name', from: 'web', to: 'web-2' }, { name: 'web-2' }],
    [{ is: 'untag', keys: ['env', 'x'] }, { tags: [tag('team', 'web')] }],
    [
      { is: 'tags', tags: [tag('env', 'prod'), tag('cost', '42')] },
      { tags: [tag('cost', '42'), tag('env', 'prod'), tag('team', 'web')] },
    ],
    [{ is: 'protection', on: true }, { deletionProtection: true }],
    [{ is: 'owner', from: 'U1', to: 'U2' }, {}],
    [grow('system', 40, 100), { systemDisk: { ...spec.systemDisk, sizeGiB: 100 } }],
    [grow(2, 40, 60), { dataDisks: [disk(20), disk(60)] }],
    // Another disk may have been in this place by then.
    [grow(1, 40, 60), {}],
    [
      { is: 'addDisk', which: 3, disk: disk(80), zone: 'z', clientToken: 't', more: null },
      { dataDisks: [disk(20), disk(40), disk(80)] },
    ],
  ])('%j', (step, changed) => {
    expect(specAfter(WHOLE, step)).toEqual({ ...WHOLE, ...changed });
  });

  test('has nothing that was never set, and keeps what was set and taken away', () => {
    const same: AttributeStep = { is: 'name', from: 'web', to: 'web' };
    expect(specAfter(spec, same)).toStrictEqual(spec);
    const added: AttributeStep = { is: 'addDisk', which: 1, disk: disk(80), zone: 'z', clientToken: 't', more: null };
    expect(specAfter(spec, added)).toStrictEqual({ ...spec, dataDisks: [disk(80)] });
    expect(specAfter(spec, { is: 'tags', tags: [tag('a', '1')] })).toStrictEqual({ ...spec, tags: [tag('a', '1')] });
    const set = { ...spec, tags: [tag('a', '1')], deletionProtection: true, dataDisks: [] };
    expect(specAfter(set, { is: 'untag', keys: ['a'] })).toStrictEqual({ ...set, tags: [] });
    expect(specAfter(set, { is: 'protection', on: false })).toStrictEqual({ ...set, deletionProtection: false });
  });

  test('and its owner are what people can change', () => {
    expect(attributesAfter(attributesOf(spec, 'U1'), { is: 'owner', from: 'U1', to: 'U2' })).toEqual({
      ...{ name: 'web', tags: [], protection: false, owner: 'U2', systemGiB: 40, dataDisks: [] },
    });
  });
});

test('a change is due at its time, and waits for a release, which it could block', () => {
  const attributes = { by: 'U1', at: NOW, left: [], done: [], missed: [], tryAt: NOW, attempts: 0 };
  const row = { attributes, wanted: 'running', outcome: null } as const;
  expect(attributeDueAt(row)).toBe(NOW);
  expect(attributeDueAt({ ...row, attributes: null })).toBeNull();
  expect(attributeDueAt({ ...row, wanted: 'released' })).toBeNull();
  // The release has failed.
  expect(attributeDueAt({ ...row, wanted: 'released', outcome: 'failed' })).toBe(NOW);
  expect([NOW - 1, NOW].map((at) => isAttributeDue(row, at))).toEqual([false, true]);
  expect(isAttributeDue({ ...row, attributes: null }, NOW)).toBe(false);
});
