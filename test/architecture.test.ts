import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const SRC = fileURLToPath(new URL('../src/', import.meta.url));

interface Import {
  readonly from: string;
  readonly to: string;
}

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file));
const imports: readonly Import[] = files.flatMap((from) => {
  const source = readFileSync(join(SRC, from), 'utf8');
  const specifiers = [...source.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '');
  return specifiers.map((to) => ({ from, to: to.startsWith('.') ? relative(SRC, join(SRC, dirname(from), to)) : to }));
});

/** Who may import whom: a room imports rooms of a lower floor, and itself. */
const FLOORS: Readonly<Record<string, number>> = {
  core: 0,
  'config.ts': 1,
  'config-variables.ts': 1,
  'config-reader.ts': 1,
  ecs: 2,
  policy: 2,
  store: 2,
  text: 2,
  approvals: 2.5,
  commands: 3,
  lifecycle: 3,
  ops: 3,
  power: 3,
  slack: 3.5, // it offers the commands
  'wire.ts': 4,
  'main.ts': 5,
  sandbox: 6,
};
const room = (path: string): string => path.split('/')[0] ?? path;
const isOurs = ({ to }: Import): boolean => room(to) in FLOORS;

test('every file stands in a known room', () => {
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
