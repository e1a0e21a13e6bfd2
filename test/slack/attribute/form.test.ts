import { expect, test } from 'vitest';
import type { AttributesShown } from '../../../src/core/attribute/attribute-form.ts';
import { attributeForm, shownIn } from '../../../src/slack/attribute/form.ts';
import { en } from '../../../src/text/en.ts';

const SHOWN: AttributesShown = {
  ...{ id: 'r-1-1', name: 'web', tags: 'env=dev', protection: false, owner: 'U1' },
  disks: [{ which: 'system', id: 'd-1', sizeGiB: 40 }],
};

test('the window remembers what it showed', () => {
  for (const shown of [SHOWN, { ...SHOWN, tags: null, protection: null, owner: null, disks: null }])
    expect(shownIn(attributeForm(shown, en, { prepaid: [], noRoom: [] }).private_metadata ?? '')).toEqual(shown);
});

test.each<[string, string]>([
  ['no JSON', 'r-1-1'],
  ['no object', '"r-1-1"'],
  ['nothing', 'null'],
  ['a list', '[]'],
  ...Object.keys(SHOWN).flatMap((key): [string, string][] => [
    [`without ${key}`, JSON.stringify({ ...SHOWN, [key]: undefined })],
    [`${key} as a number`, JSON.stringify({ ...SHOWN, [key]: 7 })],
    [`${key} as an object`, JSON.stringify({ ...SHOWN, [key]: {} })],
  ]),
])('metadata of no window of ours are not read: %s', (_, metadata) => {
  expect(shownIn(metadata)).toBeNull();
});
