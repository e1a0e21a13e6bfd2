import { describe, expect, test } from 'vitest';
import { accountSentence, isLeftBehind, isUnderWay, judgeAccount } from '../../src/core/account.ts';
import { causeOf } from '../../src/core/failure-cause.ts';
import { fail, ok } from '../../src/core/result.ts';
import { aFailure, anInstance } from '../support/instances.ts';

const failure = aFailure('ambiguous');
const stored = { id: '1', since: 5 };

test.each([
  ['none is stored, and it is found: it is the new one', null, ok('1'), { is: 'new', account: '1' }],
  ['none is stored, and nothing is found', null, fail(failure), { is: 'unknown', failure }],
  ['it is the stored one', stored, ok('1'), { is: 'ours', account: '1', since: 5 }],
  ['it is another', stored, ok('2'), { is: 'other', stored: '1', actual: '2' }],
  ['nothing is found: that is no word for the stored one', stored, fail(failure), { is: 'unknown', failure }],
])('%s', (_, was, found, judged) => expect(judgeAccount(was, found)).toEqual(judged));

test('only what was last seen before the account was changed is left behind', () => {
  const seen = (at: number | null) =>
    anInstance({ cloudId: at === null ? null : 'i-1', acceptedAt: at, observed: null });
  expect([seen(4), seen(5), seen(null)].map((row) => isLeftBehind(row, 5))).toEqual([true, false, false]);
  expect(isLeftBehind(seen(4), 0)).toBe(false);
});

test('what may exist and has not ended is under way', () => {
  const rows = [
    anInstance({ createTriedAt: null, cloudId: null }),
    anInstance({ createTriedAt: 1, cloudId: null }),
    anInstance({ createTriedAt: 1, cloudId: 'i-1', outcome: 'reached' }),
    anInstance({ createTriedAt: 1, cloudId: 'i-1', outcome: null }),
  ];
  expect(rows.map(isUnderWay)).toEqual([false, true, false, true]);
});

describe('the sentence for whoever runs the bot', () => {
  test('names both accounts and what to do, and there is none while all is well', () => {
    const other = accountSentence({ is: 'other', stored: '111', actual: '222' });
    for (const part of ['111', '222', '/ecs unfreeze account 222']) expect(other).toContain(part);
    expect(accountSentence({ is: 'unknown', failure: null })).toMatch(/STS_ENDPOINT/);
    expect(accountSentence({ is: 'ours', account: '1', since: 0 })).toBeNull();
  });
});

test('what was not sent for it has a cause of its own', () => {
  for (const [code, cause] of [
    ['OtherAccount', 'otherAccount'],
    ['UnknownAccount', 'unknownAccount'],
  ] as const)
    expect(causeOf({ kind: 'notSent', code })).toBe(cause);
});
