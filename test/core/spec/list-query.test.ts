import { expect, test } from 'vitest';
import { splitWords } from '../../../src/core/spec/key-values.ts';
import { filterOf, type ListOrder, type ListQuery, listWords, parseList } from '../../../src/core/spec/list-query.ts';

const REGIONS = ['cn-hangzhou', 'cn-beijing', 'ap-southeast-1'];
const NOTHING: ListQuery = { scope: 'usual', region: null, tag: null, text: null };
/** As long as a name may be. */
const LONG = 'x'.repeat(128);
const read = (typed: string) => parseList(splitWords(typed), REGIONS);

const UNDERSTOOD: readonly (readonly [typed: string, query: ListQuery])[] = [
  ['', NOTHING],
  ['mine', { ...NOTHING, scope: 'mine' }],
  ['ALL', { ...NOTHING, scope: 'all' }],
  ['全部 web', { ...NOTHING, scope: 'all', text: 'web' }],
  ['我的', { ...NOTHING, scope: 'mine' }],
  ['cn-beijing', { ...NOTHING, scope: 'region', region: 'cn-beijing' }],
  ['tag:team=web', { ...NOTHING, tag: { key: 'team', value: 'web' } }],
  ['tag:team', { ...NOTHING, tag: { key: 'team', value: '' } }],
  ['tag:ecs-chatops:requester=U1', { ...NOTHING, tag: { key: 'ecs-chatops:requester', value: 'U1' } }],
  ['tag:team="web shop"', { ...NOTHING, tag: { key: 'team', value: 'web shop' } }],
  ['"tag: team = web shop "', { ...NOTHING, tag: { key: 'team', value: 'web shop' } }],
  [`tag:team='the "blue" one'`, { ...NOTHING, tag: { key: 'team', value: 'the "blue" one' } }],
  [`tag:${LONG}=${LONG}`, { ...NOTHING, tag: { key: LONG, value: LONG } }],
  ['web', { ...NOTHING, text: 'web' }],
  [LONG, { ...NOTHING, text: LONG }],
  ['" web "', { ...NOTHING, text: 'web' }],
  [`'the "blue" one'`, { ...NOTHING, text: 'the "blue" one' }],
  ['cn-beijing/', { ...NOTHING, scope: 'region', region: 'cn-beijing' }],
  ['cn-beijing_', { ...NOTHING, text: 'cn-beijing_' }],
  ['`i-bp1exampleexample`', { ...NOTHING, text: 'i-bp1exampleexample' }],
  ['the blue one', { ...NOTHING, text: 'the blue one' }],
  ['web cn-beijing tag:a=b', { scope: 'region', region: 'cn-beijing', tag: { key: 'a', value: 'b' }, text: 'web' }],
];

test.each(UNDERSTOOD)('/ecs list %s is understood, and asked for again by its own words', (typed, query) => {
  expect(read(typed)).toEqual({ ok: true, value: { query, page: 1, fresh: false } });
  const later = { query, page: 7, fresh: true } as const;
  expect(read(listWords(later))).toEqual({ ok: true, value: later });
});

test.each<[words: string, order: Partial<ListOrder>]>([
  ['', {}],
  ['fresh=yes', { fresh: true }],
  ['page=12', { page: 12 }],
  ['page=100000', { page: 100_000 }],
  ['mine web page=2', { query: { ...NOTHING, scope: 'mine', text: 'web' }, page: 2 }],
  [
    'cn-beijing tag:team="web shop"',
    { query: { ...NOTHING, scope: 'region', region: 'cn-beijing', tag: { key: 'team', value: 'web shop' } } },
  ],
  ['"the blue one" fresh=yes', { query: { ...NOTHING, text: 'the blue one' }, fresh: true }],
  [`'the "blue" one'`, { query: { ...NOTHING, text: 'the "blue" one' } }],
])('no word more than %j is needed for it', (words, order) => {
  const whole = { query: NOTHING, page: 1, fresh: false, ...order };
  expect(listWords(whole)).toBe(words);
  expect(read(words)).toEqual({ ok: true, value: whole });
});

test.each([
  ['mine all', 'twoScopes'],
  ['cn-beijing cn-hangzhou', 'twoScopes'],
  ['tag:a=b tag:c=d', 'twoTags'],
  ['tag:=web', 'badTag'],
  ['tag:', 'badTag'],
  [`tag:a=${'x'.repeat(129)}`, 'badTag'],
  ['page=0', 'badPage'],
  ['page=-1', 'badPage'],
  ['page=two', 'badPage'],
  ['page=0x1', 'badPage'],
  ['page=1e1', 'badPage'],
  ['page=100001', 'badPage'],
  ['page=1234567', 'badPage'],
  [`tag:${LONG}x`, 'badTag'],
  ['owner=@lena', 'unknownKey'],
  ['my-name=web', 'unknownKey'],
  [`${'x'.repeat(300)}=1`, 'tooLong'],
  ['x'.repeat(129), 'tooLong'],
  ['x'.repeat(4000), 'tooLong'],
])('/ecs list %s is refused: %s', (typed, problem) => {
  expect(read(typed)).toMatchObject({ ok: false, error: { problem } });
});

test.each(['mine cn-beijing', 'tag:a=b tag:c=d', `${LONG} web`])('of too much, /ecs list %s, all is told', (given) => {
  expect(read(given)).toMatchObject({ ok: false, error: { given } });
});

test.each(['cn-beijing/web', 'CN-Beijing/web', 'region=cn-beijing name=web', '地域=cn-beijing 名称=web'])(
  '/ecs list %s is that name in that region',
  (typed) => {
    expect(read(typed)).toMatchObject({ ok: true, value: { query: { region: 'cn-beijing', text: 'web' } } });
  },
);

test('a slip in the name of a region is reported, while names that only look like one are looked for', () => {
  expect(read('cn-bejing')).toMatchObject({ ok: false, error: { problem: 'noSuchRegion', meant: 'cn-beijing' } });
  for (const typed of ['cn-bejing web', 'cn-bejing/web'])
    expect(read(typed)).toMatchObject({ ok: false, error: { given: 'cn-bejing', meant: 'cn-beijing web' } });
  expect(read('ap-southeast-11')).toMatchObject({ ok: false, error: { meant: 'ap-southeast-1' } });
  expect(read('*cn-bejing*')).toMatchObject({ ok: true, value: { query: { text: '*cn-bejing*' } } });
  expect(read('my-app')).toMatchObject({ ok: true, value: { query: { text: 'my-app' } } });
});

test('an id is looked up as such, a part of a name anywhere in it, and a pattern as it is', () => {
  expect(filterOf({ tag: null, text: 'i-bp1exampleexample' })).toEqual({ ids: ['i-bp1exampleexample'] });
  expect(filterOf({ tag: null, text: 'web' })).toEqual({ name: '*web*' });
  for (const text of ['mi-bp1exampleexample', 'i-bp1exampleexample-2'])
    expect(filterOf({ tag: null, text })).toEqual({ name: `*${text}*` });
  expect(filterOf({ tag: null, text: 'web*' })).toEqual({ name: 'web*' });
  expect(filterOf({ tag: { key: 'a', value: 'b' }, text: null }, [{ key: 'c', value: '' }])).toEqual({
    tags: [
      { key: 'c', value: '' },
      { key: 'a', value: 'b' },
    ],
  });
});
