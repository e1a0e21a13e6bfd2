import { expect, test } from 'vitest';
import { boundToKey, isKeyOf, ownFirst } from '../../../src/core/option/key-pair.ts';
import { judgeDraft } from '../../../src/core/spec/spec-judge.ts';
import { readDraft } from '../../../src/core/spec/spec-parse.ts';
import { CHOICES, WHOLE } from './order.ts';

const KEYS = ['ana-laptop', 'ops-2026', 'ops-old', 'Ops'].map((name) => ({ name, owner: null }));
const LISTS = { ...CHOICES, keys: KEYS };

test.each([
  ['ana-laptop', 'ana-laptop'],
  ['ANA-Laptop', 'ana-laptop'],
  ['laptop', 'ana-laptop'],
  ['Ops', 'Ops'],
])('the key pair %s is found by its name or by words of it', (typed, name) => {
  expect(readDraft({ login: `key:${typed}` }, LISTS)).toEqual({ draft: { login: `key:${name}` }, problems: [] });
});

test('words that several key pairs have are asked about again', () => {
  const { draft, problems } = readDraft({ login: 'key:ops-' }, LISTS);
  expect(draft).toEqual({});
  expect(problems).toMatchObject([{ field: 'login', problem: 'ambiguous' }]);
});

test('a key pair that the region does not have is a problem of the login, typed or submitted', () => {
  const fault = { field: 'login', problem: 'option', fault: { is: 'keyUnknown' } };
  expect(readDraft({ login: 'key:gone' }, LISTS).problems).toMatchObject([fault]);
  const judged = judgeDraft({ ...WHOLE, login: 'key:gone' }, LISTS);
  expect(!judged.ok && judged.error).toMatchObject([fault]);
});

test('while the key pairs are not known every name is taken as it is', () => {
  expect(readDraft({ login: 'key:gone' }, CHOICES).draft).toEqual({ login: 'key:gone' });
  expect(judgeDraft({ ...WHOLE, login: 'key:gone' }, CHOICES).ok).toBe(true);
});

test('logins without a key are not looked for among the key pairs', () => {
  expect(readDraft({ login: 'session' }, { ...LISTS, keys: [] }).draft).toEqual({ login: 'session' });
});

test('one’s own keys come first and other people’s last, each by name', () => {
  const keys = [
    { name: 'z10', owner: 'U2' },
    { name: 'b', owner: null },
    { name: 'a10', owner: 'U1' },
    { name: 'a2', owner: 'U1' },
  ];
  expect(ownFirst(keys, 'U1').map(({ name }) => name)).toEqual(['a2', 'a10', 'b', 'z10']);
});

const KEY = { name: 'laptop', owner: 'U1', fingerprint: 'aa11' };
const LOGIN = { kind: 'keyPair', name: 'laptop' } as const;

test('a login is bound to the key that has its name, where that is known', () => {
  expect(boundToKey(LOGIN, [{ ...KEY, name: 'other' }, KEY])).toEqual({ ...LOGIN, fingerprint: 'aa11' });
  for (const keys of [null, [], [{ name: 'laptop', owner: null }], [{ ...KEY, fingerprint: '' }]])
    expect(boundToKey(LOGIN, keys)).toEqual(LOGIN);
  expect(boundToKey({ kind: 'session' }, [KEY])).toEqual({ kind: 'session' });
  expect(boundToKey(undefined, [KEY])).toBeUndefined();
});

test('another key under its name is not its key', () => {
  const bound = { ...LOGIN, fingerprint: 'aa11' };
  expect(isKeyOf(bound, KEY)).toBe(true);
  expect(isKeyOf(LOGIN, KEY)).toBe(true);
  for (const other of [{ fingerprint: 'bb22' }, { name: 'other' }])
    expect(isKeyOf(bound, { ...KEY, ...other })).toBe(false);
});
