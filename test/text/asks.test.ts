import { expect, test } from 'vitest';
import { en } from '../../src/text/en.ts';
import { zh } from '../../src/text/zh.ts';

test.each([
  ['English', en, /\byour\b/iu],
  ['Chinese', zh, /您/u],
])(
  'the sentence that asks for a decision is true for every reader, also after they have agreed (%s)',
  (_name, text, you) => {
    const { ask, asks } = text.approval;
    for (const sentence of [ask.title, asks.title(2, 2), asks.plain(2, 2)]) expect(sentence).not.toMatch(you);
  },
);

test('one request waits, several wait', () => {
  const { asks } = en.approval;
  expect([1, 2].flatMap((n) => [asks.title(n, 2), asks.plain(n, 2)])).toEqual([
    '1 of 2 requests waiting for approval, from',
    'Approval requested: 1 of 2 requests waiting',
    '2 of 2 requests waiting for approval, from',
    'Approval requested: 2 of 2 requests waiting',
  ]);
});
