import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SRC = fileURLToPath(new URL('../src/', import.meta.url));
const TEST = fileURLToPath(new URL('.', import.meta.url));
const EXPORTED = /^export (?:async )?(?:function|const|class|interface|type) (\w+)/gm;

interface Import {
  readonly from: string;
  readonly to: string;
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter(
  (file) => /\.tsx?$/.test(file) && file !== 'vite.config.ts',
);
const imports: readonly Import[] = files.flatMap((from) => {
  const source = readFileSync(join(SRC, from), 'utf8');
  const specifiers = [...source.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '');
  return specifiers.map((to) => ({ from, to: to.startsWith('.') ? relative(SRC, join(SRC, dirname(from), to)) : to }));
});

/** Who may import whom: a room imports rooms of a lower floor, and itself. */
const FLOORS: Readonly<Record<string, number>> = {
  core: 0,
  'config.ts': 1,
  'config-rates.ts': 1,
  'config-variables.ts': 1,
  'config-reader.ts': 1,
  ecs: 2,
  policy: 2,
  store: 2,
  text: 2,
  usecases: 3,
  commands: 4,
  lifecycle: 4,
  ops: 4,
  slack: 5, // it offers the commands
  'wire-loops.ts': 6,
  'wire.ts': 7,
  setup: 6,
  'main.ts': 8,
  sandbox: 9,
};
const room = (path: string): string => path.split('/')[0] ?? path;
const isOurs = ({ to }: Import): boolean => room(to) in FLOORS;

test('every file is in a known room', () => {
  expect(files.filter((file) => !(room(file) in FLOORS))).toEqual([]);
});

test('imports run downwards only', () => {
  const upward = imports
    .filter(isOurs)
    .filter(({ from, to }) => room(from) !== room(to) && (FLOORS[room(from)] ?? 0) <= (FLOORS[room(to)] ?? 0))
    .filter(({ from, to }) => !(room(from).startsWith('config') && room(to).startsWith('config')));
  expect(upward).toEqual([]);
});

test('slack leans on nothing of its own floor but the commands', () => {
  const sideways = imports.filter(({ from, to }) => room(from) === 'slack' && ['lifecycle', 'ops'].includes(room(to)));
  expect(sideways).toEqual([]);
});

/**
 * Which folders of `slack` others may know beside `kit`, which everybody may: why, and who does. `kit` itself knows the others by its
 * `context.ts` alone, which names what every listener is given.
 */
const SLACK_REACHES: Readonly<Record<string, { readonly why: string; readonly from: readonly string[] }>> = {
  '': { why: 'the doctor holds the scopes of the manifest against those that were granted', from: ['doctor'] },
  approval: {
    why: 'cards, homes and answers show who has to agree and what it costs; the outbox sends what approvers are asked',
    from: ['create-form', 'delivery', 'entry', 'home', 'renewal', 'request'],
  },
  attribute: {
    why: 'the thread and the outbox tell what was changed of an instance, and whose it is now; an answer about disks is one about changes',
    from: ['delivery', 'disk', 'request'],
  },
  'auto-renewal': {
    why: 'whatever shows something prepaid says when it ends and offers to turn its renewal on',
    from: ['delivery', 'home', 'instance', 'request'],
  },
  channels: {
    why: 'what promises or posts a card asks whether the channel is closed to it',
    from: ['create-form', 'delivery', 'doctor', 'kit', 'request'],
  },
  'create-form': {
    why: 'other places open the form, or judge by the lists that it offers',
    from: ['approval', 'home', 'key', 'kit', 'policy', 'request'],
  },
  delivery: { why: 'that nobody could be asked is sent as any other message', from: ['approval'] },
  disk: { why: 'the window of a change asks for the price of larger disks', from: ['attribute'] },
  doctor: { why: 'the transport tells the doctor how the connection is', from: ['kit', 'transport'] },
  entry: {
    why: 'what arrives is checked at the door; whose token it is, is known there',
    from: ['people', 'transport'],
  },
  freeze: {
    why: 'what waits for a freeze says whose it is and why',
    from: [
      'account',
      'approval',
      'attribute',
      'auto-renewal',
      'create-form',
      'power',
      'renewal',
      'request',
      'selection',
    ],
  },
  home: { why: 'listeners have the homes drawn again', from: ['kit'] },
  instance: {
    why: 'what acts on an instance finds it, and offers what may be done with it',
    from: [
      'attribute',
      'auto-renewal',
      'delivery',
      'disk',
      'home',
      'lease',
      'power',
      'renewal',
      'request',
      'selection',
    ],
  },
  key: { why: 'the outbox tells what came of a key whose owner has not seen that', from: ['delivery'] },
  lease: {
    why: 'whatever shows an instance says when it is released',
    from: ['approval', 'delivery', 'home', 'request'],
  },
  notices: { why: 'the outbox sends them', from: ['delivery'] },
  policy: {
    why: 'what begins to create says why somebody may not',
    from: ['approval', 'create-form', 'home', 'request'],
  },
  power: { why: 'buttons elsewhere give the same orders', from: ['instance', 'lease', 'request', 'selection'] },
  renewal: {
    why: 'whatever shows something prepaid shows its renewal and offers it; a larger prepaid disk is asked for as one is',
    from: ['approval', 'auto-renewal', 'disk', 'home', 'instance', 'request'],
  },
  request: {
    why: 'what is about a request names it by its title, and the outbox sends its card',
    from: ['approval', 'delivery', 'home', 'instance', 'renewal'],
  },
  selection: { why: 'a list offers what can be done with several', from: ['instance'] },
  transport: { why: 'clients and the doctor reach Slack in one way', from: ['delivery', 'doctor', 'people'] },
};

/** Folders of more than twenty files. */
const LARGE_FOLDERS: Readonly<Record<string, { readonly why: string; readonly size: number }>> = {
  'store/migrations': { why: 'one file a migration', size: 100 },
};

/** The folder within its room: `approval` of `slack/approval/ids.ts`, empty for a file at the top. */
const noun = (path: string): string => (path.split('/').length > 2 ? (path.split('/')[1] ?? '') : '');
/** `from -> to` for each pair of folders of one room of which the first imports the second. */
function pairsIn(name: string): string[] {
  const inside = imports.filter(({ from, to }) => room(from) === name && room(to) === name);
  const pairs = inside.map(({ from, to }) => [noun(from), noun(to)] as const).filter(([from, to]) => from !== to);
  return [...new Set(pairs.filter(([from]) => from !== '').map(([from, to]) => `${from} -> ${to}`))].sort();
}

test('the base of core knows none of its nouns', () => {
  expect(pairsIn('core').filter((pair) => pair.startsWith('base ->'))).toEqual([]);
  expect(pairsIn('core').filter((pair) => pair.startsWith('failure ->'))).toEqual(['failure -> base']);
});

test('what Slack shows of one noun knows no other, but for these reasons', () => {
  const known = Object.entries(SLACK_REACHES).flatMap(([to, { from }]) => from.map((name) => `${name} -> ${to}`));
  expect(pairsIn('slack').filter((pair) => !pair.endsWith('-> kit'))).toEqual(known.sort());
  const ofKit = imports.filter(({ from, to }) => noun(from) === 'kit' && room(to) === 'slack' && noun(to) !== 'kit');
  expect([...new Set(ofKit.map(({ from }) => from))]).toEqual(['slack/kit/context.ts']);
});

test('a folder holds what can be taken in at a glance', () => {
  const sizes = new Map<string, number>();
  for (const file of files) sizes.set(dirname(file), (sizes.get(dirname(file)) ?? 0) + 1);
  const large = [...sizes].filter(([folder, size]) => size > (LARGE_FOLDERS[folder]?.size ?? 20));
  expect(large).toEqual([]);
});

test('an exported name stands for one thing', () => {
  // The simulators and their page model other systems, in the words of those; the catalogues have the same keys in both languages.
  const ours = files.filter((file) => room(file) !== 'sandbox' && !file.startsWith('text/zh'));
  const places = new Map<string, Set<string>>();
  for (const file of ours) {
    const source = readFileSync(join(SRC, file), 'utf8');
    for (const [, name = ''] of source.matchAll(EXPORTED)) places.set(name, (places.get(name) ?? new Set()).add(file));
  }
  const twice = [...places].filter(([, where]) => where.size > 1);
  expect(twice.map(([name, where]) => [name, ...where])).toEqual([]);
});

test('what is exported is used elsewhere', () => {
  const tests = readdirSync(TEST, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
  const naming = new Map<string, number>();
  for (const path of [...files.map((file) => join(SRC, file)), ...tests.map((file) => join(TEST, file))])
    for (const word of new Set(readFileSync(path, 'utf8').match(/\w+/g))) naming.set(word, (naming.get(word) ?? 0) + 1);
  const alone = files.flatMap((file) =>
    [...readFileSync(join(SRC, file), 'utf8').matchAll(EXPORTED)]
      .map(([, name = '']) => name)
      .filter((name) => naming.get(name) === 1)
      .map((name) => `${file}: ${name}`),
  );
  expect(alone).toEqual([]);
});

test('core knows no clock, chance, environment, network or store', () => {
  const outside = imports.filter(
    ({ from, to }) => room(from) === 'core' && room(to) !== 'core' && to !== 'node:crypto',
  );
  expect(outside).toEqual([]);
  const impure = files
    .filter((file) => room(file) === 'core')
    .filter((file) =>
      /Date\.now|new Date\(\)|Math\.random|process\.|setTimeout|fetch\(/.test(readFileSync(join(SRC, file), 'utf8')),
    );
  expect(impure).toEqual([]);
});

test.each([
  ['@slack/', ['slack', 'sandbox']],
  ['@alicloud/', ['ecs', 'sandbox']],
  ['@darabonba/', ['ecs', 'sandbox']],
  ['bottleneck', ['ecs']],
  ['ioredis', ['ecs']],
  ['yaml', ['policy', 'slack', 'sandbox']],
  ['kysely', ['store']],
  ['libsql', ['store']],
  ['pg', ['store']],
  ['prom-client', ['ops']],
])('%s is named in its own room alone', (name, rooms) => {
  const named = (to: string) => (name.endsWith('/') ? to.startsWith(name) : to === name);
  expect(imports.filter(({ from, to }) => named(to) && !rooms.includes(room(from)))).toEqual([]);
});

test('no import goes in a circle', () => {
  const next = new Map<string, string[]>();
  for (const { from, to } of imports) if (files.includes(to)) next.set(from, [...(next.get(from) ?? []), to]);
  const done = new Set<string>();
  const circles: string[] = [];
  const walk = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) return void circles.push([...path.slice(path.indexOf(file)), file].join(' -> '));
    if (done.has(file)) return;
    for (const target of next.get(file) ?? []) walk(target, [...path, file]);
    done.add(file);
  };
  for (const file of files) walk(file, []);
  expect(circles).toEqual([]);
});

test('no file is longer than 300 lines', () => {
  const long = files.filter((file) => readFileSync(join(SRC, file), 'utf8').split('\n').length > 301);
  expect(long).toEqual([]);
});
