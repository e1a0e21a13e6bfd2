import { describe, expect, test } from 'vitest';
import { isAmong, isUserGroup, NOBODY_KNOWN, resolve } from '../../../src/core/policy/people.ts';
import { peopleWith } from '../../support/approvals.ts';

const GROUPS = new Map([
  ['finance', ['UFIN', 'SMONEY1']],
  ['nested', ['finance', 'UANN']],
  ['empty', []],
]);
const PEOPLE = peopleWith({ SMONEY1: ['UBEN', 'UFIN'], SEMPTY1: [] });

describe('those named', () => {
  test('are taken one by one, once, out of named groups and user groups', () => {
    expect(resolve(['UANN', 'finance', 'SMONEY1', 'UANN'], GROUPS, PEOPLE)).toEqual({
      users: ['UANN', 'UFIN', 'UBEN'],
      unknownGroups: [],
    });
  });

  test('are known but for the user groups that cannot be read', () => {
    expect(resolve(['UANN', 'finance', 'SHIDDEN', 'SHIDDEN'], GROUPS, NOBODY_KNOWN)).toEqual({
      users: ['UANN', 'UFIN'],
      unknownGroups: ['SMONEY1', 'SHIDDEN'],
    });
  });

  test('may be nobody', () => {
    const nobody = { users: [], unknownGroups: [] };
    expect(resolve([], GROUPS, PEOPLE)).toEqual(nobody);
    expect(resolve(['empty', 'SEMPTY1'], GROUPS, PEOPLE)).toEqual(nobody);
  });

  test('are no members of a group within a group', () => {
    expect(resolve(['nested'], GROUPS, PEOPLE).users).not.toContain('UFIN');
  });
});

test.each([
  ['UBEN', ['finance'], true],
  ['UDAN', ['finance'], false],
  ['UDAN', ['SHIDDEN', 'UDAN'], true],
  ['UDAN', ['SHIDDEN'], null],
  ['UDAN', ['SEMPTY1'], false],
  ['UDAN', [], false],
] as const)('%s is among %j: %s', (user, principals, is) => {
  expect(isAmong(user, principals, GROUPS, PEOPLE)).toBe(is);
});

test.each([
  ['S0123ABCD', true],
  ['SMONEY1', true],
  ['U0123ABCD', false],
  ['W0123ABCD', false],
  ['Support', false],
  ['SRE', false],
])('%s is a user group: %s', (id, is) => expect(isUserGroup(id)).toBe(is));
