import { expect, test } from 'vitest';
import type { Asking, CommandContext } from '../../src/commands/context.ts';
import { type Command, defineCommand, instance } from '../../src/commands/define.ts';
import { allowed, commands, runCommand, usageHint } from '../../src/commands/index.ts';
import type { CloudInstance } from '../../src/core/instance/cloud-instance.ts';
import { type Found, mayActOn } from '../../src/core/instance/found-instance.ts';
import { type ArgumentFault, type InstanceRef, instanceRef, onOrOff } from '../../src/core/spec/command-arguments.ts';
import { sampleCloud } from '../../src/sandbox/gallery/instances.ts';
import { en } from '../../src/text/en.ts';
import { anInstance } from '../store/samples.ts';

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
    acceptAccount: async ({ id, giveUp }) => void asked.push(['account', id, giveUp]),
    presets: new Map([['web-small', { type: 'g7.large', amount: '1' }]]),
    lastRequest: async () => null,
    sayPolicy: async () => void asked.push(['policy']),
    sayVerdict: async ({ draft }) => void asked.push(['verdict', draft]),
    mayAct: async () => false,
    power: async (what) => void asked.push(['power', what]),
    adopt: async () => void asked.push(['adopt']),
    sayPolicyUsage: async () => void asked.push(['policy usage']),
    sayArgumentFault: async (command, fault) => void asked.push(['fault', en.commands.fault(command, fault)]),
    sayOwnersOnly: async (name) => void asked.push(['owners only', name]),
    sayList: async (words) => void asked.push(['list', words]),
    findInstance: async (ref) => {
      asked.push(['find', ref]);
      return null;
    },
    changeLease: async (_found, wish) => void asked.push(['lease', wish]),
    autoRenew: async (_found, on) => void asked.push(['auto-renew', on]),
    renew: async (_found, term) => void asked.push(['renew', term]),
    sayInstance: async () => void asked.push(['instance']),
    sayDoctor: async () => void asked.push(['doctor']),
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
    may: isAdmin || command.who !== 'admin' ? 'run' : 'not run',
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
  expect(await run('unfreeze account 222', true)).toEqual([['account', '222', null]]);
  expect(await run('unfreeze account 222 give-up 3', true)).toEqual([['account', '222', 3]]);
  for (const typed of [
    'unfreeze account',
    'unfreeze 222',
    'unfreeze account 222 333',
    'unfreeze account 222 give-up',
    'unfreeze account 222 give-up all',
  ])
    expect(await run(typed, true)).toEqual([['fault', expect.stringContaining('was left over')]]);
});

test('a misspelt command is never answered with one that the caller may not run', async () => {
  expect(await run('unfreez')).toEqual([['help', 'There is no command “unfreez”. This is what there is:']]);
  expect(await run('unfreez', true)).toEqual([['help', 'There is no command “unfreez”. Did you mean /ecs unfreeze?']]);
});

test('/ecs list hands on what it is asked for, /ecs show what is to be found', async () => {
  expect(await run('list')).toEqual([['list', []]]);
  expect(await run('list cn-beijing web')).toEqual([['list', ['cn-beijing', 'web']]]);
  expect(await run('show cn-beijing/web-1')).toEqual([['find', { word: 'web-1', region: 'cn-beijing' }]]);
});

test.each([
  ['show', '/ecs show needs <id or name>. Nothing was done. Write it like this: /ecs show <id or name>'],
  [
    'show web 1',
    '“1” was left over. A name with spaces goes between quotes. Nothing was done. Write it like this: /ecs show <id or name>',
  ],
  [
    'history r-1 r-2',
    '“r-2” was left over. A name with spaces goes between quotes. Nothing was done. Write it like this: /ecs history <name or id>',
  ],
  [
    'unfreeze now',
    '“now” was left over. A name with spaces goes between quotes. Nothing was done. Write it like this: /ecs unfreeze [account <id>] [give-up <n>]',
  ],
])('/ecs %s runs nothing and is told how it is written', async (typed, sentence) => {
  expect(await run(typed, true)).toEqual([['fault', sentence]]);
});

test('the help shows itself whatever it is asked', async () => {
  expect(await run('help create')).toEqual([['help', null]]);
});

/** A command that only the owner of an instance may run, and what came of it. */
async function runOwners(
  who: { user: string; isAdmin: boolean },
  found: Found | null,
  typed = 'power web-1 off',
): Promise<unknown[]> {
  const told: unknown[] = [];
  const power = defineCommand({
    name: 'power',
    summary: 'help',
    who: 'owner',
    args: { which: instance(instanceRef()), on: onOrOff() },
    run: async (_, { which, on }) => void told.push(['ran', which.own?.id, on]),
  });
  const context = {
    ...who,
    findInstance: async (ref: InstanceRef, by: Asking) => {
      told.push(['find', ref.word, by.who, by.again({ word: 'i-1', region: 'cn-beijing' })]);
      return found;
    },
    mayAct: async (one: Found) => mayActOn(who, one),
    sayOwnersOnly: async (name: string) => void told.push(['owners only', name]),
    sayArgumentFault: async (_: unknown, fault: ArgumentFault) => void told.push(['fault', fault.fault]),
    sayHelp: async () => void told.push(['help']),
  } as unknown as CommandContext;
  await runCommand([power], typed, context, en.commands);
  return told;
}

const LENAS: Found = { cloud: null, own: anInstance('r-1', 1, { requester: 'U1' }), why: 'late' };
const FIND = ['find', 'web-1', 'owner', 'power cn-beijing/i-1 off'];

test('who asked for an instance may act on it, so may an admin, and nobody else', async () => {
  const ran = [FIND, ['ran', 'r-1-1', false]];
  expect(await runOwners({ user: 'U1', isAdmin: false }, LENAS)).toEqual(ran);
  expect(await runOwners({ user: 'U2', isAdmin: true }, LENAS)).toEqual(ran);
  expect(await runOwners({ user: 'U2', isAdmin: false }, LENAS)).toEqual([FIND, ['owners only', 'power']]);
});

test('what the bot did not create is the admins’ and theirs whom the policy lets; a tag that names somebody gives no right', async () => {
  const cloud = (owner?: string): CloudInstance =>
    sampleCloud({ tags: owner === undefined ? [] : [{ key: 'ecs-chatops:requester', value: owner }] });
  const me = { user: 'U1', isAdmin: false };
  const foreign: Found = { cloud: cloud('U1'), own: null };
  expect(mayActOn(me, foreign)).toBe(false);
  expect(mayActOn({ ...me, isAdmin: true }, foreign)).toBe(true);
  expect(mayActOn({ ...me, byTag: true }, foreign)).toBe(true);
  // The policy speaks of what others created, whoever has taken it over since, and never of what somebody asked for here.
  const another = { user: 'U2', isAdmin: false, byTag: true };
  expect(mayActOn(another, { own: anInstance('r-1', 1, { requester: 'U1', adopted: true }) })).toBe(true);
  expect(mayActOn(another, LENAS)).toBe(false);
});

test.each(['start', 'stop', 'restart', 'release', 'adopt'])(
  '/ecs %s looks for its instance as /ecs show does',
  async (name) => {
    expect(await run(`${name} cn-beijing/web-1`)).toEqual([['find', { word: 'web-1', region: 'cn-beijing' }]]);
    expect(commands.find((command) => command.name === name)?.who).toBe('owner');
  },
);

test('a command runs for nobody while its instance is not found or its words are wrong', async () => {
  const me = { user: 'U1', isAdmin: true };
  expect(await runOwners(me, null)).toEqual([FIND]);
  expect(await runOwners(me, LENAS, 'power web-1')).toEqual([['fault', 'missing']]);
  expect(await runOwners(me, LENAS, 'power web-1 perhaps')).toEqual([['fault', 'notASwitch']]);
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
