import { expect, test } from 'vitest';
import { REGIONS } from '../../../src/sandbox/ecs/catalogue/regions.ts';
import { sampleAsked } from '../../../src/sandbox/gallery/request/approval-samples.ts';
import { renderCard } from '../../../src/slack/request/card.ts';
import { placeIds, placeText } from '../../../src/slack/request/place-text.ts';
import { en } from '../../../src/text/en.ts';
import { REGION_NAMES } from '../../../src/text/region-names.ts';
import { zh } from '../../../src/text/zh.ts';

const REQUEST = sampleAsked();
const { names, ...UNNAMED } = REQUEST;
const { region: _region, ...BEFORE } = names ?? (() => expect.unreachable())();

test('a region is called as in the console, in the reader’s language, with its id in the small print', () => {
  expect(placeText(REQUEST, en)).toBe('China (Beijing), zone H');
  expect(placeText(REQUEST, zh)).toBe('华北2（北京），可用区 H');
  expect(placeIds(REQUEST)).toEqual(['cn-beijing-h']);
  for (const text of [en, zh]) {
    const card = JSON.stringify(renderCard(REQUEST, [], text).blocks);
    expect(card).toContain(placeText(REQUEST, text));
    expect(JSON.stringify(renderCard(REQUEST, [], text).blocks.at(-1))).toContain('`cn-beijing-h`');
  }
});

test.each([
  ['of before', { ...REQUEST, names: BEFORE }],
  ['without names', UNNAMED],
  ['whose region the cloud did not list', { ...REQUEST, names: { ...BEFORE, region: null } }],
])('an order %s is called as the console is known to call its region, else by its ids', (_which, request) => {
  expect(placeText(request, zh)).toBe('华北2（北京），可用区 H');
  expect(placeIds(request)).toEqual(['cn-beijing-h']);
  const elsewhere = { ...request, spec: { ...request.spec, region: 'cn-new', zone: 'cn-new-h' } };
  expect(placeText(elsewhere, en)).toBe('cn-new, zone cn-new-h');
  expect(placeIds(elsewhere)).toEqual([]);
});

test('the names that are known are those that the cloud lists', () => {
  for (const { id, nameEn, nameZh } of REGIONS) expect(REGION_NAMES.get(id)).toEqual({ en: nameEn, zh: nameZh });
});

test.each([
  ['ap-southeast-1', 'ap-southeast-1a', 'Singapore, zone A'],
  ['cn-hongkong', 'cn-hongkong-b', 'Singapore, zone B'],
])('a zone of %s is named by its letter', (region, zone, shown) => {
  const spec = { ...REQUEST.spec, region, zone };
  expect(placeText({ spec, names: { ...BEFORE, region: { en: 'Singapore', zh: '新加坡' } } }, en)).toBe(shown);
});
