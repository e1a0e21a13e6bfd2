import { expect, test } from 'vitest';
import { entriesIn } from '../../src/sandbox/gallery/gallery.ts';
import { TEXTS } from '../../src/text/texts.ts';
import { logWithCommand, withCommand } from '../../src/text/with-command.ts';

const LANGUAGES = Object.entries(TEXTS);

test.each(LANGUAGES)(
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

test('the log names the command too: another bot must not be unfrozen by mistake', () => {
  const said: string[] = [];
  const note = (_: object, sentence: string) => void said.push(sentence);
  const log = logWithCommand({ debug: note, info: note, warn: note, error: note }, '/ecs-prod');
  for (const level of ['debug', 'info', 'warn', 'error'] as const) log[level]({}, 'lift it with /ecs unfreeze.');
  expect(new Set(said)).toEqual(new Set(['lift it with /ecs-prod unfreeze.']));
});
