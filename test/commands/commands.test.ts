import { expect, test } from 'vitest';
import type { Command, CommandContext } from '../../src/commands/define.ts';
import { allowed, commands, runCommand, usageHint } from '../../src/commands/index.ts';
import { en } from '../../src/text/en.ts';

/** Runs a command and tells what it asked of Slack. */
async function run(typed: string, isAdmin = false): Promise<unknown[]> {
  const asked: unknown[] = [];
  const context: CommandContext = {
    user: 'U1',
    team: 'T1',
    channel: 'C1',
    isAdmin,
    openCreateForm: async (draft, problems) => void asked.push(['form', draft, problems]),
    say: async (sentence) => void asked.push(['say', sentence]),
    sayHelp: async (intro) => void asked.push(['help', intro]),
    sayHistory: async (id) => void asked.push(['history', id]),
    sayAdminsOnly: async (name) => void asked.push(['admins only', name]),
    freeze: async (order) => void asked.push(['freeze', order]),
    sayFreezeProblem: async (problem) => void asked.push(['freeze problem', problem]),
    unfreeze: async () => void asked.push(['unfreeze']),
    presets: new Map([['web-small', { type: 'g7.large', amount: '1' }]]),
    lastRequest: async () => null,
    sayPolicy: async () => void asked.push(['policy']),
    sayVerdict: async ({ draft }) => void asked.push(['verdict', draft]),
    power: async (what, words) => void asked.push(['power', what, words]),
    sayPolicyUsage: async () => void asked.push(['policy usage']),
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
  const hint = usageHint(commands);
  for (const { name, usage } of commands) expect(hint.split(' | ')).toContain(`${name} ${usage}`.trim());
});

// The rights follow from the one list alone, so every command that is added stands here by itself.
const ACTORS = [
  ['anyone', false],
  ['admin', true],
] as const;
const CELLS = commands.flatMap((command) =>
  ACTORS.map(([actor, isAdmin]) => ({
    command,
    name: command.name,
    actor,
    isAdmin,
    may: isAdmin || command.who === 'anyone' ? 'run' : 'not run',
  })),
);

test.each(CELLS)('$actor may $may /ecs $name', async ({ command, isAdmin, may }) => {
  const ran: string[] = [];
  const said: string[] = [];
  const watched: Command[] = commands.map((one) => ({ ...one, run: async () => void ran.push(one.name) }));
  const context = {
    isAdmin,
    sayAdminsOnly: async (name: string) => void said.push(name),
    sayHelp: async () => void said.push('help'),
  } as unknown as CommandContext;
  await runCommand(watched, command.name.toUpperCase(), context, en.commands);
  expect(ran).toEqual(may === 'run' ? [command.name] : []);
  expect(said).toEqual(may === 'run' ? [] : [command.name]);
  expect(allowed(commands, isAdmin).includes(command)).toBe(may === 'run');
});

test('to freeze and to unfreeze takes an admin, to create and to read the help does not', () => {
  const who = Object.fromEntries(commands.map((command) => [command.name, command.who]));
  expect(who).toMatchObject({ freeze: 'admin', unfreeze: 'admin', create: 'anyone', help: 'anyone' });
});

test('/ecs freeze hands on the reason and the time, or what is wrong with them', async () => {
  expect(await run('freeze moving the database for 2h', true)).toEqual([
    ['freeze', { reason: 'moving the database', forMs: 7_200_000 }],
  ]);
  expect(await run('freeze', true)).toEqual([['freeze problem', { problem: 'noReason' }]]);
  expect(await run('unfreeze', true)).toEqual([['unfreeze']]);
});

test('a misspelt command is never answered with one that the caller may not run', async () => {
  expect(await run('unfreez')).toEqual([['help', 'There is no command “unfreez”. This is what there is:']]);
  expect(await run('unfreez', true)).toEqual([['help', 'There is no command “unfreez”. Did you mean /ecs unfreeze?']]);
});

test('/ecs create starts from a preset, and what is typed counts before it', async () => {
  expect(await run('create web-small amount=3')).toEqual([['form', { type: 'g7.large', amount: '3' }, []]]);
});

test('/ecs policy shows what is allowed, and checks what it is asked about', async () => {
  expect(await run('policy')).toEqual([['policy']]);
  expect(await run('policy check web-small amount=3')).toEqual([['verdict', { type: 'g7.large', amount: '3' }]]);
  expect(await run('policy check')).toEqual([['policy usage']]);
  expect(await run('policy web-small')).toEqual([['policy usage']]);
});

test('/ecs start, stop, restart and release hand on what was named', async () => {
  for (const what of ['start', 'stop', 'restart', 'release'])
    expect(await run(`${what} web-1 more`)).toEqual([['power', what, ['web-1', 'more']]]);
  expect(await run('stop')).toEqual([['power', 'stop', []]]);
});
