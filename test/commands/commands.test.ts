import { expect, test } from 'vitest';
import type { CommandContext } from '../../src/commands/context.ts';
import { type Command, defineCommand, instance } from '../../src/commands/define.ts';
import { allowed, COMMANDS, runCommand, usageHint } from '../../src/commands/index.ts';
import { OTHER_WORDS } from '../../src/commands/suggestion.ts';
import type { CloudInstance } from '../../src/core/instance/cloud-instance.ts';
import { type FoundInstance, mayActOn } from '../../src/core/instance/found-instance.ts';
import { instanceRef, onOrOff } from '../../src/core/spec/command-arguments.ts';
import { sampleCloud } from '../../src/sandbox/gallery/instance/instances.ts';
import { en } from '../../src/text/en.ts';
import { TEXTS } from '../../src/text/texts.ts';
import { anInstance, aRequest } from '../store/samples.ts';
import { answersTo, type Running } from './command-stage.ts';

const run = (typed: string, isAdmin = false) => answersTo(COMMANDS, typed, { isAdmin });

const unknown = (name: string, suggestion: string | null) => [{ kind: 'unknownCommand', name, suggestion }];
const form = (draft: object, problems: readonly object[] = []) => [{ kind: 'createForm', order: { draft, problems } }];

test('/ecs create opens the form with what was typed', async () => {
  expect(await run('create type=ecs.g7.large amount=2')).toEqual(form({ type: 'ecs.g7.large', amount: '2' }));
  expect(await run('CREATE')).toEqual(form({}));
});

test('/ecs create opens the form also when words are wrong, and passes them on', async () => {
  expect(await run('create typ=x zone=h')).toEqual(
    form({ zone: 'h' }, [{ problem: 'unknownKey', given: 'typ=x', nearest: 'type' }]),
  );
});

test('/ecs shows a menu, /ecs help the help', async () => {
  expect(await run('')).toEqual([{ kind: 'menu' }]);
  expect(await run('  ')).toEqual([{ kind: 'menu' }]);
  expect(await run('help')).toEqual([{ kind: 'help', words: [] }]);
});

test('a misspelt command is answered with the one that was meant', async () => {
  expect(await run('crate type=x')).toEqual(unknown('crate', 'create type=x'));
});

test.each([
  ['aprove', 'approvals'],
  ['approve', 'approvals'],
  ['ssh', 'connect'],
  ['LOGIN', 'connect'],
  ['reboot', 'restart'],
  ['ls', 'list'],
  ['terminate', 'release'],
  ['destory', 'release'],
  ['stpo', 'stop'],
])('the word of another tool, %s, is answered with /ecs %s', async (name, suggestion) => {
  expect(await run(name)).toEqual(unknown(name, suggestion));
});

test.each([
  ['停止 web-1', 'stop web-1'],
  ['创健', 'create'],
  ['创建一台服务器', 'create'],
  ['帮助', 'help'],
  ['strat web-1 "web 2"', 'start web-1 "web 2"'],
  ['/ecs list all', 'list all'],
  ['/ecs /ecs', null],
  ['ecs stop web-1', 'stop web-1'],
  ['stop:web-1', 'stop web-1'],
  ['stop、web-1', 'stop web-1'],
  ['stop=web-1', 'stop web-1'],
  ['i-2ze4f8h1k5', 'show i-2ze4f8h1k5'],
  ['r-7k3mz9q2xa', 'show r-7k3mz9q2xa'],
  ['deny r-7k3mz9q2xa', 'approvals'],
  ['approve r-7k3mz9q2xa', 'approvals'],
  ['withdraw r-7k3mz9q2xa', 'show r-7k3mz9q2xa'],
  ['cost', null],
  ['please stop web-1', 'stop web-1'],
  ['can you stop web-1?', 'stop web-1'],
  ['shut down web-1 please', 'stop web-1'],
  ['shutdown web-1', 'stop web-1'],
  ['turn on web-1', 'start web-1'],
  ['kill all servers', 'stop *'],
  ['i need a server', 'create'],
  ['give me a server', 'create'],
  ['new amount=2', 'create amount=2'],
  ['new instance', 'create'],
  ['my servers', 'list mine'],
  ['servers', 'list'],
  ['hello', 'help'],
  ['how do I stop one?', 'help'],
  ['web-1', 'show web-1'],
  ['mysql-1', 'show mysql-1'],
  ['mysql', null],
  ['停止所有实例', 'stop *'],
  ['停止 全部', 'stop *'],
  ['停止web-1', 'stop web-1'],
  ['停止：web-1', 'stop web-1'],
  ['停止“web-1”', 'stop web-1'],
  ['重启一下 web-1', 'restart web-1'],
  ['帮我创建一台服务器', 'create'],
  ['创建 一台服务器', 'create'],
  ['开一台机器', 'create'],
  ['我的服务器', 'list mine'],
  ['查看我的实例', 'show'],
  ['怎么用', 'help'],
  ['把 web-1 停掉', 'stop web-1'],
  ['把web-1停掉', 'stop web-1'],
  ['停掉所有服务器', 'stop *'],
  ['停止 web-1 吧', 'stop web-1'],
  ['删掉 web-1 web-2', 'release web-1 web-2'],
  ['帮助 停止', 'help 停止'],
])('%s is answered with the line that was meant', async (typed, suggestion) => {
  const [name = ''] = typed.split(' ');
  expect(await run(typed)).toEqual(unknown(name, suggestion));
});

test('full-width letters and digits of an input method are what they look like', async () => {
  expect(await run('ｃｒｅａｔｅ amount＝２ purpose＝“全角，ＡＢ” tag:team＝ｗｅｂ')).toEqual(
    form({ amount: '2', purpose: '全角，ＡＢ', tags: 'team=web' }),
  );
  expect(await run('create\u200b type=ecs.g7.large')).toEqual(form({ type: 'ecs.g7.large' }));
  expect(JSON.stringify(await run('extend ｗｅｂ－１ ７ｄ'))).toBe(JSON.stringify(await run('extend web-1 7d')));
});

test.each([
  ['ad', 'add'],
  ['delete', 'remove'],
  ['删除', 'remove'],
])('of a few known words, /ecs key %s is answered with %s', async (given, nearest) => {
  expect(await run(`key ${given}`)).toMatchObject([{ fault: { fault: 'unknownWord', given, nearest } }]);
});

test.each([
  ['web-1', 'name=web-1'],
  ['2', 'amount=2'],
  ['ecs.c7.large', 'type=ecs.c7.large'],
  ['-x', 'type=ecs.g7.large'],
])('a value %s without its key is shown with the one it most likely has: %s', (given, example) => {
  for (const { commands } of Object.values(TEXTS))
    expect(commands.argument({ problem: 'notKeyValue', given })).toContain(` ${example}`);
});

test.each([
  ['stop all', 'all', 'stop *'],
  ['release all my servers', 'all my servers', 'release *'],
  ['restart everything', 'everything', 'restart *'],
  ['stop --all', '--all', 'stop *'],
  ['start 所有实例', '所有实例', 'start *'],
  ['stop 全部', '全部', 'stop *'],
  ['extend all 7d', 'all', 'extend * 7d'],
  ['lease all servers none', 'all servers', 'lease * none'],
  ['show all', 'all', 'list mine'],
  ['connect 全部实例', '全部实例', 'list mine'],
])('%s names nothing, and is answered with the line that names all', async (typed, given, command) => {
  expect(await run(typed)).toEqual([{ kind: 'allMeant', given, command }]);
});

test.each([
  ['extend web-1 for a week', 'a week'],
  ['lease web-1 web-2 until', 'until'],
])('what is no time is said to be none, and is not sought as an instance: %s', async (typed, given) => {
  expect(await run(typed)).toMatchObject([{ kind: 'argumentFault', fault: { given } }]);
});

test.each(['stop my server', 'stop the instance', 'release 我的服务器', 'show this machine'])(
  'where no instance is named one is asked for: %s',
  async (typed) => expect(await run(typed)).toMatchObject([{ kind: 'whichInstance' }]),
);

test.each(['unfreeze this server', 'unfreeze the servers', 'unfreeze 这台服务器'])(
  'a freeze of everything is not lifted by words for one server: %s',
  async (typed) => expect(await run(typed, true)).toMatchObject([{ kind: 'argumentFault' }]),
);

test('marks between the parts of a sentence belong to none of them', async () => {
  expect(await run('create name=web-5, amount=2 ； region=cn-beijing ,')).toEqual(
    form({ name: 'web-5', amount: '2', region: 'cn-beijing' }),
  );
});

test.each(['stop web-1.', 'stop web-1!', 'stop (web-1)', 'stop web-1。', 'stop web-1，'])(
  'a name may come with the marks of its sentence: %s',
  async (typed) => expect(await run(typed)).toMatchObject([{ kind: 'notFound', ref: { word: 'web-1' } }]),
);

test.each(['extend web-1 by 3 days', 'extend web-1 for 3d', 'lease web-1 for 3d'])(
  'a time may be said as in a sentence: %s',
  async (typed) => expect(await run(typed)).toMatchObject([{ kind: 'notFound', ref: { word: 'web-1' } }]),
);

test('every word of another tool stands for a command, and is none', () => {
  for (const { name } of COMMANDS) expect([...OTHER_WORDS.keys()]).not.toContain(name);
  for (const meant of OTHER_WORDS.values()) expect(COMMANDS.map(({ name }) => name)).toContain(meant);
});

test('a line that was copied with the marks of code is run', async () => {
  expect(await run('`show web-1`')).toMatchObject([{ kind: 'notFound', ref: { word: 'web-1' } }]);
});

test('a whole command in quotes is answered with itself', async () => {
  expect(await run('"stop web-1"')).toEqual(unknown('stop web-1', 'stop web-1'));
});

test.each(COMMANDS.map(({ name }) => name))('/ecs %s asked for its help shows it, and does nothing', async (name) => {
  for (const sign of ['--help', '-h', '?', '？', 'help', '帮助'])
    expect(await run(`${name} ${sign}`, true), sign).toEqual([
      { kind: 'help', words: [name === 'help' ? sign.replace('？', '?') : name] },
    ]);
});

test.each(['?', '--help', '-h'])('/ecs %s is the help', async (sign) => {
  expect(await run(sign)).toEqual([{ kind: 'help', words: [] }]);
});

test('what is suggested for a word is never refused for what follows it', async () => {
  for (const [word, command] of OTHER_WORDS) {
    // It takes numbers and accounts.
    if (command === 'unfreeze') continue;
    const [answer] = await run(`${word} r-7k3mz9q2xa`, true);
    if (answer?.kind !== 'unknownCommand' || answer.suggestion === null) throw new Error(`${word} is no word`);
    const [meant] = await run(answer.suggestion, true);
    expect(meant?.kind === 'argumentFault' && meant.fault.fault === 'tooMany', answer.suggestion).toBe(false);
  }
});

test('arguments without a command are answered with the command they lack', async () => {
  expect(await run('type=x amount=2')).toEqual(unknown('type=x', 'create type=x amount=2'));
});

test('a word that is no command is said to be none', async () => {
  expect(await run('<!channel>')).toEqual(unknown('<!channel>', null));
});

test('the usage hint names every command', () => {
  const hint = usageHint(COMMANDS);
  for (const { name, usage } of COMMANDS) expect(hint.split(' | ')).toContain(`${name} ${usage}`.trim());
});

// The rights follow from the one list alone, so every new command is tested here without a line of its own.
const ACTORS = [
  ['anyone', false],
  ['admin', true],
] as const;
const CELLS = COMMANDS.flatMap((command) =>
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
  const said: object[] = [];
  const watched: Command[] = COMMANDS.map((one) => ({ ...one, run: async () => void ran.push(one.name) }));
  const context = {
    caller: { isAdmin },
    reply: async (answer: object) => void said.push(answer),
  } as unknown as CommandContext;
  await runCommand(watched, command.name.toUpperCase(), context);
  expect(ran).toEqual(may === 'run' ? [command.name] : []);
  expect(said).toEqual(may === 'run' ? [] : [{ kind: 'adminsOnly', name: command.name }]);
  expect(allowed(COMMANDS, isAdmin).includes(command)).toBe(may === 'run');
});

test('to freeze and to unfreeze takes an admin, to create and to read the help does not', () => {
  const who = Object.fromEntries(COMMANDS.map((command) => [command.name, command.who]));
  expect(who).toMatchObject({ freeze: 'admin', unfreeze: 'admin', create: 'anyone', help: 'anyone' });
});

test('/ecs freeze freezes with the reason and the time, or says what is wrong with them', async () => {
  expect(await run('freeze moving the database for 2h', true)).toMatchObject([
    { kind: 'freeze', changed: { kind: 'frozen', freeze: { reason: 'moving the database', by: 'U1' } } },
  ]);
  expect(await run('freeze', true)).toEqual([{ kind: 'freezeProblem', problem: { problem: 'noReason' } }]);
  expect(await run('unfreeze', true)).toEqual([{ kind: 'freeze', changed: { kind: 'notFrozen' } }]);
  const accepted = { kind: 'account', given: '222', accepted: { kind: 'accepted', stored: null, actual: '222' } };
  expect(await run('unfreeze account 222', true)).toMatchObject([accepted]);
  expect(await run('unfreeze account 222 give-up 3', true)).toMatchObject([accepted]);
  expect(await run('unfreeze account 333', true)).toMatchObject([
    { kind: 'account', given: '333', accepted: { kind: 'asItIs' } },
  ]);
  for (const typed of [
    'unfreeze account',
    'unfreeze account 222 333',
    'unfreeze account 222 give-up',
    'unfreeze account 222 give-up all',
  ])
    expect(await run(typed, true)).toMatchObject([{ kind: 'argumentFault', fault: { fault: 'tooMany' } }]);
});

test('a misspelt command is never answered with one that the caller may not run', async () => {
  expect(await run('unfreez')).toEqual(unknown('unfreez', null));
  expect(await run('unfreez', true)).toEqual(unknown('unfreez', 'unfreeze'));
});

/** Of `cn-beijing/web-1`, where there is nothing. */
const NOT_FOUND = {
  kind: 'notFound',
  ref: { word: 'web-1', region: 'cn-beijing' },
  search: { kind: 'none', regions: 1, unread: [] },
};

test('/ecs list hands on what it is asked for, /ecs show what is to be found', async () => {
  expect(await run('list')).toEqual([{ kind: 'list', words: [] }]);
  expect(await run('list cn-beijing web')).toEqual([{ kind: 'list', words: ['cn-beijing', 'web'] }]);
  expect(await run('show cn-beijing/web-1')).toMatchObject([NOT_FOUND]);
});

test.each([
  ['adopt', '/ecs adopt needs <id or name>. Nothing was done. Write it like this: /ecs adopt <id or name>'],
  [
    'show web 1',
    '“1” is one argument too many. Put quotes around a name with spaces. Nothing was done. Write it like this: /ecs show <id or name>',
  ],
  [
    'history r-1 r-2',
    '“r-2” is one argument too many. Put quotes around a name with spaces. Nothing was done. Write it like this: /ecs history <name or id>',
  ],
  [
    'unfreeze now',
    '“now” is one argument too many. Put quotes around a name with spaces. Nothing was done. Write it like this: /ecs unfreeze [<number>] [account <id>] [give-up <n>]',
  ],
])('/ecs %s runs nothing and is told how it is written', async (typed, sentence) => {
  const [answer] = await run(typed, true);
  expect(answer?.kind === 'argumentFault' && en.commands.fault(answer.command, answer.fault)).toBe(sentence);
});

test('the help is handed what it is asked about', async () => {
  expect(await run('help create')).toEqual([{ kind: 'help', words: ['create'] }]);
});

/** A command that only the owner of an instance may run, and what came of it. */
async function runOwners(
  who: Pick<Running, 'user' | 'isAdmin'>,
  typed = `auto-renew ${LENAS.id} off`,
): Promise<unknown[]> {
  const ran: unknown[] = [];
  const command = defineCommand({
    name: 'auto-renew',
    who: 'owner',
    args: { which: instance(instanceRef()), on: onOrOff },
    run: async (_, { which, on }) => void ran.push(['ran', which.own?.id, on]),
  });
  const rows = { requests: [aRequest('r-1', { requester: 'U1' })], instances: [LENAS] };
  const answers = await answersTo([command], typed, { ...who, rows });
  return [...ran, ...answers];
}

const LENAS = anInstance('r-1', 1, { requester: 'U1' });

test('who asked for an instance may act on it, so may an admin, and nobody else', async () => {
  const ran = [['ran', 'r-1-1', false]];
  expect(await runOwners({ user: 'U1', isAdmin: false })).toEqual(ran);
  expect(await runOwners({ user: 'U2', isAdmin: true })).toEqual(ran);
  expect(await runOwners({ user: 'U2', isAdmin: false })).toMatchObject([{ kind: 'ownersOnly', name: 'auto-renew' }]);
});

test('what the bot did not create is the admins’ and theirs whom the policy lets; a tag that names somebody gives no right', async () => {
  const cloud = (owner?: string): CloudInstance =>
    sampleCloud({ tags: owner === undefined ? [] : [{ key: 'ecs-chatops:requester', value: owner }] });
  const me = { user: 'U1', isAdmin: false };
  const foreign: FoundInstance = { cloud: cloud('U1'), own: null };
  expect(mayActOn(me, foreign)).toBe(false);
  expect(mayActOn({ ...me, isAdmin: true }, foreign)).toBe(true);
  expect(mayActOn({ ...me, byTag: true }, foreign)).toBe(true);
  // The policy is about instances that others created, also once somebody has taken them over, and never about those asked for here.
  const another = { user: 'U2', isAdmin: false, byTag: true };
  expect(mayActOn(another, { own: anInstance('r-1', 1, { requester: 'U1', adopted: true }) })).toBe(true);
  expect(mayActOn(another, { own: LENAS })).toBe(false);
});

test.each(['start', 'stop', 'restart', 'release', 'adopt'])(
  '/ecs %s looks for its instance as /ecs show does',
  async (name) => {
    const [answer] = await run(`${name} cn-beijing/web-1`);
    expect(answer).toMatchObject(NOT_FOUND);
    expect(answer?.kind === 'notFound' && answer.again({ word: 'i-1', region: 'cn-beijing' })).toBe(
      `${name} cn-beijing/i-1`,
    );
    expect(COMMANDS.find((command) => command.name === name)?.who).toBe('owner');
  },
);

test('a command runs for nobody while its instance is not found or its words are wrong', async () => {
  const me = { user: 'U1', isAdmin: true };
  const [answer] = await answersTo(COMMANDS, 'auto-renew nothing off', me);
  expect(answer?.kind === 'notFound' && answer.again({ word: 'i-1', region: 'cn-beijing' })).toBe(
    'auto-renew cn-beijing/i-1 off',
  );
  expect(await runOwners(me, 'auto-renew nothing off')).toMatchObject([{ kind: 'notFound' }]);
  expect(await runOwners(me, 'auto-renew web-1')).toMatchObject([
    { kind: 'argumentFault', fault: { fault: 'missing' } },
  ]);
  expect(await runOwners(me, 'auto-renew web-1 perhaps')).toMatchObject([
    { kind: 'argumentFault', fault: { fault: 'notASwitch' } },
  ]);
});

test('/ecs create starts from a preset, and what is typed counts before it', async () => {
  expect(await run('create web-small amount=3')).toEqual([
    { kind: 'createForm', order: { draft: { type: 'g7.large', amount: '3' }, problems: [], preset: 'web-small' } },
  ]);
});

test('/ecs policy shows what is allowed, and checks what it is asked about', async () => {
  expect(await run('policy')).toEqual([{ kind: 'policy' }]);
  expect(await run('policy check web-small amount=3')).toMatchObject([
    { kind: 'verdict', order: { draft: { type: 'g7.large', amount: '3' } } },
  ]);
  expect(await run('policy check')).toEqual([{ kind: 'policyUsage' }]);
  expect(await run('policy web-small')).toEqual([{ kind: 'policyUsage' }]);
});

test.each(
  COMMANDS.filter(({ usage }) => usage.startsWith('<id or name')).map(({ name, usage }) => [name, usage] as const),
)('/ecs %s says so of a region that does not exist', async (name, usage) => {
  const tail = usage.includes('7d') ? ' 7d' : usage.includes('1m') ? ' 1m' : usage.includes('on|off') ? ' on' : '';
  const rest = name === 'set' ? ' name=web-2' : tail;
  const [answer] = await run(`${name} cn-bejing/web-1${rest}`);
  if (answer?.kind !== 'notFound') throw new Error(JSON.stringify(answer));
  expect(answer.search).toEqual({ kind: 'noRegion', region: 'cn-bejing', nearest: 'cn-beijing' });
  expect(answer.again({ word: 'web-1', region: 'cn-beijing' })).toBe(`${name} cn-beijing/web-1${rest}`);
  expect(await run(`${name} CN-BEIJING/web-1${rest}`)).toMatchObject([{ search: { kind: 'none' } }]);
});
