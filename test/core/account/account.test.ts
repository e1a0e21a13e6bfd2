import { describe, expect, test } from 'vitest';
import {
  accountSentence,
  isLeftBehind,
  judgeAccount,
  leftIn,
  mayBeUnderWay,
  type StoredAccount,
} from '../../../src/core/account/account.ts';
import { giveUpInstance } from '../../../src/core/account/give-up.ts';
import { fail, ok } from '../../../src/core/base/result.ts';
import type { Failure } from '../../../src/core/failure/failure.ts';
import { causeOf } from '../../../src/core/failure/failure-cause.ts';
import { nextAction } from '../../../src/core/instance/next-action.ts';
import { reduce } from '../../../src/core/instance/reduce.ts';
import { aFailure, anInstance, NOW, timing } from '../../support/instances.ts';

const failure = aFailure('ambiguous');
const stored = { id: '1', first: '1' };

test.each([
  ['none is stored, and it is found: it is the new one', null, ok('1'), { is: 'new', account: '1' }],
  ['none is stored, and nothing is found', null, fail(failure), { is: 'unknown', failure }],
  ['it is the stored one', stored, ok('1'), { is: 'ours', account: stored }],
  ['it is another', stored, ok('2'), { is: 'other', stored: '1', actual: '2' }],
  ['nothing is found: that is no word for the stored one', stored, fail(failure), { is: 'unknown', failure }],
])('%s', (_, was, found, judged) => expect(judgeAccount(was, found, true)).toEqual(judged));

test('a store that knows of instances takes no account for its own unasked', () => {
  expect(judgeAccount(null, ok('1'), false)).toEqual({ is: 'other', stored: null, actual: '1' });
  expect(judgeAccount(stored, ok('1'), false).is).toBe('ours');
});

describe('left behind', () => {
  const first = { id: 'a', first: 'a' };
  const second = { id: 'b', first: 'a' };
  const begunIn = (account: string) => anInstance({ cloudId: 'i-1', acceptedAt: 4, observed: null, account });
  const ofBefore = anInstance({ cloudId: 'i-1', acceptedAt: 4 });

  test('is what was begun in another account than the present, also when the first one comes back', () => {
    const owners = (account: StoredAccount | null) =>
      [ofBefore, begunIn('a'), begunIn('b')].map((row) => leftIn(row, account));
    expect(owners(null)).toEqual([null, null, null]);
    expect(owners(first)).toEqual([null, null, 'b']);
    expect(owners(second)).toEqual(['a', 'a', null]);
  });

  test('it stays so whenever an answer comes, or it is seen', () => {
    const observed = { status: 'Running', at: 1_000_000 } as const;
    expect(leftIn({ ...begunIn('a'), acceptedAt: 1_000_000, observed }, second)).toBe('a');
  });

  test('it stays so whatever is ordered of it', () => {
    const order = { what: 'release', stoppedMode: null, by: 'U1', at: 7, down: false, acted: null } as const;
    expect(leftIn({ ...begunIn('a'), order, outcome: null }, second)).toBe('a');
  });

  test('so is what may have been created there, but not what certainly was not, nor what was never tried', () => {
    const tried = (undone: number) =>
      anInstance({ cloudId: null, createTriedAt: 4, creates: { sent: 1, undone, lastAt: 4, mayRepeat: true } });
    expect(
      [tried(0), tried(1), anInstance({ cloudId: null, createTriedAt: null })].map((row) => leftIn(row, second)),
    ).toEqual(['a', null, null]);
  });
});

describe('given up with its account', () => {
  const tried = {
    createTriedAt: 4,
    creates: { sent: 1, undone: 0, lastAt: 4, mayRepeat: true },
    account: 'a',
  } as const;
  const given = giveUpInstance(anInstance({ cloudId: null, ...tried }), 'a', NOW);

  test('it has ended as doubtful, is due no more and not asked for again', () => {
    const { next, events, messages } = given;
    expect(next).toMatchObject({ outcome: 'failed', dueAt: null, failure: { kind: 'doubtful' } });
    expect(nextAction(next, null, NOW, timing).do).toBe('rest');
    expect(causeOf(next.failure as Failure)).toBe('accountGivenUp');
    expect(events.map(({ kind }) => kind)).toEqual(['instance.failed']);
    expect(messages.map(({ kind }) => kind).toSorted()).toEqual(['card', 'thread']);
  });

  test('an answer to its create that comes all the same is kept, and it stays in that account', () => {
    const late = reduce(given.next, { is: 'created', cloudId: 'i-late' }, NOW + 60_000, timing).next;
    expect(late).toMatchObject({ cloudId: 'i-late', outcome: 'failed' });
    expect(leftIn(late, { id: 'b', first: 'a' })).toBe('a');
  });
});

test('what may exist and has not ended is under way', () => {
  const rows = [
    anInstance({ createTriedAt: null, cloudId: null }),
    anInstance({ createTriedAt: 1, cloudId: null }),
    anInstance({ createTriedAt: 1, cloudId: 'i-1', outcome: 'reached' }),
    anInstance({ createTriedAt: 1, cloudId: 'i-1', outcome: null }),
    // Every call was refused for certain.
    anInstance({ createTriedAt: 1, cloudId: null, creates: { sent: 2, undone: 2, lastAt: 1, mayRepeat: true } }),
  ];
  expect(rows.map(mayBeUnderWay)).toEqual([false, true, false, true, false]);
});

describe('the sentence for the operator', () => {
  test('names both accounts and what to do, and there is none while all is well', () => {
    const other = accountSentence({ is: 'other', stored: '111', actual: '222' });
    for (const part of ['111', '222', '/ecs unfreeze account 222']) expect(other).toContain(part);
    expect(accountSentence({ is: 'unknown', failure })).toMatch(/STS_ENDPOINT/);
    // Nothing is wrong with the way to it.
    const refused = accountSentence({ is: 'unknown', failure: aFailure('credentials') });
    expect(refused).toContain('Check that the AccessKey');
    expect(refused).not.toContain('can be reached');
    // That says nothing of STS.
    expect(accountSentence({ is: 'unknown', failure: null })).toMatch(/^The database cannot be read/);
    expect(accountSentence({ is: 'ours', account: stored })).toBeNull();
  });
});

test('what was not sent for it has a cause of its own', () => {
  for (const [code, cause] of [
    ['OtherAccount', 'otherAccount'],
    ['UnknownAccount', 'unknownAccount'],
  ] as const)
    expect(causeOf({ kind: 'notSent', code, api: 'CreateInstance' })).toBe(cause);
});

test('a disk that was ordered for it is under way too, though the instance has ended', () => {
  const row = (...left: readonly object[]) =>
    anInstance({ cloudId: 'i-1', outcome: 'reached', attributes: { left } as never });
  expect(mayBeUnderWay(row())).toBe(false);
  expect(mayBeUnderWay(row({ is: 'protect' }))).toBe(false);
  expect(mayBeUnderWay(row({ is: 'protect' }, { is: 'grow' }))).toBe(true);
  expect(mayBeUnderWay(row({ is: 'addDisk' }))).toBe(true);
  expect(mayBeUnderWay({ ...row({ is: 'grow' }), cloudId: null })).toBe(false);
});

test('an instance is left behind by any other account than its own', () => {
  const row = anInstance({ cloudId: 'i-1', acceptedAt: NOW, account: 'a' });
  expect(isLeftBehind(row, { id: 'a', first: 'a' })).toBe(false);
  expect(isLeftBehind(row, { id: 'b', first: 'a' })).toBe(true);
});

test('the operator reads both accounts, what to do, and the code of what was refused', () => {
  const other = accountSentence({ is: 'other', stored: '1', actual: '2' });
  for (const part of [
    'account 2, and',
    'is about 1:',
    'nothing is looked at, bought or changed',
    'credentials of 1,',
    '/ecs unfreeze account 2.',
  ])
    expect(other).toContain(part);
  const unwritten = accountSentence({ is: 'other', stored: null, actual: '2' });
  expect(unwritten).toContain('is about the account of its instances, which is not written down:');
  expect(unwritten).toContain('credentials of that account,');
  const why = (about: Partial<Failure>) => accountSentence({ is: 'unknown', failure: aFailure('ambiguous', about) });
  expect(why({ code: 'Some.Code', detail: 'words' })).toContain('is not known (Some.Code): nothing is looked at');
  expect(why({ code: null, detail: 'words' })).toContain('is not known (words): nothing is looked at');
  expect(accountSentence({ is: 'unknown', failure: null })).toContain(
    'nothing is looked at, bought or changed until it can',
  );
});
