import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { WORDS } from './chinese-rules.ts';

const ROOM = fileURLToPath(new URL('../../src/text/zh/', import.meta.url));

/** The sentences as they are written, also those that no screen of the gallery shows. */
const LINES = readdirSync(ROOM, { recursive: true })
  .map(String)
  .filter((file) => file.endsWith('.ts'))
  .flatMap((file) =>
    readFileSync(`${ROOM}/${file}`, 'utf8')
      .split('\n')
      .map((line) => `${file}: ${line.trim()}`),
  )
  .filter((line) => /\p{Script=Han}/u.test(line) && !/^\S+ (?:\/\*|\*|\/\/)/u.test(line));

test('the sentences are found', () => expect(LINES.length).toBeGreaterThan(1000));

test.each(WORDS)('nothing in Chinese says %s', (_wrong, pattern) => {
  expect(LINES.filter((line) => pattern.test(line))).toEqual([]);
});
