import { describe, expect, test } from 'vitest';
import { channelsOf, chargesOf, mayCreate, mayCreateSomewhere } from '../../../src/core/policy/grants.ts';
import { type Grant, NO_POLICY } from '../../../src/core/policy/policy.ts';
import { CHARGE_KINDS } from '../../../src/core/spec/charge.ts';
import { peopleWith, policyWith } from '../../support/approvals.ts';

const PEOPLE = peopleWith({ STEAM01: ['UANN'] });
const grant = (more: Partial<Grant>): Grant => ({ who: 'everyone', channels: 'any', charges: CHARGE_KINDS, ...more });
const policy = (grants: readonly Partial<Grant>[], prepaid: 'asGranted' | 'adminsOnly' = 'asGranted') =>
  policyWith(
    { groups: new Map([['ops', ['UOPS', 'SHIDDEN']]]) },
    { prepaid, create: { line: 2, value: grants.map(grant) } },
  );
const asker = (user: string, channel: string | null = 'C0OPS001', isAdmin = false) => ({ user, channel, isAdmin });

describe('ways of paying', () => {
  const HOURLY = ['payAsYouGo', 'spot'] as const;

  test('without a file prepaid is for admins', () => {
    expect(chargesOf(NO_POLICY, asker('UANN'), PEOPLE)).toEqual(HOURLY);
    expect(chargesOf(NO_POLICY, asker('UANN', null, true), PEOPLE)).toEqual(CHARGE_KINDS);
  });

  test('with a file they are as granted, and of several grants whichever allows', () => {
    const mixed = policy([{ charges: HOURLY }, { who: ['UANN'], charges: ['prepaid'] }]);
    expect(chargesOf(mixed, asker('UBEN'), PEOPLE)).toEqual(HOURLY);
    expect(chargesOf(mixed, asker('UANN'), PEOPLE)).toEqual(CHARGE_KINDS);
  });

  test('a grant for one place and another for one way of paying do not add up', () => {
    const split = policy([
      { who: ['UANN'], channels: ['C0OPS001'], charges: ['payAsYouGo'] },
      { who: ['UANN'], channels: ['C0LAB001'], charges: ['prepaid'] },
    ]);
    expect(mayCreate(split, asker('UANN', 'C0OPS001'), 'prepaid', PEOPLE)).toBe(false);
    expect(mayCreate(split, asker('UANN', 'C0LAB001'), 'prepaid', PEOPLE)).toBe(true);
    expect(mayCreate(split, asker('UANN', 'C0LAB001'), null, PEOPLE)).toBe(true);
  });

  test('a grant to everyone does not reach past what is for admins', () => {
    expect(mayCreate(policy([{}], 'adminsOnly'), asker('UANN'), 'prepaid', PEOPLE)).toBe(false);
    expect(mayCreate(policy([{}], 'adminsOnly'), asker('UANN', null, true), 'prepaid', PEOPLE)).toBe(true);
    expect(mayCreate(policy([{ charges: HOURLY }], 'adminsOnly'), asker('UANN', null, true), 'prepaid', PEOPLE)).toBe(
      false,
    );
  });
});

describe('who and where', () => {
  test.each([
    ['a member of a user group', [{ who: ['STEAM01'] }], asker('UANN'), true],
    ['somebody else', [{ who: ['STEAM01'] }], asker('UBEN'), false],
    ['somebody who may be in a group that cannot be read', [{ who: ['ops'] }], asker('UBEN'), null],
    ['somebody named beside it', [{ who: ['ops'] }], asker('UOPS'), true],
    ['a group that cannot be read, elsewhere', [{ who: ['ops'], channels: ['C0LAB001'] }], asker('UBEN'), false],
    ['everyone, in the channel', [{ channels: ['C0OPS001'] }], asker('UBEN'), true],
    ['everyone, in another', [{ channels: ['C0LAB001'] }], asker('UBEN'), false],
    ['a channel that is not known', [{ channels: ['C0LAB001'] }], asker('UBEN', null), null],
    ['no channel at all', [{ channels: [] }], asker('UBEN', null), false],
    ['direct messages', [{ channels: ['dm'] }], asker('UBEN', 'D0ABCDEF'), true],
    ['direct messages named by the person', [{ channels: ['dm'] }], asker('UBEN', 'U0ABCDEF'), true],
    ['direct messages where only channels are', [{ channels: ['C0OPS001'] }], asker('UBEN', 'D0ABCDEF'), false],
    ['nobody', [], asker('UBEN'), false],
  ] as const)('%s', (_, grants, who, may) => {
    expect(mayCreate(policy(grants), who, 'payAsYouGo', PEOPLE)).toBe(may);
    expect(chargesOf(policy(grants), who, PEOPLE)).toEqual(may === true ? CHARGE_KINDS : []);
  });

  test('channels are those of every grant that is surely theirs', () => {
    const some = policy([
      { who: ['UANN'], channels: ['C0OPS001', 'dm'] },
      { who: ['STEAM01'], channels: ['C0LAB001', 'C0OPS001'] },
      { who: ['ops'], channels: 'any' },
    ]);
    expect(channelsOf(some, asker('UANN'), PEOPLE)).toEqual(['C0OPS001', 'dm', 'C0LAB001']);
    expect(channelsOf(some, asker('UOPS'), PEOPLE)).toBe('any');
    expect(channelsOf(some, asker('UBEN'), PEOPLE)).toEqual([]);
    expect(channelsOf(NO_POLICY, asker('UBEN'), PEOPLE)).toBe('any');
  });

  test('an admin who is a guest or of another workspace counts as one of everyone, and others of them do not', () => {
    const people = peopleWith({}, { UGUEST: 'guest', UFAR: 'stranger', UGONE: 'deactivated' });
    const may = (user: string, isAdmin: boolean, grants: readonly Partial<Grant>[] = [{}]) =>
      mayCreate(policy(grants), asker(user, 'C0OPS001', isAdmin), 'payAsYouGo', people);
    for (const user of ['UGUEST', 'UFAR']) expect([may(user, true), may(user, false)]).toEqual([true, false]);
    expect(may('UGONE', true)).toBe(false);
    expect(may('UGUEST', true, [{ who: ['UANN'] }])).toBe(false);
  });

  test('somewhere is enough: one grant of several, in whichever channel, for this way of paying and surely theirs', () => {
    const some = policy([
      { who: ['UANN'], channels: ['C0LAB001'], charges: ['prepaid'] },
      { who: ['ops'], charges: ['prepaid'] },
      { who: ['UBEN'], charges: ['payAsYouGo'] },
    ]);
    const may = (user: string) => mayCreateSomewhere(some, user, 'prepaid', PEOPLE);
    expect([may('UANN'), may('UOPS'), may('UBEN')]).toEqual([true, true, false]);
  });
});
