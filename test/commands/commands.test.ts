import { expect, test } from 'vitest';
import type { CommandContext } from '../../src/commands/define.ts';
import { commands, runCommand, usageHint } from '../../src/commands/index.ts';
import { en } from '../../src/text/en.ts';

/** Runs a command and tells what it asked of Slack. */
async function run(typed: string): Promise<unknown[]> {
  const asked: unknown[] = [];
  const context: CommandContext = {
    user: 'U1',
    team: 'T1',
    channel: 'C1',
    openCreateForm: async (draft, problems) => void asked.push(['form', draft, problems]),
    say: async (sentence) => void asked.push(['say', sentence]),
    sayHelp: async (intro) => void asked.push(['help', intro]),
  };
  await runCommand(commands, typed, context, en.commands);
  return asked;
}

test('/ecs create opens the form with what was typed', async () => {
  expect(await run('create type=ecs.g7.large amount=2')).toEqual([['form', { type: 'ecs.g7.large', amount: '2' }, []]]);
  expect(await run('CREATE')).toEqual([['form', {}, []]]);
});

test('/ecs create opens the form also when words are wrong, and passes them on', async () => {
  expect(await run('create typ=x zone=h')).toEqual([
    ['form', { zone: 'h' }, [{ problem: 'unknownKey', given: 'typ=x', nearest: 'type' }]],
  ]);
});

test('/ecs and /ecs help show the help', async () => {
  expect(await run('')).toEqual([['help', null]]);
  expect(await run('help')).toEqual([['help', null]]);
});

test('a misspelt command is answered with the one that was meant', async () => {
  expect(await run('crate type=x')).toEqual([['help', 'There is no command “crate”. Did you mean /ecs create?']]);
});

test('arguments without a command are answered with the command they lack', async () => {
  expect(await run('type=x amount=2')).toEqual([
    ['help', 'There is no command “type=x”. Did you mean /ecs create type=x amount=2?'],
  ]);
});

test('a word that is no command is answered with the list', async () => {
  expect(await run('<!channel>')).toEqual([['help', 'There is no command “<!channel>”. This is what there is:']]);
});

test('the usage hint names every command', () => {
  expect(usageHint(commands)).toBe('create [key=value …] | help');
});
