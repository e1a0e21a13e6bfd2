import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const DEVELOPMENT = 'docs/development';
const pages = readdirSync(join(ROOT, DEVELOPMENT), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.md'))
  .map((file) => `${DEVELOPMENT}/${file}`);
const documents = ['CONTRIBUTING.md', ...pages];
const forUsers = readdirSync(join(ROOT, 'docs')).filter((file) => file.endsWith('.md'));
const linking = [
  ...documents,
  'README.md',
  'README.zh-CN.md',
  'SECURITY.md',
  ...forUsers.map((file) => `docs/${file}`),
];

/** What is written as code and looks like a path: with a folder or the name of a file, and without a blank, `<` or `*`. */
const isPath = (word: string): boolean =>
  /^[.\w/-]+$/u.test(word) &&
  !word.startsWith('dist/') && // it is built
  (/\.(ts|tsx|md|yml|json)$/u.test(word) || (/\w\/\w*/u.test(word) && !word.startsWith('/')));

/** What a build makes is not there in a fresh checkout. */
const isBuilt = (word: string): boolean => word.startsWith('dist/');
const there = (word: string): boolean =>
  isBuilt(word) || existsSync(join(ROOT, word)) || existsSync(join(ROOT, 'src', word));

test.each(documents)('%s names only files that are there', (document) => {
  const text = readFileSync(join(ROOT, document), 'utf8');
  const words = [...text.matchAll(/`([^`\n]+)`/gu)].map((match) => match[1] ?? '').filter(isPath);
  expect(words.filter((word) => !there(word))).toEqual([]);
});

test.each(linking)('%s links only to what is there', (document) => {
  const text = readFileSync(join(ROOT, document), 'utf8');
  const links = [...text.matchAll(/\]\(([^)\s]+)\)/gu)]
    .map((match) => match[1] ?? '')
    .filter((link) => !/^\w+:/u.test(link));
  const broken = links.filter((link) => {
    const [file = '', anchor] = link.split('#');
    const target = join(ROOT, file === '' ? document : join(dirname(document), file));
    if (!existsSync(target)) return true;
    if (anchor === undefined) return false;
    // As GitHub names them.
    const titles = [...readFileSync(target, 'utf8').matchAll(/^#+ (.+)$/gmu)].map((match) => match[1] ?? '');
    return !titles.some(
      (title) =>
        title
          .toLowerCase()
          .replaceAll(/[^\p{L}\p{N} -]/gu, '')
          .replaceAll(' ', '-') === anchor,
    );
  });
  expect(broken).toEqual([]);
});
