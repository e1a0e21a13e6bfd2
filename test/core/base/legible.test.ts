import { expect, test } from 'vitest';
import { hasHidden, isBlank } from '../../../src/core/base/legible.ts';
import { parseFreeze } from '../../../src/core/freeze.ts';

/** What shows nothing, each by its code. */
const NOTHING = [
  '\u200b',
  '\u200d',
  '\u2060',
  '\ufeff',
  '\u00ad',
  '\u3164',
  '\u115f',
  '\uffa0',
  '\u2800',
  '\u202e',
  '\u3000',
  '\u00a0',
  '\t\n',
  '\u0000',
  '\u{e0041}',
  '\ufe0f',
  '\u0301\u0336',
  '\u{1d159}',
  '\u{16fe4}',
];

test.each(NOTHING.map((text) => [encodeURI(text), text]))('%s alone is blank', (_, text) => {
  expect(isBlank(text)).toBe(true);
  expect(isBlank(` ${text}${text} `)).toBe(true);
  expect(isBlank(`x${text}`)).toBe(false);
  expect(parseFreeze([text])).toMatchObject({ ok: false, error: { problem: 'noReason' } });
});

test.each(['no', '不', 'ㅎ', '👍', '-', '👩‍💻'])('%s is not blank', (text) => expect(isBlank(text)).toBe(false));

test('what is hidden within a text is found, and plain text of every script has none', () => {
  for (const text of ['we\u200bb', 'ㅤweb', 'web\u3164', 'w\u202eeb', 'web\u{1d159}', 'web\ufe0f'])
    expect(hasHidden(text)).toBe(true);
  for (const text of ['web-1', '网站', '웹서버', 'вeб']) expect(hasHidden(text)).toBe(false);
});
