import { describe, expect, test } from 'vitest';
import { isAmong, isGranted, isPerson, isUserGroup, NOBODY_KNOWN, resolve } from '../../../src/core/policy/people.ts';
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
  ['XS0123ABCD', false],
  ['S0123ABCD>', false],
])('%s is a user group: %s', (id, is) => expect(isUserGroup(id)).toBe(is));

test.each([
  ['U0123ABCD', true],
  ['W0123ABCD', true],
  ['S0123ABCD', false],
  ['C0U23ABCD', false],
  ['D0123ABCD', false],
])('%s is a person: %s', (id, is) => expect(isPerson(id)).toBe(is));

describe('what is granted', () => {
  const people = peopleWith(
    { STEAM01: ['UANN', 'UGUEST', 'UBOT'] },
    { UGUEST: 'guest', UFAR: 'stranger', UBOT: 'bot', UGONE: 'deactivated', UNEW: 'unknown' },
  );
  const groups = new Map([['partners', ['UFAR', 'UBOT']]]);

  test.each([
    ['everyone', 'UBEN', true],
    ['everyone', 'UGUEST', false],
    ['everyone', 'UFAR', false],
    ['everyone', 'UBOT', false],
    ['everyone', 'UGONE', false],
    ['everyone', 'UNEW', null],
    ['STEAM01', 'UANN', true],
    ['STEAM01', 'UBEN', false],
    ['SHIDDEN', 'UBEN', null],
    // Others choose who is in a user group.
    ['STEAM01', 'UGUEST', false],
    ['STEAM01', 'UBOT', false],
    ['SHIDDEN', 'UGUEST', false],
    ['UGUEST', 'UGUEST', true],
    ['partners', 'UFAR', true],
    ['partners', 'UBOT', false],
    ['UGONE', 'UGONE', false],
    ['UNEW', 'UNEW', null],
    ['SHIDDEN', 'UNEW', null],
    ['UBEN', 'UNEW', false],
  ] as const)('to %s is granted to %s: %s', (who, user, is) => {
    expect(isGranted(user, who === 'everyone' ? who : [who], groups, people)).toBe(is);
  });

  test('is not known where nobody is', () => {
    expect(isGranted('UANN', 'everyone', groups, NOBODY_KNOWN)).toBeNull();
  });
});
