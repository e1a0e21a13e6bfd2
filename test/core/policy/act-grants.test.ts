import { describe, expect, test } from 'vitest';
import { grantsOf, isGrantedToSome, mayActByTag } from '../../../src/core/policy/act-grants.ts';
import { NO_POLICY } from '../../../src/core/policy/policy.ts';
import { peopleWith, policyWith } from '../../support/approvals.ts';

const PEOPLE = peopleWith({ STEAM01: ['UANN'] }, { UGUEST: 'guest', UFAR: 'stranger', UGONE: 'deactivated' });
const tag = (key: string, value: string) => ({ key, value });
const WEB = { who: ['STEAM01', 'UFAR'], tag: tag('team', 'web') };
const ANY_ENV = { who: ['ops'], tag: tag('env', '') };
const SHARED = { who: 'everyone', tag: tag('shared', 'yes') } as const;
const POLICY = policyWith({ groups: new Map([['ops', ['UOPS', 'SHIDDEN']]]) }, { act: [WEB, ANY_ENV, SHARED] });

describe('who may act on an instance that the bot did not create', () => {
  test.each([
    ['a member of the group that is named for its tag', 'UANN', [tag('team', 'web')], true],
    ['who is named for its tag, among other tags', 'UOPS', [tag('team', 'web'), tag('env', 'dev')], true],
    ['who is named for any value', 'UOPS', [tag('env', '')], true],
    ['a guest of another workspace who is named by id', 'UFAR', [tag('team', 'web')], true],
    ['everyone of the workspace', 'UBEN', [tag('shared', 'yes')], true],
    ['not a guest for being one of everyone', 'UGUEST', [tag('shared', 'yes')], false],
    ['not an account that is gone', 'UGONE', [tag('shared', 'yes')], false],
    ['not for another value', 'UANN', [tag('team', 'db')], false],
    ['not for another key of that value', 'UANN', [tag('unit', 'web')], false],
    ['not who is named for another tag', 'UANN', [tag('env', 'dev')], false],
    ['not who may be in a group that cannot be read', 'UBEN', [tag('env', 'dev')], false],
    ['nobody where it has no tags', 'UOPS', [], false],
  ])('%s', (_who, user, tags, may) => {
    expect(mayActByTag(POLICY, user, tags, PEOPLE)).toBe(may);
  });

  test('nobody, if the policy does not say', () => {
    expect(mayActByTag(NO_POLICY, 'UANN', [tag('team', 'web')], PEOPLE)).toBe(false);
  });

  test('those grants are shown that are surely theirs', () => {
    expect(grantsOf(POLICY, 'UANN', PEOPLE)).toEqual([WEB, SHARED]);
    expect(grantsOf(POLICY, 'UOPS', PEOPLE)).toEqual([ANY_ENV, SHARED]);
    expect(grantsOf(POLICY, 'UGUEST', PEOPLE)).toEqual([]);
  });
});

test('groups are only asked for where some grant is about one of the tags', () => {
  const isSome = (...tags: ReturnType<typeof tag>[]) => isGrantedToSome(POLICY, tags);
  expect([isSome(tag('x', 'y'), tag('team', 'web')), isSome(tag('env', 'z'))]).toEqual([true, true]);
  expect([isSome(tag('team', 'db')), isSome()]).toEqual([false, false]);
});
