import { expect, test } from 'vitest';
import { say } from '../../src/core/saying.ts';
import { entriesIn } from '../../src/sandbox/gallery/gallery.ts';
import { TEXTS } from '../../src/text/texts.ts';
import { logWithCommand, withCommand } from '../../src/text/with-command.ts';
import { few } from '../support/thorough.ts';

const LANGUAGES = Object.entries(TEXTS);

test.each(few(LANGUAGES, 1))(
  'nothing that is shown names /ecs where the command is called otherwise (%s)',
  (_language, text) => {
    const shown = entriesIn(withCommand(text, '/servers')).map(
      ([name, blocks]) => [name, JSON.stringify(blocks)] as const,
    );
    expect(shown.filter(([, json]) => json.includes('/servers')).length).toBeGreaterThan(50);
    expect(
      shown.flatMap(([name, json]) =>
        (json.match(/.{0,60}(?<![\w/])\/ecs(?![\w/-]).{0,20}/u) ?? []).map((at) => `${name}: ${at}`),
      ),
    ).toEqual([]);
  },
);

test('only the command as a word of its own is renamed', () => {
  const { commands } = withCommand(TEXTS.en, '/ecs-prod');
  expect(commands.summary.freeze).toContain('until /ecs-prod unfreeze;');
  const links = withCommand({ ...TEXTS.en, menu: { ...TEXTS.en.menu, title: 'https://x/ecs/y /ecs-old /ecs' } }, '/z');
  expect(links.menu.title).toBe('https://x/ecs/y /ecs-old /z');
});

test.each(LANGUAGES)('what a person wrote stays as it is within a sentence that is renamed (%s)', (_language, text) => {
  const wrong = [say`"${'/ecs stop'}" must be a list, such as [a, b].`];
  expect(withCommand(text, '/servers').policy.trouble(wrong)).toContain('/ecs stop');
  const refused = withCommand(text, '/servers').commands.unknownCommand('x /ecs y', 'create');
  expect(refused).toContain('x /ecs y');
  expect(refused).toContain('/servers create');
});

test('nothing that a sentence is given is renamed, however deep it lies', () => {
  const title = (...given: readonly unknown[]): string => `${JSON.stringify(given)} /ecs`;
  const own = { ...TEXTS.en, menu: { ...TEXTS.en.menu, title } } as unknown as typeof TEXTS.en;
  const renamed = withCommand(own, '/z').menu.title as unknown as typeof title;
  const given = ['/ecs', 1, null, [{ why: 'say /ecs stop', ids: ['i-1'] }]];
  expect(renamed(...given)).toBe(`${JSON.stringify(given)} /z`);
  const called = { ...TEXTS.en, menu: { ...TEXTS.en.menu, title: (say: () => string) => `${say()} /ecs` } };
  const other = withCommand(called as unknown as typeof TEXTS.en, '/z').menu
    .title as unknown as typeof called.menu.title;
  expect(other(() => 'a /ecs')).toBe('a /ecs /z');
});

test('the log names the command too: another bot must not be unfrozen by mistake', () => {
  const said: string[] = [];
  const note = (_: object, sentence: string) => void said.push(sentence);
  const log = logWithCommand({ debug: note, info: note, warn: note, error: note }, '/ecs-prod');
  for (const level of ['debug', 'info', 'warn', 'error'] as const) log[level]({}, 'lift it with /ecs unfreeze.');
  expect(new Set(said)).toEqual(new Set(['lift it with /ecs-prod unfreeze.']));
});
