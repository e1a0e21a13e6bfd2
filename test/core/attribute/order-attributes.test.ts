import { expect, test } from 'vitest';
import type { AttributeOrder, AttributeWish } from '../../../src/core/attribute/attribute.ts';
import { type AttributeCircumstances, orderAttributes } from '../../../src/core/attribute/order-attributes.ts';
import type { Actor } from '../../../src/core/instance/found-instance.ts';
import type { Instance } from '../../../src/core/instance/instance.ts';
import { NO_OPTION_RULES, type TagRules } from '../../../src/core/policy/option-rules.ts';
import { sampleCloud } from '../../../src/sandbox/gallery/instance/instances.ts';
import { anInstance, NOW } from '../../support/instances.ts';

const OWNER: Actor = { user: 'U1', isAdmin: false };
const ADMIN: Actor = { user: 'U9', isAdmin: true };

const running = (fields: Partial<Instance> = {}): Instance =>
  anInstance({ cloudId: 'i-1', outcome: 'reached', dueAt: null, ...fields });

const cloud = (fields: object = {}) => sampleCloud({ cloudId: 'i-1', name: 'web', tags: [], ...fields });

const rules = (fields: Partial<TagRules>): AttributeCircumstances['policy'] => ({
  options: {
    ...NO_OPTION_RULES,
    tags: { line: 7, value: { required: [], fixed: [], allowed: new Map(), ...fields } },
  },
});

const circumstances = (fields: Partial<AttributeCircumstances> = {}): AttributeCircumstances => ({
  ...{ at: NOW, account: null, cloud: cloud(), policy: { options: NO_OPTION_RULES }, standing: 'member' },
  ...fields,
});

const decide = (
  wish: AttributeWish,
  {
    by = OWNER,
    row = running(),
    ...fields
  }: Partial<AttributeCircumstances> & { readonly by?: Actor; readonly row?: Instance } = {},
) => orderAttributes(row, wish, by, circumstances(fields));

test('what is wanted is stored with its event before anything is sent; only what differs is', () => {
  const decided = decide(
    {
      name: 'web-2',
      tags: [
        { key: 'a', value: '1' },
        { key: 'b', value: '2' },
      ],
      untag: ['c', 'd'],
      protection: true,
    },
    {
      cloud: cloud({
        tags: [
          { key: 'a', value: '1' },
          { key: 'c', value: '' },
        ],
      }),
    },
  );
  const left = [
    { is: 'name', from: 'web', to: 'web-2' },
    { is: 'untag', keys: ['c'] },
    { is: 'tags', tags: [{ key: 'b', value: '2' }] },
    { is: 'protection', on: true },
  ];
  expect(decided).toMatchObject({
    taken: {
      next: { version: 2, requester: 'U1', attributes: { by: 'U1', at: NOW, left, done: [], missed: [], tryAt: NOW } },
      events: [{ kind: 'instance.changeWanted', actor: 'U1', data: { steps: left } }],
      messages: [{ kind: 'card' }],
    },
  });
});

test('while the cloud cannot be asked everything is sent: it is safe to repeat', () => {
  const decided = decide({ tags: [{ key: 'a', value: '1' }], untag: ['c'], protection: false }, { cloud: null });
  expect(decided).toMatchObject({
    taken: { next: { attributes: { left: [{ is: 'untag' }, { is: 'tags' }, { is: 'protection' }] } } },
  });
});

test('another owner is written down at once, and both hear of it but for the one who said so', () => {
  expect(decide({ owner: 'U2' })).toMatchObject({
    taken: {
      next: { requester: 'U2', attributes: { left: [{ is: 'owner', from: 'U1', to: 'U2' }] } },
      events: [
        { kind: 'instance.changeWanted' },
        { kind: 'instance.given', actor: 'U1', data: { owner: 'U2', was: 'U1' } },
      ],
      messages: [{ kind: 'card' }, { kind: 'dm', about: 'owner', user: 'U2', owner: 'U2', was: 'U1', by: 'U1' }],
    },
  });
  const byAdmin = decide({ owner: 'U2' }, { by: ADMIN });
  expect(byAdmin).toMatchObject({ taken: { messages: [{ kind: 'card' }, { user: 'U2' }, { user: 'U1' }] } });
});

test('who has it already is written into its tag where that says otherwise, and nobody is told that it was given', () => {
  const owner = { key: 'ecs-chatops:requester', value: 'U3' };
  for (const tags of [[], [owner]])
    expect(decide({ owner: 'U1' }, { cloud: cloud({ tags }) })).toMatchObject({
      taken: {
        next: { requester: 'U1', attributes: { left: [{ is: 'owner', from: 'U1', to: 'U1' }] } },
        events: [{ kind: 'instance.changeWanted' }],
        messages: [{ kind: 'card' }],
      },
    });
  expect(decide({ owner: 'U1' }, { cloud: null })).toEqual({ refused: { why: 'already' } });
});

const order: AttributeOrder = { by: 'U1', at: NOW, left: [], done: [], missed: [], tryAt: NOW, attempts: 0 };
const fixed = rules({ fixed: [{ key: 'cost', value: '42' }] });
const allowed = rules({ allowed: new Map([['env', ['dev', 'prod']]]) });
const twenty = Array.from({ length: 20 }, (_, n) => ({ key: `k${n}`, value: '' }));

test.each<[string, AttributeWish, Parameters<typeof decide>[1], object]>([
  ['of somebody else', { name: 'b2' }, { by: { user: 'U2', isAdmin: false } }, { why: 'notYours' }],
  ['not there yet', { name: 'b2' }, { row: running({ cloudId: null, outcome: null }) }, { why: 'notCreatedYet' }],
  ['never there', { name: 'b2' }, { row: running({ cloudId: null, outcome: 'failed' }) }, { why: 'neverCreated' }],
  ['being released', { name: 'b2' }, { row: running({ wanted: 'released', outcome: null }) }, { why: 'beingReleased' }],
  ['released', { name: 'b2' }, { row: running({ wanted: 'released' }) }, { why: 'gone' }],
  [
    'left in another account',
    { name: 'b2' },
    { row: running({ account: '1', createTriedAt: NOW }), account: { id: '2', first: '1' } },
    { why: 'otherAccount', account: '1' },
  ],
  ['being changed', { name: 'b2' }, { row: running({ attributes: order }) }, { why: 'underWay', by: 'U1' }],
  [
    'so already',
    { name: 'web', owner: 'U1', untag: ['x'] },
    { cloud: cloud({ tags: [{ key: 'ecs-chatops:requester', value: 'U1' }] }) },
    { why: 'already' },
  ],
  ['locked', { name: 'b2' }, { cloud: cloud({ locks: ['security'] }) }, { why: 'locked', locks: ['security'] }],
  ['prepaid', { protection: true }, { cloud: cloud({ chargeKind: 'prepaid' }) }, { why: 'onlyPayAsYouGo' }],
  ['for a guest', { owner: 'U2' }, { standing: 'guest' }, { why: 'noMember', user: 'U2', standing: 'guest' }],
  ['for nobody known', { owner: 'U2' }, { standing: 'unknown' }, { why: 'noMember', user: 'U2', standing: 'unknown' }],
  [
    'given by somebody whom only a tag lets act',
    { owner: 'U3' },
    { by: { user: 'U3', isAdmin: false, byTag: true }, row: running({ adopted: true }) },
    { why: 'notYoursToGive' },
  ],
  [
    'taken over and given away at once',
    { owner: 'U3', name: 'b2' },
    { row: running({ adopted: true, version: 0 }) },
    { why: 'notYoursToGive' },
  ],
  [
    'a required tag away',
    { untag: ['team'] },
    { policy: rules({ required: ['team'] }) },
    { why: 'tagRequired', key: 'team', line: 7 },
  ],
  [
    'a required tag emptied',
    { tags: [{ key: 'team', value: '' }] },
    { policy: rules({ required: ['team'] }) },
    { why: 'tagRequired', key: 'team', line: 7 },
  ],
  [
    'a fixed tag away',
    { untag: ['cost'] },
    { policy: fixed },
    { why: 'tagFixed', tag: { key: 'cost', value: '42' }, line: 7 },
  ],
  ['a fixed tag otherwise', { tags: [{ key: 'cost', value: '1' }] }, { policy: fixed }, { why: 'tagFixed' }],
  [
    'a value not allowed',
    { tags: [{ key: 'env', value: 'x' }] },
    { policy: allowed },
    { why: 'tagNotAllowed', allowed: ['dev', 'prod'] },
  ],
  [
    'one too many',
    { tags: [{ key: 'new', value: '1' }] },
    { cloud: cloud({ tags: twenty }) },
    { why: 'tagsTooMany', max: 20 },
  ],
])('nothing is changed: %s', (_, wish, how, refused) => {
  expect(decide(wish, how)).toMatchObject({ refused });
});

test.each<[string, AttributeWish, Parameters<typeof decide>[1]]>([
  ['an admin renames what is others’', { name: 'b2' }, { by: ADMIN }],
  [
    'a required tag gets another value',
    { tags: [{ key: 'team', value: 'b' }] },
    { policy: rules({ required: ['team'] }) },
  ],
  ['a fixed tag is set as it should be', { tags: [{ key: 'cost', value: '42' }] }, { policy: fixed }],
  ['one of twenty tags is replaced', { tags: [{ key: 'k1', value: '1' }] }, { cloud: cloud({ tags: twenty }) }],
  ['one goes as one comes', { tags: [{ key: 'new', value: '1' }], untag: ['k1'] }, { cloud: cloud({ tags: twenty }) }],
  [
    'an admin takes it over and gives it away at once',
    { owner: 'U3' },
    { by: ADMIN, row: running({ adopted: true, version: 0, requester: 'U9' }) },
  ],
  ['its owner gives away what was taken over before', { owner: 'U3' }, { row: running({ adopted: true }) }],
  ['it is stopped', { name: 'b2' }, { row: running({ wanted: 'stopped' }) }],
])('%s', (_, wish, how) => {
  expect(decide(wish, how)).toHaveProperty('taken');
});
