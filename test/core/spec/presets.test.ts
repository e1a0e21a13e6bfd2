import { expect, test } from 'vitest';
import type { Request } from '../../../src/core/request/request.ts';
import type { Charge } from '../../../src/core/spec/charge.ts';
import { chargeOfDraft } from '../../../src/core/spec/charge-draft.ts';
import { baseName, draftOf, lacksBase, readCreateArguments } from '../../../src/core/spec/presets.ts';
import { FORM_FIELDS } from '../../../src/core/spec/spec.ts';
import { regionOfZone } from '../../../src/core/spec/zone.ts';

const PRESETS = new Map([
  ['web-small', { type: 'g7.large', amount: '1' }],
  ['batch', { type: 'c7.xlarge' }],
]);

const LAST = {
  spec: {
    region: 'cn-hangzhou',
    zone: 'cn-hangzhou-h',
    instanceType: 'ecs.g7.large',
    imageId: 'm-1',
    vSwitchId: 'vsw-1',
    securityGroupId: 'sg-1',
    systemDisk: { category: 'cloud_essd', sizeGiB: 40 },
    internetMaxBandwidthOut: 5,
    charge: { kind: 'prepaid', term: { unit: 'Month', period: 12 }, autoRenew: true },
    name: 'web',
  },
  amount: 2,
} as Request;

test('a preset fills in, and what is typed counts before it', () => {
  expect(readCreateArguments(['web-small', 'amount=3'], { drafts: PRESETS }, null)).toEqual({
    draft: { type: 'g7.large', amount: '3' },
    preset: 'web-small',
    problems: [],
  });
  expect(readCreateArguments(['WEB-Small'], { drafts: PRESETS }, null).draft).toEqual({
    type: 'g7.large',
    amount: '1',
  });
});

test('a preset that is not there is answered with the nearest, and the rest is kept', () => {
  expect(readCreateArguments(['web-smal', 'amount=3'], { drafts: PRESETS }, null)).toEqual({
    draft: { amount: '3' },
    problems: [{ problem: 'unknownPreset', given: 'web-smal', nearest: 'web-small', names: ['web-small', 'batch'] }],
  });
});

test('without presets a lone word lacks its key', () => {
  expect(readCreateArguments(['ubuntu'], { drafts: new Map() }, null).problems).toEqual([
    { problem: 'notKeyValue', given: 'ubuntu' },
  ]);
});

test('last is everything of the last request, and what is typed counts before it', () => {
  const { draft, problems } = readCreateArguments(['last', 'name=api'], { drafts: new Map() }, LAST);
  expect(problems).toEqual([]);
  expect(draft).toEqual({ ...draftOf(LAST), name: 'api' });
  expect(Object.keys(draft).toSorted()).toEqual(
    FORM_FIELDS.filter((field) => field !== 'maxprice' && field !== 'network').toSorted(),
  );
  expect(draft).toMatchObject({ charge: 'prepaid', period: '12m', renew: 'on' });
});

test('a name is read in any case, and only a preset is remembered by it, with its launch template', () => {
  const template = { name: 'web', version: 1 };
  const of = (...words: string[]) => readCreateArguments(words, { drafts: PRESETS, template }, LAST);
  expect(of('WEB-Small')).toMatchObject({ preset: 'web-small', template });
  expect(of('LAST')).toStrictEqual({ draft: draftOf(LAST), problems: [] });
  expect(of('name=a')).toStrictEqual({ draft: { name: 'a' }, problems: [] });
  expect(readCreateArguments(['Batch'], { drafts: PRESETS }, null)).toStrictEqual({
    draft: { type: 'c7.xlarge' },
    problems: [],
    preset: 'batch',
  });
});

test('tags that are typed are added to those of the preset', () => {
  const drafts = new Map([['web', { tags: 'a=1\nb=2' }]]);
  expect(readCreateArguments(['web', 'tag:b=3'], { drafts }, null).draft).toEqual({ tags: 'a=1\nb=3' });
  expect(readCreateArguments(['web'], { drafts }, null).draft).toEqual({ tags: 'a=1\nb=2' });
});

test('last is of the same image family, and of an adopted instance the size of the disk is not known', () => {
  const of = (spec: Partial<Request['spec']>) => draftOf({ ...LAST, spec: { ...LAST.spec, ...spec } });
  expect(of({})).toMatchObject({ image: 'm-1', size: '40' });
  expect(of({ imageId: '', imageFamily: 'acs:ubuntu' }).image).toBe('family:acs:ubuntu');
  expect(of({ systemDisk: { category: 'cloud_essd', sizeGiB: 0 } })).not.toHaveProperty('size');
});

test('last without a last request says so', () => {
  expect(readCreateArguments(['last'], { drafts: PRESETS }, null).problems).toEqual([
    { problem: 'noLast', given: 'last' },
  ]);
});

test.each<Charge>([
  { kind: 'payAsYouGo' },
  { kind: 'spot', limitMicros: null },
  { kind: 'spot', limitMicros: 123_456_000 },
  { kind: 'prepaid', term: { unit: 'Week', period: 2 }, autoRenew: false },
  { kind: 'prepaid', term: { unit: 'Month', period: 60 }, autoRenew: true },
])('last is paid for as the last one was: %j', (charge) => {
  expect(chargeOfDraft(draftOf({ ...LAST, spec: { ...LAST.spec, charge } }))).toEqual(charge);
});

test.each([
  ['cn-beijing-h', 'cn-beijing'],
  ['CN-Beijing-H', 'cn-beijing'],
  ['ap-southeast-1a', 'ap-southeast-1'],
  ['cn-shanghai-finance-1a', 'cn-shanghai-finance-1'],
  ['h', null],
  ['cn-beijing', null],
  ['Zone H', null],
])('the zone %s is of the region %s', (zone, region) => {
  expect(regionOfZone(zone)).toBe(region);
});

test('a zone that is named in full brings its region, unless that is named too', () => {
  const draftFrom = (...words: string[]) =>
    readCreateArguments(words, { drafts: new Map([['old', { region: 'cn-hangzhou' }]]) }, LAST).draft;
  expect(draftFrom('zone=cn-beijing-h')).toEqual({ region: 'cn-beijing', zone: 'cn-beijing-h' });
  expect(draftFrom('zone=cn-beijing-h', 'region=cn-shanghai').region).toBe('cn-shanghai');
  expect(draftFrom('zone=h')).toEqual({ zone: 'h' });
  // What is typed counts before what it starts from.
  expect(draftFrom('old', 'zone=cn-beijing-h').region).toBe('cn-beijing');
  expect(draftFrom('old', 'zone=h').region).toBe('cn-hangzhou');
  expect(draftFrom('last', 'zone=cn-beijing-h')).toMatchObject({ region: 'cn-beijing', zone: 'cn-beijing-h' });
});

test('an order that names what it starts from, and does not have it, is never filled in from anything else', () => {
  expect([baseName(['web-small', 'amount=2']), baseName(['amount=2']), baseName([])]).toEqual([
    'web-small',
    null,
    null,
  ]);
  const problemsOf = (words: readonly string[]) =>
    readCreateArguments(words, { drafts: PRESETS }, null).problems.map((problem) => [
      problem.problem,
      lacksBase(problem),
    ]);
  expect(problemsOf(['web-smal'])).toEqual([['unknownPreset', true]]);
  expect(problemsOf(['last'])).toEqual([['noLast', true]]);
  expect(problemsOf(['web-small', 'nonsense=2'])).toEqual([['unknownKey', false]]);
  const trouble = {
    template: { by: 'name', word: 'web', version: 1 },
    region: 'cn-beijing',
    why: { is: 'offline' },
  } as const;
  const { draft, problems } = readCreateArguments(['web-small', 'amount=7'], { drafts: PRESETS, trouble }, null);
  expect([draft, problems.map(lacksBase)]).toEqual([{ amount: '7' }, [true]]);
  expect(readCreateArguments(['WEB-Small'], { drafts: PRESETS, trouble }, null).problems).toEqual([
    { problem: 'template', given: 'web-small', trouble },
  ]);
  expect(readCreateArguments(['last'], { drafts: PRESETS, trouble }, LAST).problems).toEqual([]);
  expect(readCreateArguments(['last'], { drafts: new Map() }, null).problems).toEqual([
    { problem: 'noLast', given: 'last' },
  ]);
});
